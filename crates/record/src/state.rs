//! One record: its fields, each with its standing writes, and what is read from them.

use crate::course::Came;
use crate::dvla::{DVLA_ASKED, DVLA_SAID, DVLA_TOLD, OFFICE};
use crate::erasure::NAMES_THE_GAP;
use crate::fields::*;
use crate::sealed::Opened;
use book::{Entry, EntryHash, Field, RecordId, StandingWrite};
use domain::catalogue::{FieldType, Kind, Stage};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use std::ops::Bound;

/// What is no part of what a leader approves.
const AFTERWARDS: [&str; 8] = [QUESTION, ANSWER, SIGHTING, LOOK, DVLA_ASKED, DVLA_SAID, DVLA_TOLD, OFFICE_REFERENCE];

/// A record as all entries taken so far make it.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Its id.
    pub id: RecordId,
    /// Field → standing writes.
    pub fields: BTreeMap<String, Field<Value>>,
    /// Every step of its matter by its page, also those that another came after.
    pub(crate) course: BTreeMap<EntryHash, Came>,
}

/// A photo on a record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PhotoRow {
    /// SHA-256 of the original bytes, hexadecimal.
    pub sha256: String,
    /// Length of the original.
    pub bytes: u64,
    /// Such as `image/jpeg`.
    pub mime: String,
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// What it was taken for, such as `front`.
    #[serde(default)]
    pub slot: Option<String>,
    /// RFC 3339 in UTC.
    pub taken_at: String,
}

/// A leader's question and, when there is one, its answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Question<'a> {
    /// The question's id.
    pub id: &'a str,
    /// The field that it is about.
    pub field: Option<&'a str>,
    /// What is asked.
    pub asked: &'a StandingWrite<Value>,
    /// What was answered.
    pub answered: Option<&'a StandingWrite<Value>>,
}

/// A leader's verdict on a patrol or a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// `approved` or `sent_back`.
    pub outcome: String,
    /// [`Record::seen`] of what the leader saw, hexadecimal.
    pub seen: String,
    /// Why it was sent back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Record {
    /// A record of which nothing is known yet.
    pub fn new(id: RecordId) -> Self {
        Self { id, fields: BTreeMap::new(), course: BTreeMap::new() }
    }

    /// Takes what `entry` writes to this record; of what was erased, that it was. The same entry twice, or entries in another order, change nothing.
    pub fn take(&mut self, entry: &Entry) {
        self.take_of(entry, entry.hash());
    }

    /// Takes what a sealed entry writes once it is opened: its writes are named by the hash of the entry as it was signed.
    pub fn take_opened(&mut self, opened: &Opened) {
        self.take_of(&opened.entry, opened.hash);
    }

    /// The same where the entry's hash is known.
    pub fn take_of(&mut self, entry: &Entry, hash: EntryHash) {
        let book = entry.book();
        for (write, bytes) in entry.writes_to(self.id) {
            // A value that is not JSON stays visible as text; it is never dropped.
            let text = |bytes| Value::String(String::from_utf8_lossy(bytes).into_owned());
            let value = bytes.map(|bytes| serde_json::from_slice(bytes).unwrap_or_else(|_| text(bytes)));
            if write.field == STATE {
                self.came(hash, Came::read(&entry.header, value.as_ref()));
            }
            let standing = StandingWrite {
                entry: hash,
                book,
                number: entry.header.number,
                clock: entry.header.clock,
                wall: entry.header.wall,
                author: entry.header.author,
                erased: value.is_none(),
                value: value.unwrap_or_default(),
            };
            self.fields.entry(write.field.clone()).or_default().take(standing, &write.replaces);
        }
    }

    /// Forgets everything but these fields.
    pub fn keep_only(&mut self, fields: &[&str]) {
        self.fields.retain(|field, _| fields.contains(&field.as_str()));
        if !fields.contains(&STATE) {
            self.course.clear();
        }
    }

    /// The value to show of a field: none if never written or cleared.
    pub fn value(&self, field: &str) -> Option<&Value> {
        self.shown(field).map(|write| &write.value).filter(|value| !value.is_null())
    }

    /// The value to show, if it is text.
    pub fn text(&self, field: &str) -> Option<&str> {
        self.value(field).and_then(Value::as_str)
    }

    /// The council office's reference, once the record has arrived. What anybody else wrote there is none; an office that
    /// was put back from a copy may have given a second one, and the first one stays.
    pub fn office_reference(&self) -> Option<&str> {
        let given = self.fields.get(OFFICE_REFERENCE)?.standing().iter();
        let given = given.filter(|write| write.author == OFFICE).min_by_key(|write| (write.clock, write.entry));
        given?.value.as_str()
    }

    /// The write whose value is shown.
    pub fn shown(&self, field: &str) -> Option<&StandingWrite<Value>> {
        self.fields.get(field).and_then(Field::shown)
    }

    /// The writes that a new write of `field` replaces.
    pub fn heads(&self, field: &str) -> Vec<EntryHash> {
        self.fields.get(field).map(Field::heads).unwrap_or_default()
    }

    /// The record's type.
    pub fn kind(&self) -> Option<&str> {
        self.text(KIND)
    }

    /// Whether the value of a field, or of rows of it, was erased by law, and none stands.
    pub fn is_erased(&self, field: &str) -> bool {
        let rows = format!("{field}/");
        let rows = self.fields.range(rows.clone()..).take_while(move |(name, _)| name.starts_with(&rows));
        let shown: Vec<_> = self.shown(field).into_iter().chain(rows.filter_map(|(_, row)| row.shown())).collect();
        shown.iter().any(|write| write.erased) && shown.iter().all(|write| write.value.is_null())
    }

    /// Whether nothing is left of it but what names the gap.
    pub fn is_gone(&self) -> bool {
        let says_nothing = |name: &String| self.value(name).is_none();
        self.fields.values().any(|field| field.shown().is_some_and(|write| write.erased))
            && self
                .fields
                .keys()
                .filter(|name| !NAMES_THE_GAP.contains(&name.as_str()) && *name != REVIEW)
                .all(says_nothing)
    }

    /// Whether a number was erased that a sum of the kind may be made of: then the sum says nothing.
    pub fn lacks_numbers(&self, kind: &Kind) -> bool {
        use FieldType::{Count, Decimal, Int, Money, Rows};
        let numbers = [Count, Int, Decimal, Money, Rows];
        kind.fields.iter().any(|field| numbers.contains(&field.field_type) && self.is_erased(&field.id))
    }

    /// Whether it was recorded by mistake, and why. The reason may have been erased.
    pub fn withdrawn(&self) -> Option<&str> {
        if self.is_erased(WITHDRAWN) {
            return Some("");
        }
        self.value(WITHDRAWN).map(|value| value.get("reason").and_then(Value::as_str).unwrap_or_default())
    }

    /// The rows under a prefix such as [`PHOTO`], removed ones left out.
    pub fn rows<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, &'a StandingWrite<Value>)> {
        self.fields
            .range::<str, _>((Bound::Included(prefix), Bound::Unbounded))
            .map_while(move |(name, field)| name.strip_prefix(prefix).map(|rest| (rest, field.shown())))
            .filter_map(|(rest, shown)| shown.filter(|write| !write.value.is_null()).map(|write| (rest, write)))
    }

    /// Its photos, in the order in which they were taken.
    pub fn photos(&self) -> Vec<PhotoRow> {
        let mut photos: Vec<PhotoRow> = self
            .rows(PHOTO)
            .filter_map(|(name, write)| {
                let row: PhotoRow = serde_json::from_value(write.value.clone()).ok()?;
                (row.sha256 == name).then_some(row)
            })
            .collect();
        photos.sort_by(|a, b| (&a.taken_at, &a.sha256).cmp(&(&b.taken_at, &b.sha256)));
        photos
    }

    /// Questions with their answers, oldest first.
    pub fn questions(&self) -> Vec<Question<'_>> {
        let mut questions: Vec<_> = self
            .rows(QUESTION)
            .map(|(id, asked)| Question {
                id,
                field: asked.value.get("field").and_then(Value::as_str),
                asked,
                answered: self.shown(&format!("{ANSWER}{id}")).filter(|write| !write.value.is_null()),
            })
            .collect();
        questions.sort_by_key(|question| question.asked.clock);
        questions
    }

    /// The leader's verdict.
    pub fn review(&self) -> Option<Review> {
        self.value(REVIEW).and_then(|value| serde_json::from_value(value.clone()).ok())
    }

    /// What a reader of this record saw: a digest over every standing write but those of the review itself, of questions, of
    /// when it was seen again, of what the DVLA says, of the office's reference, and of the steps of its matter with what is only asked to close it, which go on after an
    /// approval. Equal digests mean that nothing was changed since.
    pub fn seen(&self, kind: Option<&Kind>) -> [u8; 32] {
        let heads: std::collections::BTreeMap<_, _> = self
            .reviewed_fields(kind)
            .flat_map(|(_, field)| field.heads())
            .map(|head| (book::BookId(head.0), book::Tip { number: 0, hash: head }))
            .collect();
        book::digest(&heads)
    }

    /// The fields that a reader of this record saw; see [`Record::seen`].
    pub fn reviewed_fields(&self, kind: Option<&Kind>) -> impl Iterator<Item = (&str, &Field<Value>)> {
        let to_close = move |name: &str| {
            let field = kind.and_then(|kind| kind.field(name.split('/').next().unwrap_or(name)));
            field.is_some_and(|field| field.stage == Stage::Close)
        };
        let all = self.fields.iter().map(|(name, field)| (name.as_str(), field));
        all.filter(move |(name, _)| {
            *name != REVIEW
                && *name != STATE
                && !AFTERWARDS.iter().any(|prefix| name.starts_with(prefix))
                && !to_close(name)
        })
    }

    /// Whether it was changed after the leader approved it.
    pub fn changed_since_approval(&self, kind: Option<&Kind>) -> bool {
        self.review().is_some_and(|review| review.outcome == "approved" && review.seen != hex::encode(self.seen(kind)))
    }
}
