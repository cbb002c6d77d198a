//! What a warden needs of the registers on the street, without a signal: where people can turn, by what for; the trauma packs,
//! nearest first; and the premises to know, red ones first. Only what is active.

use crate::App;
use crate::contract::{CallError, Directory, DirectoryEntry, DirectoryMark, DirectoryPart, HotspotsRequest};
use crate::rounds::away;
use crate::words::local;
use chrono::NaiveDate;
use domain::catalogue::Kind;
use domain::place::Position;
use record::Record;
use serde_json::Value;
use store::{Filter, Found};

/// The registers.
const SIGNPOST: &str = "signpost";
const PACK: &str = "trauma_pack";
const PREMISES: &str = "premises";
/// Entries of each that are looked at.
const MOST: u32 = 1000;

/// An entry that is active, with its register.
struct Kept<'a> {
    kind: &'a Kind,
    found: Found,
    record: Record,
}

impl Kept<'_> {
    /// An answer in words; "" if there is none.
    fn words(&self, field: &str) -> String {
        self.kind.field(field).map(|field| field.words(&self.record.answer(field))).unwrap_or_default()
    }

    /// The id that was chosen.
    fn chosen(&self, field: &str) -> &str {
        self.record.text(field).unwrap_or_default()
    }

    /// The entry as the page shows it: some answers, and how far away it is.
    fn entry(&self, shown: &[&str], here: Option<&Position>, mark: Option<DirectoryMark>) -> DirectoryEntry {
        let metres = here.zip(self.found.position).map(|(here, there)| here.metres_to(&there));
        let facts = shown.iter().map(|field| self.words(field)).chain([self.found.place.clone()]);
        DirectoryEntry {
            id: self.found.id.to_string(),
            name: self.words("name"),
            telephone: self.words("telephone"),
            facts: facts.filter(|fact| !fact.is_empty()).collect(),
            away: metres.map(away),
            mark,
        }
    }

    fn metres(&self, here: Option<&Position>) -> f64 {
        here.zip(self.found.position).map_or(f64::INFINITY, |(here, there)| here.metres_to(&there))
    }
}

impl App {
    pub(crate) fn directory_of(&self, request: &HotspotsRequest) -> Result<Directory, CallError> {
        self.unlocked()?;
        let here = request.here.as_ref();
        let here = here.map(|here| Position { lon: here.lon, lat: here.lat, accuracy_m: here.accuracy_m });
        let today = local(self.now()).date_naive();
        let mut packs = self.kept(PACK)?;
        // Equally far, or nobody knows how far: by name, as they came.
        packs.sort_by(|one, other| one.metres(here.as_ref()).total_cmp(&other.metres(here.as_ref())));
        let mut premises = self.kept(PREMISES)?;
        premises.sort_by_key(|one| {
            one.kind.field("rag").map(|rag| rag.choices.iter().position(|c| c.id == one.chosen("rag")))
        });
        Ok(Directory {
            parts: parts(&self.kept(SIGNPOST)?),
            packs: packs
                .iter()
                .map(|pack| pack.entry(&["size", "kept_by"], here.as_ref(), Some(state_of_pack(pack, today))))
                .collect(),
            premises: premises
                .iter()
                .map(|one| one.entry(&["premises_type", "rag_reason"], here.as_ref(), rating(one)))
                .collect(),
        })
    }

    /// The active entries of a register by name.
    fn kept(&self, register: &str) -> Result<Vec<Kept<'_>>, CallError> {
        let Some(kind) = self.store.catalogue().kind(register) else { return Ok(Vec::new()) };
        let filter = Filter { kind: Some(register.into()), ..Filter::default() };
        let mut kept = Vec::new();
        for found in self.store.find(&filter, MOST)?.into_iter().filter(|found| !found.withdrawn) {
            let record = self.store.record(found.id)?.filter(|record| record.text(record::STATUS) == Some("active"));
            kept.extend(record.map(|record| Kept { kind, found, record }));
        }
        kept.sort_by_key(|one| one.words("name").to_lowercase());
        Ok(kept)
    }
}

/// Where people can turn, by what for; one that is for several things stands under each.
fn parts(signposts: &[Kept<'_>]) -> Vec<DirectoryPart> {
    let purposes = signposts.first().and_then(|one| one.kind.field("purposes"));
    let is_for = |one: &&Kept<'_>, purpose: &str| match purposes.map(|field| one.record.answer(field)) {
        Some(Value::Array(chosen)) => chosen.iter().any(|id| id == purpose),
        _ => false,
    };
    let part = |purpose: &domain::catalogue::Choice| DirectoryPart {
        title: purpose.label.clone(),
        entries: signposts
            .iter()
            .filter(|one| is_for(one, &purpose.id))
            .map(|one| one.entry(&["hours", "venue", "how", "website"], None, None))
            .collect(),
    };
    let parts = purposes.into_iter().flat_map(|field| &field.choices).map(part);
    parts.filter(|part| !part.entries.is_empty()).collect()
}

/// Whether a pack is there and whole, and what is in it still good.
fn state_of_pack(pack: &Kept<'_>, today: NaiveDate) -> DirectoryMark {
    let expires: Option<NaiveDate> = pack.record.text("contents_expire_on").and_then(|day| day.parse().ok());
    match expires.filter(|day| *day < today && pack.chosen("condition") == "whole") {
        Some(_) => DirectoryMark { text: "Out of date".into(), state: "rated_amber".into() },
        None => {
            let whole = pack.chosen("condition") == "whole";
            DirectoryMark {
                text: pack.words("condition"),
                state: if whole { "rated_green" } else { "rated_red" }.into(),
            }
        }
    }
}

/// Red, amber or green.
fn rating(one: &Kept<'_>) -> Option<DirectoryMark> {
    let rated = one.chosen("rag");
    (!rated.is_empty()).then(|| DirectoryMark { text: one.words("rag"), state: format!("rated_{rated}") })
}
