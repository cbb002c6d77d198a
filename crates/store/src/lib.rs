//! The tablet's encrypted SQLite: books, current records, search, drafts, photos on disk.
