//! What a flow records: the same findings with the same ids and photos each time, so that a flow that was killed can be
//! run again to its end, and what is twice there is seen.

use crate::acks::{Ack, Acks};
use crate::ground::sha256;
use anyhow::{Context, Result};
use book::RecordId;
use record::{PhotoRow, Record};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use store::{Action, Change, Draft, DraftPhoto, NewPhoto, Store};
use uuid::Uuid;

/// Tuesday 18 March 2025, 07:12 in Europe/London.
pub(crate) const NOW: i64 = tests::MORNING;
const OCCURRED: &str = "2025-03-18T07:05:00Z";
/// Takes two pieces on its way to the office.
pub(crate) const LARGE: usize = 300_000;
/// Takes one.
pub(crate) const SMALL: usize = 20_000;

/// How much a flow records.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plan {
    /// Findings.
    pub(crate) findings: u8,
    /// Photos of each.
    pub(crate) photos: u8,
    /// The length of the first photo of all; the others are [`SMALL`].
    pub(crate) first: usize,
    /// Whether each finding is edited after it was saved.
    pub(crate) edits: bool,
}

impl Plan {
    /// Every finding's record.
    pub(crate) fn records(self) -> impl Iterator<Item = RecordId> {
        (0..self.findings).map(record_id)
    }

    /// A finding's photos: their bytes.
    pub(crate) fn photos_of(self, finding: u8) -> impl Iterator<Item = Vec<u8>> {
        (0..self.photos).map(move |photo| {
            let length = if (finding, photo) == (0, 0) { self.first } else { SMALL };
            // The store takes any bytes; what a photo must be is judged before it.
            Sha256::digest([finding, photo]).repeat(length / 32)
        })
    }

    /// Every photo: its bytes.
    pub(crate) fn all_photos(self) -> impl Iterator<Item = Vec<u8>> {
        (0..self.findings).flat_map(move |finding| self.photos_of(finding))
    }

    /// A draft at each step of its making: empty, answered, then with one photo more each.
    pub(crate) fn steps(self, finding: u8) -> Vec<Draft> {
        let draft = Draft {
            id: draft_id(finding),
            kind: "drug_litter".into(),
            user: None,
            begun: NOW,
            patrol: None,
            record: None,
            stage: "now".into(),
            answers: BTreeMap::new(),
            heads: BTreeMap::new(),
            opened: BTreeMap::new(),
            photos: Vec::new(),
            others: Vec::new(),
            begun_as: None,
        };
        let answers = BTreeMap::from([("n_needle".to_owned(), json!(finding + 1))]);
        let mut steps = vec![draft.clone(), Draft { answers, ..draft }];
        for bytes in self.photos_of(finding) {
            let Some(mut next) = steps.last().cloned() else { continue };
            next.photos.push(DraftPhoto { row: row(&bytes), picked: None });
            steps.push(next);
        }
        steps
    }

    /// How many pages are about each finding in the end.
    pub(crate) fn pages_about(self) -> usize {
        if self.edits { 2 } else { 1 }
    }

    /// Edits each finding that is not edited yet: a page that replaces one answer and adds another.
    pub(crate) fn edit(self, tablet: &str, store: &Store, acks: &Acks) -> Result<()> {
        for (number, id) in (0..self.findings).zip(self.records()) {
            if !self.is_edited(&store.record(id)?.context("a finding that was never saved")?, number) {
                let changes = self.edited(number).map(|(field, value)| Change::new(id, field, value)).into();
                let author = store.people()?.first().context("nobody uses the tablet")?.grant;
                store.write(Action { author, changes, completes: None }, NOW)?;
            }
            crate::ground::tell_pages(tablet, store, acks)?;
        }
        Ok(())
    }

    /// Whether a record says what the edit of that finding wrote, and nothing beside it.
    pub(crate) fn is_edited(self, record: &Record, finding: u8) -> bool {
        let says =
            |(field, value): (&str, Value)| record.value(field) == Some(&value) && record.heads(field).len() == 1;
        self.edited(finding).into_iter().all(says)
    }

    fn edited(self, finding: u8) -> [(&'static str, Value); 2] {
        [("n_needle", json!(finding + 11)), ("description", json!("behind the bandstand"))]
    }

    /// Which finding a draft is of.
    pub(crate) fn finding_of(self, draft: Uuid) -> Option<u8> {
        (0..self.findings).find(|finding| draft_id(*finding) == draft)
    }

    /// Records what is not recorded yet, as the app does: drafts, photos, then one page that completes the draft.
    pub(crate) fn record(self, tablet: &str, store: &Store, acks: &Acks) -> Result<()> {
        (0..self.findings).try_for_each(|finding| self.record_one(tablet, store, finding, acks))
    }

    fn record_one(self, tablet: &str, store: &Store, finding: u8, acks: &Acks) -> Result<()> {
        let id = record_id(finding);
        if store.record(id)?.is_some() {
            return Ok(());
        }
        let steps = self.steps(finding);
        let mut photos = self.photos_of(finding);
        for (step, draft) in steps.iter().enumerate() {
            let photo = if draft.photos.is_empty() { None } else { photos.next() };
            if let Some(bytes) = &photo {
                store.add_photo(NewPhoto { bytes, mime: "image/jpeg", thumbnail: b"small", own: true })?;
            }
            store.keep_draft(draft, NOW)?;
            acks.tell(Ack::Draft { tablet: tablet.into(), draft: draft.id, step })?;
            if let Some(bytes) = photo {
                acks.tell(Ack::Photo { tablet: tablet.into(), sha256: sha256(&bytes), at: 0 })?;
            }
        }
        let draft = steps.last().context("a draft has steps")?;
        let mut changes = vec![
            Change::new(id, record::KIND, draft.kind.as_str()),
            Change::new(id, record::OCCURRED_AT, OCCURRED),
            Change::new(id, record::PLACE, json!({ "method": "named", "name": "Town quay" })),
        ];
        changes.extend(draft.answers.iter().map(|(field, value)| Change::new(id, field, value.clone())));
        let photo =
            |photo: &DraftPhoto| Change::new(id, format!("{}{}", record::PHOTO, photo.row.sha256), json!(photo.row));
        changes.extend(draft.photos.iter().map(photo));
        let author = store.people()?.first().context("nobody uses the tablet")?.grant;
        store.write(Action { author, changes, completes: Some(draft.id) }, NOW)?;
        crate::ground::tell_pages(tablet, store, acks)
    }
}

fn record_id(finding: u8) -> RecordId {
    RecordId(Uuid::from_u128(0x1000 + u128::from(finding)))
}

fn draft_id(finding: u8) -> Uuid {
    Uuid::from_u128(0x2000 + u128::from(finding))
}

fn row(bytes: &[u8]) -> PhotoRow {
    PhotoRow {
        sha256: sha256(bytes),
        bytes: bytes.len() as u64,
        mime: "image/jpeg".into(),
        width: 640,
        height: 480,
        slot: None,
        taken_at: OCCURRED.into(),
    }
}
