//! Hands a patrol to the team leader. A patrol can be handed in unfinished; its leader sees it flagged.

use crate::App;
use crate::contract::{CallError, ErrorCode, PatrolView, SubmitPatrol};
use crate::refusals::{invalid, not_found, refuse};
use book::RecordId;
use domain::roles::Action as Right;
use serde_json::Value;
use store::{Action, Change};

impl App {
    pub(crate) fn hand_in_patrol(&self, request: SubmitPatrol) -> Result<PatrolView, CallError> {
        let session = self.allowed(Right::SubmitPatrol)?;
        let id = RecordId::parse(&request.id).ok_or_else(|| not_found("patrol"))?;
        let view = self.view_by_id(id)?;
        let again = view.status == "submitted" && view.review.as_deref() == Some("sent_back");
        if view.status != "ended" && !again {
            return Err(refuse(ErrorCode::PatrolState, "End the patrol before you submit it."));
        }
        let note = request.note.as_deref().map(str::trim).filter(|note| !note.is_empty());
        if note.is_some_and(|note| note.chars().count() > 2000) {
            return Err(invalid("note", "The note must be 2,000 characters or less"));
        }
        let mut changes = vec![Change::new(id, record::STATUS, "submitted")];
        changes.extend(note.map(|note| Change::new(id, record::NOTE_FOR_NEXT, note)));
        if again {
            changes.push(Change::new(id, record::REVIEW, Value::Null));
        }
        self.store.write(Action { author: session.person.grant, changes, completes: None }, self.now())?;
        self.changed("patrol");
        self.view_by_id(id)
    }
}
