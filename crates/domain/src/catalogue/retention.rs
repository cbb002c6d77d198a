//! How long records are kept: classes as data, and which one a record is of by what it says.

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A class of records that are kept equally long.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RetentionClass {
    /// Its name for ever: `R3`.
    pub id: String,
    /// What is in it.
    pub label: String,
    /// So many months after the matter was closed.
    pub months: u32,
}

/// A longer class, and what puts a record into it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct KeptLonger {
    /// CEL.
    pub when: String,
    /// The class.
    pub class: String,
}

impl RetentionClass {
    /// The first day on which it need not be kept any more, of what was closed on a day.
    pub fn ends(&self, closed: NaiveDate) -> NaiveDate {
        closed.checked_add_months(Months::new(self.months)).unwrap_or(NaiveDate::MAX)
    }

    /// "6 years", "18 months".
    pub fn long(&self) -> String {
        match self.months {
            12 => "1 year".to_owned(),
            months if months.is_multiple_of(12) => format!("{} years", months / 12),
            1 => "1 month".to_owned(),
            months => format!("{months} months"),
        }
    }
}
