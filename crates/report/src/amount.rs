//! What a figure comes to, and how it is said.

use crate::numbers::{capital, decimal, in_words, list, thousands};
use domain::catalogue::{Figure, THOUSAND};
use serde::{Deserialize, Serialize};

/// Fewer than this, of a figure about people, are not printed.
const FEW: i64 = 5;

/// How a figure that is counted is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Measured {
    /// Its values are pence.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub money: bool,
    /// Its values are kilograms, said as tonnes.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub tonnes: bool,
    /// It is about people.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub people: bool,
}

/// What a figure comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Amount {
    /// Nothing of it was recorded then; which is not zero.
    NotRecorded,
    /// A number, in thousandths.
    Number(i64, Measured),
    /// So many of so many.
    Share(i64, i64),
    /// By how much it differs from before: now, before.
    Change(i64, i64),
    /// Which.
    Names(Vec<String>),
}

impl Measured {
    /// How a figure of the catalogue is written.
    pub fn of(figure: &Figure) -> Self {
        Self { money: figure.money, tonnes: figure.tonnes, people: figure.people }
    }
}

impl Amount {
    /// As it stands in a sentence; where one begins, in words.
    pub fn in_sentence(&self, begins: bool) -> String {
        let said = match self {
            Self::NotRecorded => "not recorded".to_owned(),
            Self::Number(value, Measured { people: true, .. }) if is_few(*value) => "fewer than five".to_owned(),
            Self::Number(value, Measured { tonnes: true, .. }) => weight(*value),
            Self::Number(value, measured) => {
                let words = (*value >= 0 && value % THOUSAND == 0 && !measured.money && begins)
                    .then(|| in_words((value / THOUSAND).unsigned_abs()));
                words.flatten().unwrap_or_else(|| number(*value, *measured))
            }
            Self::Share(part, whole) => {
                let of = format!("{} of the {}", decimal(*part, 1), decimal(*whole, 1));
                percent(*part, *whole).map_or(of.clone(), |percent| format!("{of} ({percent})"))
            }
            Self::Change(now, before) => {
                change(*now, *before).unwrap_or_else(|| "no change that can be said".to_owned())
            }
            Self::Names(names) if names.is_empty() => "nothing recorded".to_owned(),
            Self::Names(names) => list(&names.iter().map(|name| uncapital(name)).collect::<Vec<_>>()),
        };
        if begins { capital(&said) } else { said }
    }

    /// As it stands in a table.
    pub fn in_table(&self) -> String {
        match self {
            Self::NotRecorded => "not recorded".to_owned(),
            Self::Number(value, Measured { people: true, .. }) if is_few(*value) => "fewer than 5".to_owned(),
            Self::Number(value, measured) if measured.tonnes => format!("{} kg", decimal(*value, 1)),
            Self::Number(value, measured) => number(*value, *measured),
            Self::Share(part, whole) => format!("{} of {}", decimal(*part, 1), decimal(*whole, 1)),
            Self::Change(now, before) => change(*now, *before).unwrap_or_else(|| "–".to_owned()),
            Self::Names(names) => list(names),
        }
    }

    /// Whether its number is not to be told.
    pub fn is_hidden(&self) -> bool {
        matches!(self, Self::Number(value, Measured { people: true, .. }) if is_few(*value))
    }

    /// A share or a change in hundredths: "63.6%".
    pub fn percent(&self) -> Option<String> {
        match self {
            Self::Share(part, whole) => percent(*part, *whole),
            Self::Change(now, before) => change(*now, *before),
            _ => None,
        }
    }

    /// How it differs from the same of another period, for a table: "+61.5%" of what is large, "+1" of what is small.
    pub fn against(&self, before: &Self) -> String {
        match (self, before) {
            (Self::Number(now, measured), Self::Number(then, _)) => {
                let hidden = measured.people && (is_few(*now) || is_few(*then));
                let small = now.max(then).abs() < 100 * THOUSAND && !measured.money;
                let by = now.saturating_sub(*then);
                match (hidden, by) {
                    (true, _) => "–".to_owned(),
                    (_, 0) => "0".to_owned(),
                    _ if small => format!("{}{}", if by > 0 { "+" } else { "" }, decimal(by, 1)),
                    _ => change(*now, *then).unwrap_or_else(|| "–".to_owned()),
                }
            }
            _ => "–".to_owned(),
        }
    }

    /// By how much it is more or less than the same at another time, however large: "+3", "−£12", "+0.7 points" of a share.
    pub fn difference(&self, before: &Self) -> String {
        let signed = |by: i64, said: String| if by > 0 { format!("+{said}") } else { said };
        let points = |percent: Option<i64>, before: Option<i64>| {
            let by = percent?.checked_sub(before?)?;
            Some(signed(by, format!("{} points", decimal(by, 1))))
        };
        let said = match (self, before) {
            (Self::Number(now, measured), Self::Number(then, _)) if !self.is_hidden() && !before.is_hidden() => {
                let by = now.saturating_sub(*then);
                Some(signed(by, number(by, *measured)))
            }
            (Self::Share(part, whole), Self::Share(then, of)) => points(share(*part, *whole), share(*then, *of)),
            (Self::Change(now, from), Self::Change(then, of)) => {
                points(share(now.saturating_sub(*from), *from), share(then.saturating_sub(*of), *of))
            }
            _ => None,
        };
        said.unwrap_or_else(|| "–".to_owned())
    }
}

fn is_few(value: i64) -> bool {
    value > 0 && value < FEW * THOUSAND
}

fn number(value: i64, measured: Measured) -> String {
    if measured.money { pounds(value / THOUSAND) } else { decimal(value, 1) }
}

fn pounds(pence: i64) -> String {
    let sign = if pence < 0 { "−" } else { "" };
    let (pounds, odd) = (pence.unsigned_abs() / 100, pence.unsigned_abs() % 100);
    let odd = if odd == 0 { String::new() } else { format!(".{odd:02}") };
    format!("{sign}£{}{odd}", thousands(pounds))
}

/// Kilograms as they are said: up to a tenth over a whole number of tonnes is "just over".
fn weight(thousandths: i64) -> String {
    const TONNE: i64 = 1_000 * THOUSAND;
    let (whole, over) = (thousandths / TONNE, thousandths % TONNE);
    let tonnes = |many: &str| format!("{many} {}", if many == "1" { "tonne" } else { "tonnes" });
    match (whole, over) {
        (..1, _) => format!("{} kg", decimal(thousandths, 1)),
        (_, 0) => tonnes(&decimal(whole * THOUSAND, 0)),
        _ if over <= whole * TONNE / 10 => format!("just over {}", tonnes(&decimal(whole * THOUSAND, 0))),
        _ => tonnes(&decimal(thousandths / 1_000, 1)),
    }
}

fn percent(part: i64, whole: i64) -> Option<String> {
    Some(format!("{}%", decimal(share(part, whole)?, 1)))
}

/// In thousandths of a hundredth.
fn share(part: i64, whole: i64) -> Option<i64> {
    i64::try_from(i128::from(part).checked_mul(100_000)?.checked_div(i128::from(whole))?).ok()
}

fn change(now: i64, before: i64) -> Option<String> {
    let by = (i128::from(now) - i128::from(before)).checked_mul(100_000)?.checked_div(i128::from(before))?;
    let sign = if by > 0 { "+" } else { "" };
    Some(format!("{sign}{}%", decimal(i64::try_from(by).ok()?, 1)))
}

/// The first letter small, but of an abbreviation.
fn uncapital(name: &str) -> String {
    let mut letters = name.chars();
    match (letters.next(), name.chars().nth(1)) {
        (Some(first), Some(second)) if !second.is_uppercase() => {
            first.to_lowercase().collect::<String>() + letters.as_str()
        }
        _ => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(value: i64) -> Amount {
        Amount::Number(value * THOUSAND, Measured::default())
    }

    #[test]
    fn a_share_is_said_with_its_parts_and_what_cannot_be_said_is_not() {
        let share = Amount::Share(91 * THOUSAND, 143 * THOUSAND);
        assert_eq!(share.in_sentence(false), "91 of the 143 (63.6%)");
        assert_eq!([share.in_table(), share.percent().unwrap()], ["91 of 143", "63.6%"]);
        assert_eq!(Amount::Share(0, 0).in_sentence(false), "0 of the 0");
        assert_eq!(Amount::Change(344, 213).in_table(), "+61.5%");
        assert_eq!(Amount::Change(5, 0).in_table(), "–");
        assert_eq!(Amount::Change(1, 2).in_table(), "−50%");
    }

    #[test]
    fn weights_money_and_few_people() {
        let weighed = |kg: i64| Amount::Number(kg * THOUSAND, Measured { tonnes: true, ..Measured::default() });
        for (kg, words) in [
            (640, "640 kg"),
            (1_000, "1 tonne"),
            (1_025, "just over 1 tonne"),
            (1_100, "just over 1 tonne"),
            (1_101, "1.1 tonnes"),
            (3_450, "3.5 tonnes"),
            (20_500, "just over 20 tonnes"),
        ] {
            assert_eq!(weighed(kg).in_sentence(false), words);
        }
        let fines = Amount::Number(3_740_300 * THOUSAND, Measured { money: true, ..Measured::default() });
        assert_eq!(fines.in_sentence(true), "£37,403");
        let people = |many: i64| Amount::Number(many * THOUSAND, Measured { people: true, ..Measured::default() });
        assert_eq!([people(0), people(4), people(5)].map(|few| few.in_table()), ["0", "fewer than 5", "5"]);
        assert_eq!(people(9).against(&people(4)), "–", "the difference would tell it");
    }

    #[test]
    fn a_difference_is_said_however_large_and_never_tells_of_few_people() {
        let pence = |pence: i64| Amount::Number(pence * THOUSAND, Measured { money: true, ..Measured::default() });
        assert_eq!(plain(1_209).difference(&plain(1_206)), "+3");
        assert_eq!(plain(0).difference(&plain(2)), "−2");
        assert_eq!(pence(100).difference(&pence(1_300)), "−£12");
        assert_eq!(Amount::Share(92, 143).difference(&Amount::Share(91, 143)), "+0.7 points");
        assert_eq!(Amount::Change(3, 2).difference(&Amount::Change(4, 2)), "−50 points");
        assert_eq!(plain(3).difference(&Amount::NotRecorded), "–");
        let people = |many: i64| Amount::Number(many * THOUSAND, Measured { people: true, ..Measured::default() });
        assert_eq!(people(9).difference(&people(4)), "–");
    }

    #[test]
    fn a_sentence_begins_in_words_and_zero_is_not_missing() {
        assert_eq!(plain(91).in_sentence(true), "Ninety-one");
        assert_eq!(plain(1_206).in_sentence(true), "1,206");
        assert_eq!(plain(0).in_sentence(false), "0");
        assert_eq!(Amount::NotRecorded.in_sentence(false), "not recorded");
        assert_eq!([plain(12).against(&plain(11)), plain(344).against(&plain(213))], ["+1", "+61.5%"]);
        assert_eq!(plain(3).against(&Amount::NotRecorded), "–");
        let names = ["Police", "DVLA", "Needle exchange"].map(str::to_owned).to_vec();
        assert_eq!(Amount::Names(names).in_sentence(false), "police, DVLA and needle exchange");
    }
}
