//! Approval and sending back. One approval is one action that names what was seen, on as many pages as it needs, all of them
//! or none; a later change shows as "changed since approval".

use crate::App;
use crate::contract::{Approve, CallError, ErrorCode, ReviewQueue, SendBack};
use crate::refusals::{invalid, not_found, refuse};
use crate::review::queue::{digest_of, waits};
use book::RecordId;
use domain::roles::Action as Right;
use record::{Record, Review};
use serde_json::json;
use std::collections::BTreeSet;
use store::{Action, Change};

impl App {
    pub(crate) fn approve_patrols(&self, request: Approve) -> Result<ReviewQueue, CallError> {
        let session = self.allowed(Right::ReviewPatrol)?;
        if request.patrols.is_empty() && request.findings.is_empty() {
            return Err(refuse(ErrorCode::Invalid, "Tick what you approve."));
        }
        let mut changes = Vec::new();
        for id in request.patrols.iter().collect::<BTreeSet<_>>() {
            let patrol = self.submitted_patrol(id)?;
            let found = self.findings_of(patrol.id)?;
            // The verdicts are on the records that are compared here, whatever comes in meanwhile.
            let mut records = vec![patrol];
            for found in &found {
                records.extend(self.store.record(found.id)?);
            }
            // An approval names what was seen: what came in since the page was drawn has to be looked at.
            if request.seen.get(id) != Some(&digest_of(records.iter().map(|record| self.seen(record)))) {
                let area = records.first().and_then(|patrol| patrol.text(record::AREA)).unwrap_or_default();
                return Err(came_in(&format!("of the patrol in {area}")));
            }
            let excepted = |record: &Record| request.except.contains(&record.id.to_string());
            let waiting: BTreeSet<_> = found.iter().filter(|found| waits(found)).map(|found| found.id).collect();
            let patrol_waits = |patrol: &Record| {
                let review = patrol.review();
                review
                    .is_none_or(|review| review.outcome != "approved" || review.seen != hex::encode(self.seen(patrol)))
            };
            changes.extend(
                records.iter().take(1).filter(|patrol| patrol_waits(patrol)).map(|record| self.approved(record)),
            );
            let findings = records.iter().filter(|record| waiting.contains(&record.id) && !excepted(record));
            changes.extend(findings.map(|record| self.approved(record)));
        }
        for id in request.findings.iter().collect::<BTreeSet<_>>() {
            let finding = self.finding_alone(id)?;
            if request.seen.get(id) != Some(&hex::encode(self.seen(&finding))) {
                return Err(came_in("of a finding that you ticked"));
            }
            changes.push(self.approved(&finding));
        }
        if changes.is_empty() {
            return Err(refuse(ErrorCode::PatrolState, "All of that is approved already."));
        }
        self.store.write_whole(session.person.grant, &changes, self.now())?;
        for patrol in request.patrols.iter().filter_map(|id| RecordId::parse(id)) {
            self.forget_looks(patrol)?;
        }
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
        let changes = vec![self.verdict(&patrol, "sent_back", Some(reason.to_owned()))];
        self.store.write(Action { author: session.person.grant, changes, completes: None }, self.now())?;
        self.changed("review");
        self.queue()
    }

    /// A finding that waits and is approved by itself: on no patrol, or on one that was not submitted in time.
    fn finding_alone(&self, id: &str) -> Result<Record, CallError> {
        let found = RecordId::parse(id).map(|id| self.store.found(id)).transpose()?.flatten();
        let found = found.ok_or_else(|| not_found("finding"))?;
        let patrol = found.patrol.map(|patrol| self.store.found(patrol)).transpose()?.flatten();
        if patrol.as_ref().is_some_and(|patrol| patrol.status.as_deref() == Some("submitted")) {
            let text = "The patrol of that finding is submitted. Open the patrol, and approve it there.";
            return Err(refuse(ErrorCode::PatrolState, text));
        }
        let overdue = patrol.map(|patrol| self.is_overdue(&patrol)).transpose()?.unwrap_or_default();
        let is_finding = self.store.catalogue().kind(&found.kind).is_some_and(|kind| kind.finding);
        if !is_finding || found.patrol.is_some() && !overdue || !waits(&found) {
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

    fn approved(&self, record: &Record) -> Change {
        self.verdict(record, "approved", None)
    }

    fn verdict(&self, record: &Record, outcome: &str, reason: Option<String>) -> Change {
        let review = Review { outcome: outcome.into(), seen: hex::encode(self.seen(record)), reason };
        Change::new(record.id, record::REVIEW, json!(review))
    }
}

fn came_in(what: &str) -> CallError {
    let text = format!("Something {what} came in since you opened this page. Look at it again, then approve.");
    refuse(ErrorCode::PatrolState, text)
}
