//! Approval and sending back. One approval is one entry that names what was seen; a later change shows as "changed since
//! approval".

use crate::App;
use crate::contract::{Approve, CallError, ErrorCode, ReviewQueue, SendBack};
use crate::refusals::{invalid, not_found, refuse};
use crate::review::queue::waits;
use book::RecordId;
use domain::roles::Action as Right;
use record::{Record, Review};
use serde_json::json;
use store::{Action, Change};

/// The most patrols approved at once, so that one page of the book stays within its limits.
const MOST: usize = 50;

impl App {
    pub(crate) fn approve_patrols(&self, request: Approve) -> Result<ReviewQueue, CallError> {
        let session = self.allowed(Right::ReviewPatrol)?;
        if request.patrols.is_empty() && request.findings.is_empty() {
            return Err(refuse(ErrorCode::Invalid, "Tick what you approve."));
        }
        if request.patrols.len() > MOST {
            return Err(refuse(ErrorCode::Invalid, format!("Approve at most {MOST} patrols at once.")));
        }
        let mut changes = Vec::new();
        for id in &request.patrols {
            let patrol = self.submitted_patrol(id)?;
            // An approval names what was seen: what came in since the page was drawn has to be looked at.
            if request.seen.get(id) != Some(&self.seen_of(patrol.id)?) {
                let area = patrol.text(record::AREA).unwrap_or_default();
                return Err(came_in(&format!("of the patrol in {area}")));
            }
            if patrol.review().is_none_or(|review| review.outcome != "approved") || patrol.changed_since_approval() {
                changes.push(verdict(&patrol, "approved", None));
            }
            for found in self.findings_of(patrol.id)? {
                if request.except.contains(&found.id.to_string()) || !waits(&found) {
                    continue;
                }
                if let Some(finding) = self.store.record(found.id)? {
                    changes.push(verdict(&finding, "approved", None));
                }
            }
        }
        for id in &request.findings {
            let finding = self.loose_finding(id)?;
            if request.seen.get(id) != Some(&finding.seen()) {
                return Err(came_in("of a finding that is on no patrol"));
            }
            changes.push(verdict(&finding, "approved", None));
        }
        if changes.is_empty() {
            return Err(refuse(ErrorCode::PatrolState, "All of that is approved already."));
        }
        if changes.len() > book::entry::MAX_WRITES {
            return Err(refuse(ErrorCode::Invalid, "That is too much for one page. Approve less at once."));
        }
        self.store.write(Action { author: session.person.grant, changes, completes: None }, self.now())?;
        self.changed("review");
        self.queue()
    }

    pub(crate) fn send_patrol_back(&self, request: SendBack) -> Result<ReviewQueue, CallError> {
        let session = self.allowed(Right::ReviewPatrol)?;
        let reason = request.reason.trim();
        if reason.is_empty() || reason.chars().count() > 1000 {
            return Err(invalid("reason", "Enter what the warden should do, in 1,000 characters or less"));
        }
        let patrol = self.submitted_patrol(&request.patrol)?;
        let changes = vec![verdict(&patrol, "sent_back", Some(reason.to_owned()))];
        self.store.write(Action { author: session.person.grant, changes, completes: None }, self.now())?;
        self.changed("review");
        self.queue()
    }

    /// A finding on no patrol that waits.
    fn loose_finding(&self, id: &str) -> Result<Record, CallError> {
        let found = RecordId::parse(id).map(|id| self.store.found(id)).transpose()?.flatten();
        let found = found.ok_or_else(|| not_found("finding"))?;
        let is_finding = self.store.catalogue().kind(&found.kind).is_some_and(|kind| kind.finding);
        if !is_finding || found.patrol.is_some() || !waits(&found) {
            return Err(refuse(ErrorCode::PatrolState, "Only a finding that waits for review can be approved."));
        }
        self.record_named(id)
    }

    fn submitted_patrol(&self, id: &str) -> Result<Record, CallError> {
        let record = RecordId::parse(id).map(|id| self.store.record(id)).transpose()?.flatten();
        let patrol =
            record.filter(|record| record.kind() == Some(record::PATROL)).ok_or_else(|| not_found("patrol"))?;
        if patrol.text(record::STATUS) != Some("submitted") {
            return Err(refuse(ErrorCode::PatrolState, "That patrol is not submitted."));
        }
        Ok(patrol)
    }
}

fn came_in(what: &str) -> CallError {
    let text = format!("Something {what} came in since you opened this page. Look at it again, then approve.");
    refuse(ErrorCode::PatrolState, text)
}

fn verdict(record: &Record, outcome: &str, reason: Option<String>) -> Change {
    let review = Review { outcome: outcome.into(), seen: record.seen(), reason };
    Change::new(record.id, record::REVIEW, json!(review))
}
