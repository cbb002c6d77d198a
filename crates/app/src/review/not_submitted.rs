//! Patrols that nobody submitted. A day after one ended (or began, if it has not ended) its findings reach the leader
//! without it: before that its warden may still be writing.

use crate::App;
use crate::contract::{CallError, NotSubmitted};
use crate::review::duplicates::Compared;
use crate::review::queue::waits;
use crate::words::short;
use store::{Filter, Found, StateFilter};

/// Patrols listed.
const MOST: u32 = 200;
/// How long a warden has to submit: 24 hours.
const TIME_TO_SUBMIT_MS: u64 = 24 * 3_600_000;

impl App {
    /// Those of which a finding waits, the latest first, each with the findings that do.
    pub(super) fn overdue(&self) -> Result<Vec<(Found, Vec<Found>)>, CallError> {
        let filter =
            Filter { kind: Some(record::PATROL.into()), state: Some(StateFilter::NotSubmitted), ..Filter::default() };
        let mut overdue = Vec::new();
        for patrol in self.store.find(&filter, MOST)? {
            if self.is_overdue(&patrol)? {
                let findings = self.findings_of(patrol.id)?.into_iter().filter(waits).collect();
                overdue.push((patrol, findings));
            }
        }
        Ok(overdue)
    }

    /// Whether a patrol should have been submitted by now. By a clock that is as far ahead it should, too.
    pub(super) fn is_overdue(&self, patrol: &Found) -> Result<bool, CallError> {
        if patrol.kind != record::PATROL || patrol.status.as_deref() == Some("submitted") {
            return Ok(false);
        }
        let record = self.store.record(patrol.id)?;
        let ended = record.as_ref().and_then(|record| record.text(record::ENDED_AT)).and_then(record::instant);
        let since = ended.map_or(patrol.occurred, |ended| ended.timestamp_millis());
        Ok(self.now().abs_diff(since) > TIME_TO_SUBMIT_MS)
    }

    pub(super) fn not_submitted(
        &self,
        overdue: &[(Found, Vec<Found>)],
        compared: &mut Compared,
    ) -> Result<Vec<NotSubmitted>, CallError> {
        let mut groups = Vec::with_capacity(overdue.len());
        for (patrol, findings) in overdue {
            groups.push(NotSubmitted {
                id: patrol.id.to_string(),
                area: patrol.place.clone(),
                by: patrol.by.clone(),
                started: short(patrol.occurred, self.now()),
                findings: self.review_findings(findings, false, compared)?,
            });
        }
        Ok(groups)
    }
}
