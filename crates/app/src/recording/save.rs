//! The save: a draft becomes one page of the book.

use crate::App;
use crate::app::held;
use crate::contract::{CallError, ErrorCode, Saved};
use crate::recording::drafted::Drafted;
use crate::recording::step::is_its_own;
use crate::recording::undo::{LastSaved, UNDO_SECONDS};
use crate::refusals::{invalid, refuse};
use crate::rounds::{named_there, place_of};
use crate::words::local;
use book::RecordId;
use domain::catalogue::PlaceNeed;
use domain::roles::Action as Right;
use record::{Author, Record, Seen, Step};
use serde_json::{Value, json};
use store::{Action, Change, Draft};
use uuid::Uuid;

impl App {
    pub(crate) fn save_draft(&self, id: &str) -> Result<Saved, CallError> {
        let draft = self.my_draft(id)?;
        let session = self.session();
        let restricted = match draft.record {
            Some(record) => self.store.is_restricted(record)?,
            None => self.store.catalogue().kind(&draft.kind).is_some_and(|kind| kind.restricted),
        };
        if restricted {
            return self.save_restricted(&draft);
        }
        if session.is_some() {
            self.allowed(if draft.record.is_some() { Right::CorrectFinding } else { Right::RecordFinding })?;
        }
        let author = self.writer()?.ok_or_else(|| refuse(ErrorCode::NotEnrolled, "Enrol this tablet first."))?;
        let drafted = self.drafted(&draft)?;
        self.refuse_said(&draft, &drafted)?;
        if let Some(problem) = self.missing(&draft, &drafted)?.into_iter().next() {
            return Err(invalid(&problem.field, problem.message));
        }
        let now = self.now();
        let record = draft.record.unwrap_or_else(|| RecordId(Uuid::now_v7()));
        let (mut changes, mut before) = changed_answers(record, &draft, &drafted, &self.answering()?.author());
        if let Some(step) = self.step_taken(&draft, &drafted)? {
            let was = drafted.record.as_ref().and_then(|record| record.value(record::STATE)).cloned();
            before.push((record::STATE.to_owned(), was.unwrap_or_default()));
            changes.push(step);
        } else {
            for change in self.step_at_once(record, &drafted) {
                before.push((change.field.clone(), Value::Null));
                changes.push(change);
            }
        }
        let again = drafted.record.as_ref().is_some_and(|record| record.withdrawn().is_some()) && draft.stage == "now";
        if draft.record.is_none() {
            self.begin_record(record, &draft, &drafted, session.is_none(), &mut changes)?;
        } else if again {
            let reason = drafted.record.as_ref().and_then(|record| record.value(record::WITHDRAWN)).cloned();
            before.push((record::WITHDRAWN.to_owned(), reason.unwrap_or_default()));
            changes.push(Change::new(record, record::WITHDRAWN, Value::Null));
        }
        if changes.is_empty() {
            return Err(refuse(ErrorCode::Invalid, "Nothing was changed, so there is nothing to save."));
        }
        let found_now = (draft.record.is_none() || again) && session.is_some();
        let checked = match &draft.begun_as {
            // What was found at a hotspot and is the same as an earlier find is a find of that check.
            Some(begun) => self.found_at_check(record, begun, &begun.answers)?,
            None if found_now => self.found_at_check(record, &draft, &drafted.values)?,
            None => None,
        };
        let visit = checked.map(|(visit, of_check)| {
            changes.extend(of_check);
            visit
        });
        if let Some(hotspot) = self.hotspot_of(&drafted.values)?.filter(|_| visit.is_some()) {
            for change in changes.iter_mut().filter(|change| change.record == record && change.field == record::PLACE) {
                change.value = named_there(&change.value, &hotspot).unwrap_or_else(|| change.value.take());
            }
        }
        let action = Action { author: author.grant, changes, completes: Some(draft.id) };
        let written = match draft.record {
            None if !drafted.kind.register => {
                self.store.write_referred(action, record, local(now).date_naive(), now)?
            }
            _ => self.store.write(action, now)?,
        };
        *held(&self.last_saved) = Some(LastSaved {
            record,
            draft: Some(draft),
            before,
            visit,
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

    /// Seals what a draft says and saves the sealed page. Nothing of it can be read back by who may not read it, so there is
    /// no undo.
    fn save_restricted(&self, draft: &Draft) -> Result<Saved, CallError> {
        let reads = self.reads_restricted()?;
        let author = match draft.record {
            Some(record) => self.acting(Right::CorrectFinding, Some(record))?.author,
            None => reads.unwrap_or(self.allowed(Right::RecordRestricted)?.person.grant),
        };
        let drafted = self.drafted(draft)?;
        if let Some(problem) = self.missing(draft, &drafted)?.into_iter().next() {
            return Err(invalid(&problem.field, problem.message));
        }
        let record = draft.record.unwrap_or_else(|| RecordId(Uuid::now_v7()));
        let answering = self.answering_on(draft.record)?;
        let (mut changes, _) = changed_answers(record, draft, &drafted, &answering.author());
        changes.extend(self.step_taken(draft, &drafted)?);
        if draft.record.is_none() {
            changes.push(Change::new(record, record::KIND, draft.kind.as_str()));
        }
        if changes.is_empty() {
            return Err(refuse(ErrorCode::Invalid, "Nothing was changed, so there is nothing to save."));
        }
        let written = self.store.write_restricted(Action { author, changes, completes: Some(draft.id) }, self.now())?;
        *held(&self.last_saved) = None;
        self.changed("finding");
        let sentence = match reads {
            Some(_) => "Sealed. Only a safeguarding lead can read it, and it cannot be undone.",
            None => "Sealed. Only the safeguarding lead can read it. You cannot open it again or undo it.",
        };
        Ok(Saved {
            finding: reads.map(|_| record.to_string()).unwrap_or_default(),
            page: u32::try_from(written.page).unwrap_or(u32::MAX),
            sentence: sentence.into(),
            undo_seconds: 0,
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
        if no_place && drafted.kind.place == PlaceNeed::Required {
            let place = match self.hotspot_of(&drafted.values)? {
                Some(hotspot) => place_of(&hotspot),
                None if patrol.place.is_empty() => return Ok(()),
                None => json!({ "method": "patrol", "name": patrol.place }),
            };
            changes.push(Change::new(record, record::PLACE, place));
        }
        Ok(())
    }
}

/// The writes that the answers and photos come to, and what each field or row held before. What differs from what the
/// record holds is written, and replaces what stood when the form was opened, as far as the merge rule of the question
/// lets it.
fn changed_answers(
    id: RecordId,
    draft: &Draft,
    drafted: &Drafted<'_>,
    author: &Author<'_>,
) -> (Vec<Change>, Vec<(String, Value)>) {
    let blank = Record::new(id);
    let record = drafted.record.as_ref().unwrap_or(&blank);
    let mut steps = Vec::new();
    for (name, value) in draft.answers.iter().filter(|(name, _)| !is_its_own(name)) {
        match drafted.kind.field(name) {
            Some(field) => {
                let seen = draft.opened.get(name).unwrap_or(&Value::Null);
                let seen = Seen { value: seen, heads: &draft.heads };
                steps.extend(record.steps(field, value, &seen, author));
            }
            None => steps.extend(row(record, draft, name, value.clone())),
        }
    }
    for photo in &draft.photos {
        let name = format!("{}{}", record::PHOTO, photo.row.sha256);
        steps.extend(row(record, draft, &name, json!(photo.row)));
    }
    let before = steps.iter().map(|step| (step.field.clone(), step.before.clone())).collect();
    let change = |step: Step| Change { record: id, field: step.field, value: step.value, saw: Some(step.replaces) };
    (steps.into_iter().map(change).collect(), before)
}

/// A row of a repeated group or a photo, where it changes.
fn row(record: &Record, draft: &Draft, name: &str, value: Value) -> Option<Step> {
    let before = record.value(name).cloned().unwrap_or_default();
    let replaces = draft.heads.get(name).cloned().unwrap_or_default();
    (before != value).then(|| Step { field: name.to_owned(), value, replaces, before })
}
