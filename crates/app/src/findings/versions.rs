//! Two versions, for people: what each says, who still has to be told, and what waits for the leader.

use crate::App;
use crate::app::Session;
use crate::contract::{CallError, FindingLine, TwoVersions, Version, VersionsLine};
use crate::findings::view::label;
use crate::words::{at, list, plural};
use book::{ClockQuality, RecordId, StandingWrite};
use domain::catalogue::{Kind, Merge};
use record::Record;
use serde_json::Value;
use store::{Filter, Found, StateFilter};

/// Records looked through of each kind.
const MOST: u32 = 200;
/// After this time in two versions a record is late.
const LATE_MS: i64 = 48 * HOUR_MS;
const HOUR_MS: i64 = 3_600_000;

impl App {
    /// The fields of a record in two versions, side by side.
    pub(crate) fn versions(&self, record: &Record, kind: Option<&Kind>) -> Result<Vec<TwoVersions>, CallError> {
        record
            .two_versions(kind)
            .into_iter()
            .map(|field| {
                let standing = standing(record, field);
                let versions =
                    standing.iter().map(|write| self.version(write, field, kind)).collect::<Result<_, _>>()?;
                let asked = kind.and_then(|kind| kind.field(field));
                let outcomes = field == record::STATE || asked.is_some_and(|of| of.merge == Merge::Workflow);
                Ok(TwoVersions { field: field.to_owned(), label: label(kind, field), outcomes, versions })
            })
            .collect()
    }

    fn version(&self, write: &StandingWrite<Value>, field: &str, kind: Option<&Kind>) -> Result<Version, CallError> {
        let (by, book_code) = self.author_name(write.author)?;
        let page = self.store.entry(write.book, write.number)?;
        Ok(Version {
            entry: write.entry.to_string(),
            text: self.value_words(kind, field, &write.value)?,
            by,
            book_code,
            page: u32::try_from(write.number).unwrap_or(u32::MAX),
            at: at(write.wall, self.now()),
            doubtful: page.is_some_and(|page| page.header.quality == ClockQuality::Doubtful),
        })
    }

    /// Keeps that the person at the tablet has the versions of a record before them.
    pub(crate) fn versions_are_open(&self, record: &Record, kind: Option<&Kind>) -> Result<(), CallError> {
        let user = self.unlocked()?.person.user;
        let versions = versions_of(record, kind);
        if !versions.is_empty() && self.store.versions_opened(user, record.id)?.as_ref() != Some(&versions) {
            self.store.keep_versions_opened(user, record.id, &versions)?;
            self.told("finding");
        }
        Ok(())
    }

    /// Findings of which this person wrote one of two versions, and has not opened them since.
    pub(crate) fn versions_to_open(&self, session: &Session) -> Result<Vec<FindingLine>, CallError> {
        let answering = self.answering()?;
        let mut mine = Vec::new();
        for (found, record) in self.in_two_versions()? {
            let kind = self.store.catalogue().kind(&found.kind);
            let fields = record.two_versions(kind);
            let wrote = fields
                .iter()
                .flat_map(|field| standing(&record, field))
                .any(|write| answering.author().grants.contains(&write.author));
            let opened = self.store.versions_opened(session.person.user, found.id)?;
            if wrote && opened != Some(versions_of(&record, kind)) {
                mine.push(found);
            }
        }
        self.finding_lines(&mine)
    }

    /// Everything in two versions, what has waited longest first.
    pub(crate) fn versions_to_settle(&self) -> Result<Vec<VersionsLine>, CallError> {
        let now = self.now();
        let mut waiting = Vec::new();
        for (found, record) in self.in_two_versions()? {
            let kind = self.store.catalogue().kind(&found.kind);
            let fields = record.two_versions(kind);
            let since = fields.iter().filter_map(|field| since(standing(&record, field))).min();
            let since = since.unwrap_or(now);
            let names: Vec<_> = fields.iter().map(|field| label(kind, field)).collect();
            waiting.push((since, found, list(&names)));
        }
        waiting.sort_by_key(|(since, ..)| *since);
        let mut lines = Vec::with_capacity(waiting.len());
        for (since, found, fields) in waiting {
            let hours = (now - since).max(0) / HOUR_MS;
            let age = match hours {
                0 => "less than an hour".into(),
                hours @ 1..=48 => plural(hours as u64, "hour", "hours"),
                hours => plural(hours as u64 / 24, "day", "days"),
            };
            let late = now - since > LATE_MS;
            let line = self.finding_lines(std::slice::from_ref(&found))?.into_iter();
            lines.extend(line.map(|finding| VersionsLine { finding, fields: fields.clone(), age: age.clone(), late }));
        }
        Ok(lines)
    }

    /// Findings, meetings and register entries in two versions.
    fn in_two_versions(&self) -> Result<Vec<(Found, Record)>, CallError> {
        let filter = Filter { state: Some(StateFilter::TwoVersions), ..Filter::default() };
        let mut found = self.store.find(&filter, MOST)?;
        for kind in self.store.catalogue().kinds().iter().filter(|kind| !kind.finding) {
            found.extend(self.store.find(&Filter { kind: Some(kind.id.clone()), ..filter.clone() }, MOST)?);
        }
        let with_record = |found: Found| Ok(self.store.record(found.id)?.map(|record| (found, record)));
        found.into_iter().filter_map(|found| with_record(found).transpose()).collect()
    }

    /// The record that a request names.
    pub(crate) fn record_named(&self, id: &str) -> Result<Record, CallError> {
        let record = RecordId::parse(id).map(|id| self.record(id)).transpose()?.flatten();
        record.ok_or_else(|| crate::refusals::not_found("finding"))
    }
}

fn standing<'a>(record: &'a Record, field: &str) -> &'a [StandingWrite<Value>] {
    record.fields.get(field).map(|held| held.standing()).unwrap_or_default()
}

/// Since when there are two: when the second of them was written.
fn since(standing: &[StandingWrite<Value>]) -> Option<i64> {
    let mut walls: Vec<_> = standing.iter().map(|write| write.wall).collect();
    walls.sort_unstable();
    walls.get(1).copied()
}

/// Names the versions that stand, so that others are told from them.
fn versions_of(record: &Record, kind: Option<&Kind>) -> String {
    let heads = record.two_versions(kind).into_iter().flat_map(|field| record.heads(field));
    heads.map(|head| head.to_string()).collect::<Vec<_>>().join(" ")
}
