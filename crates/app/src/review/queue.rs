//! What waits for review: submitted patrols, findings on none, and one patrol opened. A patrol comes back into the queue
//! while a finding of it is not approved, or has changed since it was.

use crate::App;
use crate::contract::{
    CallError, Flag, ReviewFinding, ReviewKind, ReviewLine, ReviewOpened, ReviewPatrol, ReviewQueue, ReviewWarden,
};
use crate::patrols::view::when;
use crate::review::duplicates::Compared;
use crate::review::reviewed::{patrols, sent_back};
use crate::review::viewed::Since;
use crate::words::{local, plural};
use book::{BookId, EntryHash, RecordId, Tip};
use domain::roles::Action as Right;
use record::Record;
use std::collections::{BTreeMap, BTreeSet};
use store::{Filter, Found, OfPatrol, StateFilter};

/// Patrols in the queue at a time, and findings on none.
const MOST: u32 = 200;
/// Counted no further than this.
const COUNTED: u32 = 1000;

impl App {
    pub(crate) fn queue(&self) -> Result<ReviewQueue, CallError> {
        self.allowed(Right::ReviewPatrol)?;
        let mut compared = Compared::default();
        let patrols = self.store.find(&to_review(), MOST)?;
        let loose = self.store.find(&loose(), MOST)?;
        let overdue = self.overdue()?;
        let alone: Vec<_> = loose.iter().chain(overdue.iter().flat_map(|(_, findings)| findings)).collect();
        let oldest = patrols.iter().chain(alone.iter().copied()).map(|waiting| waiting.occurred).min();
        let mut findings = alone.len() as u64;
        let (mut flagged, mut clean) = (Vec::new(), Vec::new());
        for patrol in &patrols {
            let line = self.review_line(patrol, &mut compared)?;
            findings += u64::from(line.findings);
            if line.flags.is_empty() { clean.push(line) } else { flagged.push(line) }
        }
        let sentence = match oldest {
            None => "Nothing waits for review.".into(),
            Some(oldest) => format!(
                "{}, {}, since {}",
                plural(patrols.len() as u64, "patrol", "patrols"),
                plural(findings, "finding", "findings"),
                local(oldest).format("%A %-d %B")
            ),
        };
        Ok(ReviewQueue {
            missed: self.missed_now()?,
            due: self.running_out()?,
            order_areas_ending: self.order_areas_ending(),
            flagged,
            clean,
            loose: self.review_findings(&loose, false, &mut compared)?,
            not_submitted: self.not_submitted(&overdue, &mut compared)?,
            two_versions: self.versions_to_settle()?,
            sent_back: self.store.count(&sent_back(), COUNTED)?,
            wardens: self.wardens()?,
            kinds: self.kinds_to_review()?,
            sentence,
        })
    }

    /// How much waits: patrols, findings on none, and those of patrols that were not submitted.
    pub(crate) fn count_to_review(&self) -> Result<u32, CallError> {
        let overdue = self.overdue()?.iter().map(|(_, findings)| findings.len()).sum::<usize>();
        let counted = self.store.count(&to_review(), COUNTED)? + self.store.count(&loose(), COUNTED)?;
        Ok(counted.saturating_add(u32::try_from(overdue).unwrap_or(u32::MAX)))
    }

    pub(crate) fn patrol_under_review(&self, request: &ReviewOpened) -> Result<ReviewPatrol, CallError> {
        self.allowed(Right::ReviewPatrol)?;
        let id = RecordId::parse(&request.id).ok_or_else(|| crate::refusals::not_found("patrol"))?;
        let patrol = self.view_by_id(id)?;
        let found = self.findings_of(id)?;
        let approved = patrol.review.as_deref() == Some("approved");
        let mut findings = self.review_findings(&found, approved, &mut Compared::default())?;
        let this = self.store.found(id)?.ok_or_else(|| crate::refusals::not_found("patrol"))?;
        let with_leader = patrol.status == "submitted" && patrol.review.as_deref() != Some("sent_back");
        if !with_leader {
            findings.iter_mut().for_each(|finding| finding.waits = false);
        }
        let waits = with_leader && (!approved || this.changed || findings.iter().any(|finding| finding.waits));
        let since = match approved {
            true => None,
            false => self.looked_at(id, request.opening.as_deref())?,
        };
        let changed = match &since {
            Some(since) => self.changed_since(since, id, &mut findings)?,
            None => None,
        };
        Ok(ReviewPatrol { patrol, findings, waits, changed, seen: seen_of(&this, &found) })
    }

    /// Flags what of a patrol's findings changed since somebody looked; the answer: what did of the patrol itself.
    fn changed_since(
        &self,
        since: &Since,
        patrol: RecordId,
        findings: &mut [ReviewFinding],
    ) -> Result<Option<String>, CallError> {
        let changed = |id: RecordId| {
            let record = self.store.record(id)?;
            let kind = record.as_ref().and_then(|record| self.store.catalogue().kind(record.kind()?));
            Ok::<_, CallError>(record.as_ref().and_then(|record| since.changed(record, kind)))
        };
        for finding in findings.iter_mut() {
            let Some(id) = RecordId::parse(&finding.line.id) else { continue };
            let flag = changed(id)?.map(|text| Flag { rule: "viewed".into(), text, other: None });
            finding.flags.extend(flag);
        }
        findings.sort_by_key(|finding| finding.flags.is_empty());
        changed(patrol)
    }

    /// Findings under review, flagged ones first. `approved` says that their patrol is.
    pub(super) fn review_findings(
        &self,
        found: &[Found],
        approved: bool,
        compared: &mut Compared,
    ) -> Result<Vec<ReviewFinding>, CallError> {
        let lines = self.finding_lines(found)?;
        let mut findings = Vec::with_capacity(found.len());
        for (found, line) in found.iter().zip(lines) {
            let flags = self.flags(&found.into(), approved, compared)?;
            findings.push(ReviewFinding { line, flags, waits: waits(found), seen: hex::encode(found.seen) });
        }
        findings.sort_by_key(|finding| finding.flags.is_empty());
        Ok(findings)
    }

    pub(crate) fn findings_of(&self, patrol: RecordId) -> Result<Vec<Found>, CallError> {
        Ok(self.store.find(&Filter { patrol: Some(patrol), ..Filter::default() }, u32::MAX)?)
    }

    fn review_line(&self, patrol: &Found, compared: &mut Compared) -> Result<ReviewLine, CallError> {
        let approved = patrol.review.as_deref() == Some("approved");
        let OfPatrol { seen, waiting } = self.store.under_review(patrol.id)?;
        let mut by_rule: BTreeMap<String, Vec<Flag>> = BTreeMap::new();
        let mut counts = BTreeMap::new();
        for finding in &waiting {
            *counts.entry(finding.kind.clone()).or_default() += 1;
            for flag in self.flags(finding, approved, compared)? {
                by_rule.entry(flag.rule.clone()).or_default().push(flag);
            }
        }
        let flags = by_rule.into_values().filter_map(|flags| match flags.as_slice() {
            [] => None,
            [one] => Some(one.clone()),
            [one, ..] => {
                Some(Flag { text: format!("{} ({})", in_general(one), flags.len()), other: None, ..one.clone() })
            }
        });
        let changed = patrol.changed.then(|| Flag {
            rule: "changed".into(),
            text: "Patrol changed since approval".into(),
            other: None,
        });
        let when = when(patrol, self.store.record(patrol.id)?.as_ref());
        Ok(ReviewLine {
            id: patrol.id.to_string(),
            area: patrol.place.clone(),
            when_and_who: format!("{when} · {}", patrol.by),
            by: patrol.by.clone(),
            findings: waiting.len() as u32,
            photos: waiting.iter().map(|found| found.photos).sum(),
            counts,
            flags: changed.into_iter().chain(flags).collect(),
            seen: digest_of(std::iter::once(patrol.seen).chain(seen)),
        })
    }

    /// Everyone who has leave to write in the team, by name.
    fn wardens(&self) -> Result<Vec<ReviewWarden>, CallError> {
        let grants = self.store.grants()?.into_iter().map(|held| held.grant);
        let wardens = grants.map(|grant| ReviewWarden { name: grant.name, user: grant.user.to_string() });
        Ok(wardens.collect::<BTreeSet<_>>().into_iter().collect())
    }

    /// What was seen of a record.
    pub(super) fn seen(&self, record: &Record) -> [u8; 32] {
        record.seen(record.kind().and_then(|kind| self.store.catalogue().kind(kind)))
    }

    fn kinds_to_review(&self) -> Result<Vec<ReviewKind>, CallError> {
        let kinds = self.finding_kinds(None)?.into_iter();
        let shown =
            kinds.map(|kind| ReviewKind { id: kind.id.clone(), name: kind.name.clone(), icon: kind.icon.clone() });
        Ok(shown.collect())
    }
}

/// What several flags of one rule have in common, in words.
fn in_general(flag: &Flag) -> &str {
    match flag.rule.as_str() {
        "place" => "Place not good",
        "photos" => "Photos missing",
        "danger" => "Danger or someone at risk",
        "duplicate" => "Possible duplicates",
        _ => &flag.text,
    }
}

/// A digest of everything that a leader sees of a patrol and its findings. Another digest: something changed.
fn seen_of(patrol: &Found, findings: &[Found]) -> String {
    digest_of(std::iter::once(patrol).chain(findings).map(|found| found.seen))
}

/// What was seen of several records, in one word.
pub(super) fn digest_of(seen: impl Iterator<Item = [u8; 32]>) -> String {
    let seen: BTreeMap<_, _> = seen.map(|seen| (BookId(seen), Tip { number: 0, hash: EntryHash(seen) })).collect();
    hex::encode(book::digest(&seen))
}

/// Whether the leader's word on a finding is still to come.
pub(super) fn waits(found: &Found) -> bool {
    found.changed || found.review.is_none() && !found.withdrawn
}

fn to_review() -> Filter {
    patrols(StateFilter::ToReview)
}

fn loose() -> Filter {
    Filter { state: Some(StateFilter::LooseToReview), ..Filter::default() }
}
