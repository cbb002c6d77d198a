//! A warden's shift: forty pages, most of them findings, some of them changes of findings that others see and change too.

use super::{Ack, HOUR, World};
use crate::chance::{self, below, percent};
use crate::tablet::{Crash, Write};
use anyhow::{Context, Result};
use book::RecordId;
use protocol::PhotoHash;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use store::NewPhoto;
use sync::Notebook;

/// Pages of a shift.
const PAGES: usize = 40;
/// Records that people still work on.
const RECENT: usize = 60;
const WORDS: [&str; 6] =
    ["needles by the bench", "two sacks", "a burnt car", "nothing found", "behind the wall", "wet"];

impl World {
    pub(super) fn shift(&mut self, seat: usize) -> Result<()> {
        let crash = percent(5).then(|| (below(PAGES) as u32, if percent(50) { Crash::Before } else { Crash::After }));
        self.seat(seat)?.tablet.plan(crash);
        for page in 0..PAGES {
            let at = self.now + page as i64 * (7 * HOUR / PAGES as i64);
            self.page(seat, at)?;
            let one = self.seat(seat)?;
            if one.tablet.is_dead() {
                one.tablet.restart()?;
            }
        }
        self.seat(seat)?.tablet.plan(None);
        // The tablets of a team work side by side.
        self.now += HOUR;
        Ok(())
    }

    fn page(&mut self, seat: usize, at: i64) -> Result<()> {
        self.actions += 1;
        let (action, real) = (self.actions, self.plan.real);
        let one = self.seat(seat)?;
        let (scope, author, clock) = (one.scope, one.author, at + one.ahead);
        let text = format!("a{action}: {}", WORDS.get(below(WORDS.len())).copied().unwrap_or_default());
        let recent = self.recent.get(&scope).and_then(|recent| recent.get(below(recent.len()))).copied();
        let known = match recent.filter(|_| percent(45)) {
            Some(id) => self.seat(seat)?.tablet.record(id).ok().flatten().map(|_| id),
            None => None,
        };
        let record = known.unwrap_or_else(|| RecordId(uuid::Builder::from_random_bytes(chance::bytes()).into_uuid()));
        let photo = percent(4).then(|| chance::bytes::<300>().repeat(1 + below(6)));
        let one = self.seat(seat)?;
        let hash = match &photo {
            Some(bytes) => one.tablet.add_photo(NewPhoto { bytes, mime: "image/jpeg", thumbnail: &[], own: true }).ok(),
            None => None,
        };
        if photo.is_some() && hash.is_none() {
            return Ok(());
        }
        let writes = match known {
            None => {
                let mut writes = found(record, &text, hash.zip(photo.as_deref()));
                if real {
                    // There is something to add up.
                    writes.extend([(record, "n_needle".into(), json!(3)), (record, "action".into(), json!("removed"))]);
                }
                writes
            }
            Some(_) => changed(record, &text, hash.zip(photo.as_deref())),
        };
        if let Ok(entry) = one.tablet.write(author, writes, clock) {
            let own = one.tablet.own_book()?.context("a book")?;
            self.acked.push(Ack {
                seat,
                scope,
                entry,
                action,
                book: own.book,
                tip: own.tip,
                photo: hash,
                photo_here: true,
            });
            if known.is_none() {
                let recent = self.recent.entry(scope).or_default();
                recent.push(record);
                if recent.len() > RECENT {
                    recent.remove(0);
                }
            }
        }
        Ok(())
    }
}

fn found(record: RecordId, text: &str, photo: Option<(PhotoHash, &[u8])>) -> Vec<Write> {
    let mut writes = vec![
        (record, "kind".to_owned(), json!(if percent(90) { "drug_litter" } else { "kind_of_a_newer_catalogue" })),
        (record, "occurred_at".to_owned(), json!("2025-10-09T08:00:00Z")),
        // By which the office gives it a reference of its own.
        (record, "reference".to_owned(), json!("W07-251009-001")),
        (record, "place".to_owned(), json!({"lon": 0.52, "lat": 51.38, "accuracy_m": 8.0, "method": "device"})),
        (record, "description".to_owned(), json!(text)),
    ];
    writes.extend(photo_row(record, photo));
    writes
}

/// A change: of what was said, of a field that only a newer catalogue has, or of whether it was a mistake.
fn changed(record: RecordId, text: &str, photo: Option<(PhotoHash, &[u8])>) -> Vec<Write> {
    let mut writes = match below(6) {
        0 => vec![
            (record, "withdrawn".to_owned(), if percent(50) { json!({"reason": text}) } else { Value::Null }),
            (record, "description".to_owned(), json!(text)),
        ],
        1 => {
            vec![(record, "field_of_a_newer_catalogue".to_owned(), json!({"said": text, "more": [1.5, null, "Größe"]}))]
        }
        2 => vec![(
            record,
            format!("note/{}", uuid::Builder::from_random_bytes(chance::bytes()).into_uuid()),
            json!(text),
        )],
        _ => vec![(record, "description".to_owned(), json!(text))],
    };
    writes.extend(photo_row(record, photo));
    writes
}

fn photo_row(record: RecordId, photo: Option<(PhotoHash, &[u8])>) -> Option<Write> {
    let (hash, bytes) = photo?;
    debug_assert_eq!(hash.0, <[u8; 32]>::from(Sha256::digest(bytes)));
    let row = json!({"sha256": hash.to_string(), "bytes": bytes.len(), "mime": "image/jpeg", "width": 1, "height": 1,
        "taken_at": "2025-10-09T08:00:00Z"});
    Some((record, format!("photo/{hash}"), row))
}
