//! References of a finding: the one that a tablet gives at once, without any signal, `W07-250318-004`, and the one that the
//! council office gives when the finding arrives, `26-004512-KD`.
//!
//! A tablet's is book short code, date, number within that day (domain rules C1: device, yymmdd, sequence). It is what
//! wardens say on the phone and print on notices, so reading one back forgives case and stray spaces.

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

/// Consonants that neither read as a figure nor make a word.
const LETTERS: [char; 20] =
    ['B', 'C', 'D', 'F', 'G', 'H', 'J', 'K', 'L', 'M', 'N', 'P', 'Q', 'R', 'T', 'V', 'W', 'X', 'Y', 'Z'];

/// The council office's reference of the finding that arrived as the `number`th (from 1) of a year. Its two letters come from
/// the finding's own id: an office that was put back from a copy, and counts some numbers again, still names two findings
/// apart.
pub fn of_office(year: i32, number: u32, finding: &[u8; 16]) -> String {
    let letter = |byte: u8| LETTERS.get(usize::from(byte) % LETTERS.len()).copied().unwrap_or('Z');
    let [.., one, other] = *finding;
    format!("{:02}-{number:06}-{}{}", year.rem_euclid(100), letter(one), letter(other))
}

/// The year, within its century, and the number of an office's reference.
pub fn number_of_office(reference: &str) -> Option<(u32, u32)> {
    let mut parts = reference.split('-');
    let (Some(year), Some(number), Some(_), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
        return None;
    };
    Some((year.parse().ok()?, number.parse().ok()?))
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

    #[test]
    fn an_office_counts_within_the_year_and_tells_two_of_one_number_apart() {
        let (one, mut other) = ([7; 16], [7; 16]);
        assert_eq!(of_office(2026, 4_512, &one), "26-004512-KK");
        assert_eq!(number_of_office("26-004512-KK"), Some((26, 4_512)));
        other[15] = 8;
        assert_eq!(of_office(2026, 4_512, &other), "26-004512-KL");
        assert_eq!(number_of_office(&of_office(2100, 1_000_000, &other)), Some((0, 1_000_000)));
        for text in ["", "26-004512", "26-x-KK", "W07-250318-004-1"] {
            assert_eq!(number_of_office(text), None, "{text}");
        }
    }
}
