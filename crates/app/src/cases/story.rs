//! What a case holds: its findings with their photos, and the story that its notes tell, also of what moved here from
//! elsewhere.

use crate::App;
use crate::cases::CASE;
use crate::contract::{CallError, CaseFinding, CaseView, Named, StoryPart};
use crate::words::long;
use book::RecordId;
use domain::roles::{Action as Right, may};
use record::Record;
use serde_json::Value;
use store::{Filter, Found};

/// The kind of a note, and its questions.
const NOTE: &str = "case_note";
const OF: &str = "case";
const WHAT: &str = "what";
const TOLD: &str = "told";
const MOVED_TO: &str = "moved_to";
const MOVED_CASE: &str = "moved_case";
const MOVED_FINDINGS: &str = "moved_findings";
/// Findings, notes, and photos of each that are shown.
const FINDINGS: u32 = 100;
const NOTES: u32 = 200;
const PHOTOS: usize = 3;

impl App {
    /// What a case holds; nothing if the record is none.
    pub(crate) fn case_view(&self, record: &Record) -> Result<Option<CaseView>, CallError> {
        if record.kind() != Some(CASE) {
            return Ok(None);
        }
        let mut found = self.store.find(&Filter { refers_to: Some(record.id), ..Filter::default() }, FINDINGS)?;
        found.retain(|one| !one.withdrawn);
        let mut findings = Vec::new();
        for (line, one) in self.finding_lines(&found)?.into_iter().zip(&found) {
            let photos = self.store.record(one.id)?.map(|record| record.photos()).unwrap_or_default();
            let kind = self.store.catalogue().kind(&one.kind);
            let photos = self.photo_views(photos.get(..PHOTOS).unwrap_or(&photos), kind)?;
            findings.push(CaseFinding { line, photos });
        }
        let notes = Filter { kind: Some(NOTE.into()), refers_to: Some(record.id), ..Filter::default() };
        let mut story = Vec::new();
        for note in self.store.find(&notes, NOTES)?.iter().filter(|note| !note.withdrawn) {
            let Some(told) = self.store.record(note.id)? else { continue };
            story.extend(self.story_part(record.id, note, &told)?);
        }
        let may_tell = record.withdrawn().is_none() && may(self.unlocked()?.role, Right::RecordFinding);
        Ok(Some(CaseView { findings, story, may_tell }))
    }

    /// What a note tells to this case: its own, or of what moved here from another.
    fn story_part(&self, case: RecordId, note: &Found, told: &Record) -> Result<Option<StoryPart>, CallError> {
        let id = |field: &str| told.text(field).and_then(RecordId::parse);
        let what = told.text(WHAT).unwrap_or_default();
        let moved = what == "moved";
        let own = id(OF) == Some(case);
        let came_here = moved && id(MOVED_CASE) == Some(case);
        if !own && !came_here {
            return Ok(None);
        }
        let mut there = Vec::new();
        let title = if own {
            if moved {
                there.extend(id(MOVED_CASE).map(|id| self.named_case(id)).transpose()?.flatten());
                there.extend(self.moved_findings(told)?);
            }
            let kind = self.store.catalogue().kind(NOTE);
            let said = kind.and_then(|kind| kind.field(WHAT)?.choice(what)).map(|choice| choice.label.clone());
            let said = said.unwrap_or_else(|| note.summary.clone());
            match told.text(MOVED_TO).filter(|_| moved) {
                Some(to) => format!("{said}: {to}"),
                None => said,
            }
        } else {
            let from = id(OF).map(|id| self.named_case(id)).transpose()?.flatten();
            let name = from.as_ref().map_or("a case that is not on this tablet", |from| &from.name);
            let title = format!("It moved here from {name}");
            there.extend(from);
            title
        };
        Ok(Some(StoryPart {
            id: note.id.to_string(),
            page: u32::try_from(note.page).unwrap_or(u32::MAX),
            book_code: note.book_code.clone(),
            title,
            moved,
            text: told.text(TOLD).unwrap_or_default().to_owned(),
            by: format!("{} · {}", note.by, long(note.occurred)),
            there,
            photos: self.photo_views(&told.photos(), self.store.catalogue().kind(NOTE))?,
        }))
    }

    fn moved_findings(&self, told: &Record) -> Result<Vec<Named>, CallError> {
        let field = self.store.catalogue().kind(NOTE).and_then(|kind| kind.field(MOVED_FINDINGS));
        let answer = field.map(|field| told.answer(field)).unwrap_or_default();
        let ids = answer.as_array().into_iter().flatten().filter_map(Value::as_str).filter_map(RecordId::parse);
        let mut named = Vec::new();
        for id in ids {
            if let Some(found) = self.store.found(id)?.filter(|found| !found.kind.is_empty()) {
                named.push(Named { id: id.to_string(), name: self.linked_name(&found)? });
            }
        }
        Ok(named)
    }
}
