//! Undo: takes back a save of the last ten seconds. The book loses no page: taking back is a page of its own.

use crate::App;
use crate::app::held;
use crate::contract::{CallError, ErrorCode, Form};
use crate::recording::answering::opened;
use crate::refusals::{not_found, refuse};
use crate::rounds::VisitBefore;
use book::{EntryHash, RecordId, UserId};
use serde_json::{Value, json};
use store::{Action, Change, Draft};
use uuid::Uuid;

/// How long a save can be taken back.
pub(crate) const UNDO_SECONDS: u32 = 10;
/// A tap that began in time may arrive a little late.
const GRACE_SECONDS: u32 = 3;
/// Why a record was recorded by mistake that was taken back.
pub(crate) const TAKEN_BACK: &str = "Taken back at once";

/// The last save, while it can be taken back.
pub(crate) struct LastSaved {
    pub(crate) record: RecordId,
    /// The form that was saved; none of a check of a hotspot, which has none.
    pub(crate) draft: Option<Draft>,
    /// What each field held before the save.
    pub(crate) before: Vec<(String, Value)>,
    /// The check of a hotspot that the save changed or began.
    pub(crate) visit: Option<VisitBefore>,
    /// The page that the save made.
    pub(crate) entry: EntryHash,
    pub(crate) at: i64,
    pub(crate) by: Option<UserId>,
}

impl App {
    pub(crate) fn take_back(&self, finding: &str) -> Result<Form, CallError> {
        let now = self.now();
        let last = self.last_save(finding)?;
        let draft = last.draft.ok_or_else(|| not_found("save"))?;
        let author = self.writer()?.ok_or_else(|| refuse(ErrorCode::NotEnrolled, "Enrol this tablet first."))?;
        // Only the save itself is taken back: what a colleague wrote meanwhile stands beside it.
        let saw = Some(vec![last.entry]);
        let back = |record, before: Vec<(String, Value)>| {
            let change = |(field, value)| Change { record, field, value, saw: saw.clone() };
            before.into_iter().map(change).collect::<Vec<_>>()
        };
        let taken_back = |record| vec![Change::new(record, record::WITHDRAWN, json!({ "reason": TAKEN_BACK }))];
        let mut changes = match draft.record {
            None => taken_back(last.record),
            Some(record) => back(record, last.before),
        };
        if let Some(visit) = last.visit {
            changes.extend(if visit.begun { taken_back(visit.id) } else { back(visit.id, visit.before) });
        }
        self.store.write(Action { author: author.grant, changes, completes: None }, now)?;
        let record = self.store.record(last.record)?.ok_or_else(|| not_found("finding"))?;
        let kind = self.store.catalogue().kind(&draft.kind).ok_or_else(|| not_found("kind"))?;
        // Saved again, it is the same finding: one record, whatever was tapped in between. A correction goes on from what
        // it was begun on; what a new finding counted stands in it already.
        let opened = match draft.record {
            Some(_) => draft.opened,
            None => opened(&record, kind, &self.answering()?.author()),
        };
        // A new finding has its photos still; of a change they were taken back with it.
        let photos = if draft.record.is_some() { draft.photos } else { Vec::new() };
        let draft = Draft {
            id: Uuid::now_v7(),
            record: Some(last.record),
            photos,
            heads: record.fields.iter().map(|(name, field)| (name.clone(), field.heads())).collect(),
            opened,
            ..draft
        };
        self.store.keep_draft(&draft, now)?;
        self.changed("finding");
        self.form(&draft)
    }

    /// The last save, if it was of this record, by the same person and not too long ago. It can be asked for once.
    pub(crate) fn last_save(&self, record: &str) -> Result<LastSaved, CallError> {
        let last = held(&self.last_saved).take();
        let last = last.filter(|last| last.record.to_string() == record).ok_or_else(|| not_found("save"))?;
        if last.by != self.session().map(|session| session.person.user) {
            return Err(refuse(ErrorCode::Locked, "Enter your PIN to go on."));
        }
        if self.now() - last.at > i64::from(UNDO_SECONDS + GRACE_SECONDS) * 1000 {
            return Err(refuse(ErrorCode::Invalid, "It is too late to undo. Open the finding to correct it."));
        }
        Ok(last)
    }
}
