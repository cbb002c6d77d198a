//! The reference that a tablet gives at once, without any signal: `W07-250318-004`.
//!
//! Book short code, date, number within that day (domain rules C1: device, yymmdd, sequence). It is what wardens say on
//! the phone and print on notices, so reading one back forgives case and stray spaces.

use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;

/// Longest short code of a book.
const LONGEST_CODE: usize = 8;

/// A tablet's reference for a finding.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Reference {
    code: String,
    date: NaiveDate,
    number: u32,
}

/// Why something is not a reference.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not a reference like W07-250318-004")]
pub struct NotAReference(String);

impl Reference {
    /// The reference of finding `number` (from 1) that the book `code` recorded on the local date `date`.
    ///
    /// # Errors
    /// When the code is not 1 to 8 letters and digits, the number is 0, or the year is not in this century.
    pub fn new(code: &str, date: NaiveDate, number: u32) -> Result<Self, NotAReference> {
        use chrono::Datelike as _;
        let code = code.to_ascii_uppercase();
        let good_code = (1..=LONGEST_CODE).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_alphanumeric());
        if !good_code || number == 0 || !(2000..2100).contains(&date.year()) {
            return Err(NotAReference(format!("{code} {date} {number}")));
        }
        Ok(Self { code, date, number })
    }

    /// Short code of the book.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// Local date on which it was recorded.
    pub fn date(&self) -> NaiveDate {
        self.date
    }

    /// Number within the day, from 1.
    pub fn number(&self) -> u32 {
        self.number
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}-{:03}", self.code, self.date.format("%y%m%d"), self.number)
    }
}

impl FromStr for Reference {
    type Err = NotAReference;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refused = || NotAReference(text.chars().take(40).collect());
        let compact: String = text.chars().filter(|c| !c.is_whitespace()).take(40).collect();
        let mut parts = compact.split('-');
        let (Some(code), Some(day), Some(number), None) = (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(refused());
        };
        let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if day.len() != 6 || !digits(day) || !(3..=6).contains(&number.len()) || !digits(number) {
            return Err(refused());
        }
        let date = NaiveDate::parse_from_str(&format!("20{day}"), "%Y%m%d").map_err(|_| refused())?;
        let number = number.parse().map_err(|_| refused())?;
        Self::new(code, date, number).map_err(|_| refused())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_written_and_read_back() {
        let date = NaiveDate::from_ymd_opt(2025, 3, 18).unwrap();
        let reference = Reference::new("w07", date, 4).unwrap();
        assert_eq!(reference.to_string(), "W07-250318-004");
        assert_eq!(" w07 - 250318-004".parse::<Reference>().unwrap(), reference);
        assert_eq!((reference.code(), reference.date(), reference.number()), ("W07", date, 4));
    }

    #[test]
    fn a_day_with_more_than_999_findings_still_has_references() {
        let date = NaiveDate::from_ymd_opt(2025, 3, 18).unwrap();
        let reference = Reference::new("W07", date, 1_000).unwrap();
        assert_eq!(reference.to_string().parse::<Reference>().unwrap(), reference);
    }

    #[test]
    fn what_is_not_a_reference_is_refused() {
        for text in [
            "",
            "W07",
            "W07-250318",
            "W07-251332-004",
            "W07-250318-04",
            "W07-250318-000",
            "W07-250318-004-1",
            "W0é-250318-004",
            "W07-+50318-004",
            "-250318-004",
        ] {
            assert!(text.parse::<Reference>().is_err(), "{text} must be refused");
        }
    }
}
