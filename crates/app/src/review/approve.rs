//! Approval and sending back. One approval is one entry that names what was seen; a later change shows as "changed since
//! approval".

use crate::App;
use crate::contract::{Approve, CallError, ErrorCode, ReviewQueue, SendBack};
use crate::refusals::{invalid, not_found, refuse};
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
        if request.patrols.is_empty() {
            return Err(refuse(ErrorCode::Invalid, "Tick the patrols that you approve."));
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
                return Err(refuse(
                    ErrorCode::PatrolState,
                    format!(
                        "Something of the patrol in {area} came in since you opened this page. Look at it again, then approve."
                    ),
                ));
            }
            changes.push(verdict(&patrol, "approved", None));
            for found in self.findings_of(patrol.id)? {
                if request.except.contains(&found.id.to_string()) || found.withdrawn {
                    continue;
                }
                if let Some(finding) = self.store.record(found.id)? {
                    changes.push(verdict(&finding, "approved", None));
                }
            }
        }
        if changes.len() > book::entry::MAX_WRITES {
            return Err(refuse(ErrorCode::Invalid, "That is too much for one page. Approve fewer patrols at once."));
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

fn verdict(record: &Record, outcome: &str, reason: Option<String>) -> Change {
    let review = Review { outcome: outcome.into(), seen: record.seen(), reason };
    Change::new(record.id, record::REVIEW, json!(review))
}
