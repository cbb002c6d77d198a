//! Ends the patrol under way, or carries an ended one on.

use crate::App;
use crate::contract::{CallError, ErrorCode, PatrolView};
use crate::recording::rfc3339;
use crate::refusals::{not_found, refuse};
use book::RecordId;
use domain::roles::Action as Right;
use serde_json::Value;
use store::{Action, Change};

impl App {
    pub(crate) fn finish_patrol(&self) -> Result<PatrolView, CallError> {
        let session = self.allowed(Right::RecordFinding)?;
        let found = self.patrol_under_way()?;
        let found = found.ok_or_else(|| refuse(ErrorCode::PatrolState, "No patrol is under way."))?;
        let now = self.now();
        let changes =
            vec![Change::new(found.id, record::STATUS, "ended"), Change::new(found.id, record::ENDED_AT, rfc3339(now))];
        self.store.write(Action { author: session.person.grant, changes, completes: None }, now)?;
        self.changed("patrol");
        self.view_by_id(found.id)
    }

    pub(crate) fn resume_patrol(&self, id: &str) -> Result<PatrolView, CallError> {
        let session = self.allowed(Right::RecordFinding)?;
        let id = RecordId::parse(id).ok_or_else(|| not_found("patrol"))?;
        let view = self.view_by_id(id)?;
        if self.patrol_under_way()?.is_some() {
            return Err(refuse(ErrorCode::PatrolState, "Another patrol is under way. End it first."));
        }
        if view.status != "ended" {
            return Err(refuse(
                ErrorCode::PatrolState,
                "Only a patrol that has ended and is not submitted can be carried on.",
            ));
        }
        let changes = vec![Change::new(id, record::STATUS, "active"), Change::new(id, record::ENDED_AT, Value::Null)];
        self.store.write(Action { author: session.person.grant, changes, completes: None }, self.now())?;
        self.changed("patrol");
        self.view_by_id(id)
    }
}
