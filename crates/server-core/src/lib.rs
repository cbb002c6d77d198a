//! The centre's rules: accept, judge, receipt, accounts. No HTTP, no SQL.
