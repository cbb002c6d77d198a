//! The save: a draft becomes one page of the book.

use crate::App;
use crate::app::held;
use crate::contract::{CallError, ErrorCode, Saved};
use crate::recording::form::Drafted;
use crate::recording::undo::{LastSaved, UNDO_SECONDS};
use crate::refusals::{invalid, refuse};
use crate::words::local;
use book::RecordId;
use domain::catalogue::PlaceNeed;
use domain::roles::Action as Right;
use serde_json::{Value, json};
use store::{Action, Change, Draft};
use uuid::Uuid;

impl App {
    pub(crate) fn save_draft(&self, id: &str) -> Result<Saved, CallError> {
        let draft = self.my_draft(id)?;
        let session = self.session();
        if session.is_some() {
            self.allowed(if draft.record.is_some() { Right::CorrectFinding } else { Right::RecordFinding })?;
        }
        let author = self.writer()?.ok_or_else(|| refuse(ErrorCode::NotEnrolled, "Enrol this tablet first."))?;
        let drafted = self.drafted(&draft)?;
        if let Some(problem) = self.missing(&draft, &drafted).into_iter().next() {
            return Err(invalid(&problem.field, problem.message));
        }
        let now = self.now();
        let record = draft.record.unwrap_or_else(|| RecordId(Uuid::now_v7()));
        let mut changes = changed_answers(record, &draft, &drafted);
        if draft.record.is_none() {
            self.begin_record(record, &draft, &drafted, session.is_none(), &mut changes)?;
        } else if drafted.record.as_ref().is_some_and(|record| record.withdrawn().is_some()) && draft.stage == "now" {
            changes.push(Change::new(record, record::WITHDRAWN, Value::Null));
        }
        if changes.is_empty() {
            return Err(refuse(ErrorCode::Invalid, "Nothing was changed, so there is nothing to save."));
        }
        let before: Vec<_> = changes
            .iter()
            .map(|change| {
                let held = drafted.record.as_ref().and_then(|record| record.value(&change.field));
                (change.field.clone(), held.cloned().unwrap_or(Value::Null))
            })
            .collect();
        let action = Action { author: author.grant, changes, completes: Some(draft.id) };
        let written = match draft.record {
            None if !drafted.kind.register => {
                self.store.write_referred(action, record, local(now).date_naive(), now)?
            }
            _ => self.store.write(action, now)?,
        };
        *held(&self.last_saved) = Some(LastSaved {
            record,
            draft,
            before,
            entry: written.entry,
            at: now,
            by: session.map(|s| s.person.user),
        });
        self.changed("finding");
        Ok(Saved {
            finding: record.to_string(),
            page: u32::try_from(written.page).unwrap_or(u32::MAX),
            sentence: format!("Page {} is on this tablet", written.page),
            undo_seconds: UNDO_SECONDS,
        })
    }

    /// What a new record has beside its answers.
    fn begin_record(
        &self,
        record: RecordId,
        draft: &Draft,
        drafted: &Drafted<'_>,
        locked: bool,
        changes: &mut Vec<Change>,
    ) -> Result<(), CallError> {
        changes.push(Change::new(record, record::KIND, draft.kind.as_str()));
        if locked {
            changes.push(Change::new(record, "recorded_while_locked", true));
        }
        let patrol =
            draft.patrol.filter(|_| drafted.kind.finding).map(|id| self.store.found(id)).transpose()?.flatten();
        let Some(patrol) = patrol else { return Ok(()) };
        changes.push(Change::new(record, record::ON_PATROL, patrol.id.to_string()));
        let no_place = drafted.values.get(record::PLACE).is_none_or(Value::is_null);
        if no_place && drafted.kind.place == PlaceNeed::Required && !patrol.place.is_empty() {
            changes.push(Change::new(record, record::PLACE, json!({ "method": "patrol", "name": patrol.place })));
        }
        Ok(())
    }
}

/// The answers and photos that differ from what the record holds, each replacing what stood when the form was opened.
fn changed_answers(record: RecordId, draft: &Draft, drafted: &Drafted<'_>) -> Vec<Change> {
    let held =
        |field: &str| drafted.record.as_ref().and_then(|record| record.value(field)).cloned().unwrap_or(Value::Null);
    let answers = draft.answers.iter().map(|(field, value)| (field.clone(), value.clone()));
    let photos = draft.photos.iter().map(|photo| (format!("{}{}", record::PHOTO, photo.row.sha256), json!(photo.row)));
    answers
        .chain(photos)
        .filter(|(field, value)| held(field) != *value)
        .map(|(field, value)| {
            let saw = draft.record.map(|_| draft.heads.get(&field).cloned().unwrap_or_default());
            Change { record, field, value, saw }
        })
        .collect()
}
