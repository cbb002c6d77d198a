//! Undo: takes back a save of the last ten seconds. The book loses no page: taking back is a page of its own.

use crate::App;
use crate::app::held;
use crate::contract::{CallError, ErrorCode, Form};
use crate::recording::answering::opened;
use crate::refusals::{not_found, refuse};
use book::{EntryHash, RecordId, UserId};
use serde_json::{Value, json};
use store::{Action, Change, Draft};
use uuid::Uuid;

/// How long a save can be taken back.
pub(crate) const UNDO_SECONDS: u32 = 10;
/// A tap that began in time may arrive a little late.
const GRACE_SECONDS: u32 = 3;

/// The last save, while it can be taken back.
pub(crate) struct LastSaved {
    pub(crate) record: RecordId,
    pub(crate) draft: Draft,
    /// What each field held before the save.
    pub(crate) before: Vec<(String, Value)>,
    /// The page that the save made.
    pub(crate) entry: EntryHash,
    pub(crate) at: i64,
    pub(crate) by: Option<UserId>,
}

impl App {
    pub(crate) fn take_back(&self, finding: &str) -> Result<Form, CallError> {
        let now = self.now();
        let last = held(&self.last_saved).take();
        let last = last.filter(|last| last.record.to_string() == finding).ok_or_else(|| not_found("save"))?;
        if last.by != self.session().map(|session| session.person.user) {
            return Err(refuse(ErrorCode::Locked, "Enter your PIN to go on."));
        }
        if now - last.at > i64::from(UNDO_SECONDS + GRACE_SECONDS) * 1000 {
            return Err(refuse(ErrorCode::Invalid, "It is too late to undo. Open the finding to correct it."));
        }
        let author = self.writer()?.ok_or_else(|| refuse(ErrorCode::NotEnrolled, "Enrol this tablet first."))?;
        let changes = match last.draft.record {
            None => vec![Change::new(last.record, record::WITHDRAWN, json!({ "reason": "Taken back at once" }))],
            // Only the save itself is taken back: what a colleague wrote meanwhile stands beside it.
            Some(record) => {
                let saw = Some(vec![last.entry]);
                let back = |(field, value)| Change { record, field, value, saw: saw.clone() };
                last.before.into_iter().map(back).collect()
            }
        };
        self.store.write(Action { author: author.grant, changes, completes: None }, now)?;
        let record = self.store.record(last.record)?.ok_or_else(|| not_found("finding"))?;
        let kind = self.store.catalogue().kind(&last.draft.kind).ok_or_else(|| not_found("kind"))?;
        // Saved again, it is the same finding: one record, whatever was tapped in between. A correction goes on from what
        // it was begun on; what a new finding counted stands in it already.
        let opened = match last.draft.record {
            Some(_) => last.draft.opened,
            None => opened(&record, kind, &self.answering()?.author()),
        };
        // A new finding has its photos still; of a change they were taken back with it.
        let photos = if last.draft.record.is_some() { last.draft.photos } else { Vec::new() };
        let draft = Draft {
            id: Uuid::now_v7(),
            record: Some(last.record),
            photos,
            heads: record.fields.iter().map(|(name, field)| (name.clone(), field.heads())).collect(),
            opened,
            ..last.draft
        };
        self.store.keep_draft(&draft, now)?;
        self.changed("finding");
        self.form(&draft)
    }
}
