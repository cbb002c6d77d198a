//! Amounts that the law prescribes and changes from time to time: which one is the value of a question on a day.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::condition::{Condition, Scope};
use super::definition::Field;

/// The amounts that hold from a day until others do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Rates {
    /// The first day on which they hold.
    #[ts(type = "string")]
    pub from: NaiveDate,
    /// What prescribes them ("SI 2008/2095 as amended by SI 2023/331").
    pub source: String,
    /// The amounts, of which the first that applies is the one.
    #[serde(alias = "amount")]
    pub amounts: Vec<Amount>,
}

/// One amount.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Amount {
    /// CEL over questions asked earlier: it applies while this is true.
    pub when: String,
    /// Whole pence.
    pub pence: u32,
}

/// The expressions of a question's rates.
#[derive(Debug)]
pub(super) struct Rated {
    /// Gives the date or time on whose day the amount is looked up.
    pub(super) on: Condition,
    /// When each amount of each of the rates applies, in their order.
    pub(super) applies: Vec<Vec<Condition>>,
}

impl Rated {
    /// The amount in whole pence; none on a day before all rates, without a day, or where no amount applies.
    pub(super) fn pence(&self, field: &Field, scope: &Scope) -> Option<u32> {
        let day = self.on.day(scope).ok()??;
        let in_force = field.rates.iter().zip(&self.applies).filter(|(rates, _)| rates.from <= day);
        let (rates, applies) = in_force.max_by_key(|(rates, _)| rates.from)?;
        let mut amounts = rates.amounts.iter().zip(applies);
        amounts.find(|(_, applies)| applies.holds(scope) == Ok(true)).map(|(amount, _)| amount.pence)
    }

    /// Its expressions.
    pub(super) fn conditions(&self) -> impl Iterator<Item = &Condition> {
        [&self.on].into_iter().chain(self.applies.iter().flatten())
    }
}

/// What is wrong with a question's rates; none if nothing is.
pub(super) fn objection(field: &Field) -> Option<&'static str> {
    let later = |(before, after): (&Rates, &Rates)| before.from < after.from;
    if !field.rates.iter().zip(field.rates.iter().skip(1)).all(later) {
        return Some("the rates stand in the order of their days, the earliest first, and no two begin on one day");
    }
    if field.rates.iter().any(|rates| rates.source.trim().is_empty()) {
        return Some("the rates do not say what prescribes them: give their source");
    }
    field.rates.iter().any(|rates| rates.amounts.is_empty()).then_some("there are rates without an amount")
}
