//! Figures of the restricted part, worked out for who may read it when they ask, and kept nowhere.

use crate::App;
use crate::contract::{CallError, ErrorCode, FiguresRequest, SealedFigure, SealedFigures, SealedRequest};
use crate::figures::period_view;
use crate::refusals::{not_found, refuse};
use crate::words::plural;
use domain::catalogue::{Fact, Figure, Kind, parts_of};
use std::collections::BTreeMap;
use store::{Filter, Found};

/// The most findings of the restricted part that are counted: a team has some dozens a year.
const MOST: u32 = 20_000;

impl App {
    pub(crate) fn figures_of_sealed(&self, request: SealedRequest) -> Result<SealedFigures, CallError> {
        self.unlocked()?;
        if self.reads_restricted()?.is_none() {
            return Err(refuse(ErrorCode::NotAllowed, "Only the safeguarding lead can see these figures."));
        }
        let SealedRequest { from, to, figure: asked_for } = request;
        let period = self.asked(&FiguresRequest { from, to, ..FiguresRequest::default() })?.period;
        let catalogue = self.store.catalogue();
        let mut counted: Vec<(&Kind, &Figure, Counted)> = Vec::new();
        for kind in catalogue.kinds() {
            counted.extend(kind.sealed_figures.iter().map(|figure| (kind, figure, Counted::default())));
        }
        let (found, _) = self.store.restricted_find(&Filter::default(), MOST, 1)?;
        for one in found.iter().filter(|one| one.counts()) {
            let Some(record) = self.store.restricted_record(one.id)? else { continue };
            for fact in record::line(&record, catalogue).facts {
                let of = counted.iter_mut().find(|(_, figure, _)| figure.id == fact.figure);
                if let Some((_, figure, counted)) = of.filter(|_| period.from <= fact.day && fact.day <= period.to) {
                    counted.take(figure, &fact, one);
                }
            }
        }
        let shown = match &asked_for {
            None => counted.iter().find(|(_, _, counted)| !counted.findings.is_empty()).or(counted.first()),
            Some(id) => Some(counted.iter().find(|(_, one, _)| one.id == *id).ok_or_else(|| not_found("figure"))?),
        };
        let findings = shown.map(|(_, _, counted)| counted.findings.clone()).unwrap_or_default();
        Ok(SealedFigures {
            period: period_view(&period),
            as_at: self.as_at(),
            shown: shown.map(|(_, figure, _)| figure.id.clone()).unwrap_or_default(),
            findings: self.finding_lines(&findings)?,
            figures: counted.iter().map(|(kind, figure, counted)| counted.view(kind, figure)).collect(),
        })
    }
}

/// What makes one figure up.
#[derive(Default)]
struct Counted {
    findings: Vec<Found>,
    /// By the answer to the first question by which the figure is told apart.
    parts: BTreeMap<String, usize>,
}

impl Counted {
    fn take(&mut self, figure: &Figure, fact: &Fact, found: &Found) {
        self.findings.push(found.clone());
        if !figure.by.is_empty() {
            for part in parts_of(&fact.parts, 0) {
                *self.parts.entry(part.to_owned()).or_default() += 1;
            }
        }
    }

    fn view(&self, kind: &Kind, figure: &Figure) -> SealedFigure {
        let many = self.findings.len();
        let field = figure.by.first().and_then(|id| kind.field(id));
        let mut parts: Vec<_> = self.parts.iter().collect();
        parts.sort_by_key(|(_, many)| std::cmp::Reverse(**many));
        let in_words = |part: &str| field.map_or_else(|| part.to_owned(), |field| field.part_in_words(part));
        SealedFigure {
            figure: figure.id.clone(),
            label: figure.label.clone(),
            counts: figure.counts.clone(),
            said: match &figure.unit {
                Some([one, more]) => plural(many as u64, one, more),
                None => many.to_string(),
            },
            parts: parts.into_iter().map(|(part, many)| format!("{many} {}", in_words(part))).collect(),
        }
    }
}
