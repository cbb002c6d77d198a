//! A report as it was published: its text and every amount, to be kept as they are, and what differs since.

use crate::amount::{Amount, Measured};
use crate::period::Period;
use crate::write::{Part, Report, Source, entered, measure};
use domain::catalogue::{Catalogue, Plan};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A report as it was published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frozen {
    /// Its paragraphs.
    pub paragraphs: Vec<FrozenParagraph>,
    /// Every figure that it names, in the order of its table, then of its text.
    pub figures: Vec<FrozenFigure>,
}

/// A paragraph as it was published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrozenParagraph {
    /// Its number.
    pub id: String,
    /// The heading over it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub heading: String,
    /// Its text, in pieces.
    pub parts: Vec<FrozenPart>,
    /// Of each figure in it that was typed in: who entered it, and from which source.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entered: Vec<String>,
}

/// A piece of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrozenPart {
    /// What stands there.
    pub text: String,
    /// The figure that it is; none: text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub figure: Option<String>,
    /// Of the period before.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub before: bool,
}

/// A figure as it was published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrozenFigure {
    /// The figure.
    pub id: String,
    /// What it was called.
    pub label: String,
    /// Of the period before.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub before: bool,
    /// What it came to.
    pub amount: FrozenAmount,
    /// If it was typed in: who entered it, and from which source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entered: Option<String>,
}

/// An amount as it was published. Of few people their number is not kept: it was not published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FrozenAmount {
    /// Nothing of it was recorded.
    NotRecorded,
    /// Fewer than five people.
    Few,
    /// A number in thousandths, and how it is written.
    Number(i64, Measured),
    /// So many of so many.
    Share(i64, i64),
    /// By how much it differed: now, before.
    Change(i64, i64),
    /// Which.
    Names(Vec<String>),
}

/// A figure that differs from what was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// The figure.
    pub id: String,
    /// What it is called.
    pub label: String,
    /// Of the period before.
    pub before: bool,
    /// What was published.
    pub then: String,
    /// What it comes to now.
    pub now: String,
    /// By how much they differ; "–" where that cannot be said, or would tell what is hidden.
    pub difference: String,
}

impl From<&Amount> for FrozenAmount {
    fn from(amount: &Amount) -> Self {
        match amount {
            hidden if hidden.is_hidden() => Self::Few,
            Amount::NotRecorded => Self::NotRecorded,
            Amount::Number(value, measured) => Self::Number(*value, *measured),
            Amount::Share(part, whole) => Self::Share(*part, *whole),
            Amount::Change(now, before) => Self::Change(*now, *before),
            Amount::Names(names) => Self::Names(names.clone()),
        }
    }
}

impl FrozenAmount {
    /// As it stands in a table.
    pub fn said(&self) -> String {
        match self.amount() {
            Some(amount) => amount.in_table(),
            // Any number of few people is said the same way.
            None => {
                Amount::Number(domain::catalogue::THOUSAND, Measured { people: true, ..Measured::default() }).in_table()
            }
        }
    }

    /// The amount; none where it is not known.
    fn amount(&self) -> Option<Amount> {
        Some(match self {
            Self::Few => return None,
            Self::NotRecorded => Amount::NotRecorded,
            Self::Number(value, measured) => Amount::Number(*value, *measured),
            Self::Share(part, whole) => Amount::Share(*part, *whole),
            Self::Change(now, before) => Amount::Change(*now, *before),
            Self::Names(names) => Amount::Names(names.clone()),
        })
    }

    fn against(&self, now: &Self) -> String {
        match self.amount().zip(now.amount()) {
            Some((then, now)) => now.difference(&then),
            None => "–".to_owned(),
        }
    }
}

impl Frozen {
    /// A report of a period as it is now.
    pub fn of<S: Source>(
        report: &Report,
        catalogue: &Catalogue,
        source: &S,
        period: &Period,
        before: &Period,
    ) -> Result<Self, S::Error> {
        let part = |part: &Part| match part {
            Part::Text(text) => FrozenPart { text: text.clone(), figure: None, before: false },
            Part::Figure { id, before, said } => {
                FrozenPart { text: said.clone(), figure: Some(id.clone()), before: *before }
            }
        };
        let paragraphs: Vec<FrozenParagraph> = report
            .paragraphs
            .iter()
            .map(|one| FrozenParagraph {
                id: one.id.clone(),
                heading: one.heading.clone(),
                parts: one.parts.iter().map(part).collect(),
                entered: one.entered.clone(),
            })
            .collect();
        let table = report.table.iter().map(|line| (line.figure.clone(), false));
        let text = paragraphs.iter().flat_map(|one| &one.parts);
        let text = text.filter_map(|part| Some((part.figure.clone()?, part.before)));
        let mut seen = BTreeSet::new();
        let mut figures = Vec::new();
        for (id, of_before) in table.chain(text) {
            if seen.insert((id.clone(), of_before)) {
                let earlier = before.before();
                let (over, compared) = if of_before { (before, &earlier) } else { (period, before) };
                let amount = FrozenAmount::from(&measure(catalogue, source, &id, over, compared)?.amount);
                let entered = entered(catalogue, source, &id, over)?;
                figures.push(FrozenFigure { label: label(catalogue, &id), id, before: of_before, amount, entered });
            }
        }
        Ok(Self { paragraphs, figures })
    }

    /// Every figure that comes to something else now, in the order in which they were published.
    pub fn corrections<S: Source>(
        &self,
        catalogue: &Catalogue,
        source: &S,
        period: &Period,
        before: &Period,
    ) -> Result<Vec<Correction>, S::Error> {
        let earlier = before.before();
        let mut corrections = Vec::new();
        for figure in &self.figures {
            let (over, compared) = if figure.before { (before, &earlier) } else { (period, before) };
            corrections.extend(figure.correction(catalogue, source, over, compared)?);
        }
        Ok(corrections)
    }
}

impl FrozenFigure {
    /// What differs since, if it comes to something else over its period now, a change against the one `before`.
    pub fn correction<S: Source>(
        &self,
        catalogue: &Catalogue,
        source: &S,
        period: &Period,
        before: &Period,
    ) -> Result<Option<Correction>, S::Error> {
        let now = FrozenAmount::from(&measure(catalogue, source, &self.id, period, before)?.amount);
        Ok((now != self.amount).then(|| Correction {
            id: self.id.clone(),
            label: self.label.clone(),
            before: self.before,
            then: self.amount.said(),
            now: now.said(),
            difference: self.amount.against(&now),
        }))
    }
}

fn label(catalogue: &Catalogue, id: &str) -> String {
    let plan: &Plan = catalogue.plan();
    let counted = catalogue.figure(id).map(|(_, figure)| &figure.label);
    counted.or(plan.derived(id).map(|derived| &derived.label)).cloned().unwrap_or_default()
}
