//! Submitted patrols that wait for review, and one of them opened.

use crate::App;
use crate::contract::{CallError, Flag, ReviewFinding, ReviewLine, ReviewPatrol, ReviewQueue};
use crate::session::status::submitted;
use crate::words::{local, plural};
use book::{BookId, EntryHash, RecordId, Tip};
use domain::roles::Action as Right;
use std::collections::BTreeMap;
use store::{Filter, Found};

/// Patrols in the queue at a time.
const MOST: u32 = 200;
/// Findings of one patrol.
const MOST_FINDINGS: u32 = 500;

impl App {
    pub(crate) fn queue(&self) -> Result<ReviewQueue, CallError> {
        self.allowed(Right::ReviewPatrol)?;
        let patrols = self.store.find(&submitted(), MOST)?;
        let two_versions = self.versions_to_settle()?;
        let mut queue = ReviewQueue { flagged: Vec::new(), clean: Vec::new(), two_versions, sentence: String::new() };
        let mut findings = 0;
        for patrol in &patrols {
            let line = self.review_line(patrol)?;
            findings += u64::from(line.findings);
            if line.flags.is_empty() { queue.clean.push(line) } else { queue.flagged.push(line) }
        }
        queue.sentence = match patrols.last() {
            None => "Nothing waits for review.".into(),
            Some(oldest) => format!(
                "{}, {}, since {}",
                plural(patrols.len() as u64, "patrol", "patrols"),
                plural(findings, "finding", "findings"),
                local(oldest.occurred).format("%A %-d %B")
            ),
        };
        Ok(queue)
    }

    pub(crate) fn patrol_under_review(&self, id: &str) -> Result<ReviewPatrol, CallError> {
        self.allowed(Right::ReviewPatrol)?;
        let id = RecordId::parse(id).ok_or_else(|| crate::refusals::not_found("patrol"))?;
        let patrol = self.view_by_id(id)?;
        let found = self.findings_of(id)?;
        let lines = self.finding_lines(&found)?;
        let mut findings = Vec::new();
        for (found, line) in found.iter().zip(lines) {
            findings.push(ReviewFinding { line, flags: self.flags(found)? });
        }
        findings.sort_by_key(|finding| finding.flags.is_empty());
        Ok(ReviewPatrol { patrol, findings, seen: self.seen_of(id)? })
    }

    pub(crate) fn findings_of(&self, patrol: RecordId) -> Result<Vec<Found>, CallError> {
        Ok(self.store.find(&Filter { patrol: Some(patrol), ..Filter::default() }, MOST_FINDINGS)?)
    }

    /// A digest of everything that a leader sees of a patrol and its findings. Another digest: something changed.
    pub(crate) fn seen_of(&self, patrol: RecordId) -> Result<String, CallError> {
        let findings = self.findings_of(patrol)?.into_iter().map(|found| found.id);
        let mut seen = BTreeMap::new();
        for id in std::iter::once(patrol).chain(findings) {
            let digest = self.store.record(id)?.and_then(|record| EntryHash::from_hex(&record.seen()));
            seen.extend(digest.map(|hash| (BookId(hash.0), Tip { number: 0, hash })));
        }
        Ok(hex::encode(book::digest(&seen)))
    }

    fn review_line(&self, patrol: &Found) -> Result<ReviewLine, CallError> {
        let found = self.findings_of(patrol.id)?;
        let mut by_rule: BTreeMap<String, Vec<Flag>> = BTreeMap::new();
        for finding in &found {
            for flag in self.flags(finding)? {
                by_rule.entry(flag.rule.clone()).or_default().push(flag);
            }
        }
        let flags = by_rule.into_values().filter_map(|flags| match flags.as_slice() {
            [] => None,
            [one] => Some(one.clone()),
            [one, ..] => Some(Flag { rule: one.rule.clone(), text: format!("{} ({})", one.text, flags.len()) }),
        });
        let line = self.patrol_line(patrol)?;
        Ok(ReviewLine {
            id: line.id,
            area: line.area,
            when_and_who: format!("{} · {}", line.when, patrol.by),
            findings: found.iter().filter(|found| !found.withdrawn).count() as u32,
            photos: found.iter().filter(|found| !found.withdrawn).map(|found| found.photos).sum(),
            flags: flags.collect(),
            seen: self.seen_of(patrol.id)?,
        })
    }
}
