//! Pages about a finding, and what each field was before.

use crate::App;
use crate::contract::{CallError, TimelineRow};
use crate::findings::course::step_words;
use crate::findings::dvla::dvla_words;
use crate::findings::sightings::seen_words;
use crate::findings::view::label;
use crate::words::{at, capital, list, local, plural};
use book::{EntryHash, RecordId};
use domain::catalogue::{Field, Kind, Merge};
use record::Opened;
use serde_json::Value;
use std::collections::HashMap;
use store::ErasedValue;

/// What each page wrote to one record, oldest first.
pub(crate) struct History {
    pages: Vec<Page>,
}

struct Page {
    entry: EntryHash,
    number: u64,
    author: book::GrantId,
    wall: i64,
    writes: Vec<Write>,
    /// Fields of which the law took what the page wrote.
    gone: Vec<String>,
}

struct Write {
    field: String,
    replaces: Vec<EntryHash>,
    value: Value,
}

impl History {
    /// Of entries newest first, what they wrote to `record`.
    pub(crate) fn of(entries: &[Opened], record: RecordId) -> Self {
        let pages = entries.iter().rev().map(|Opened { hash, entry }| Page {
            entry: *hash,
            number: entry.header.number,
            author: entry.header.author,
            wall: entry.header.wall,
            writes: entry
                .values()
                .filter(|(about, write, _)| {
                    *about == record && ![crate::call::HELD, crate::figures::FROZEN].contains(&write.field.as_str())
                })
                .map(|(_, write, bytes)| Write {
                    field: write.field.clone(),
                    replaces: write.replaces.clone(),
                    value: serde_json::from_slice(bytes).unwrap_or_default(),
                })
                .collect(),
            gone: entry.gaps().filter(|(about, _)| *about == record).map(|(_, write)| write.field.clone()).collect(),
        });
        Self { pages: pages.collect() }
    }

    /// What a question's answer was before, oldest first: every value that a later page replaced with another.
    pub(crate) fn before<'a>(&'a self, field: &'a Field) -> impl Iterator<Item = &'a Value> {
        let about = move |write: &&Write| {
            write.field == field.id
                || field.merge == Merge::Set && base(&write.field) == field.id && !write.value.is_null()
        };
        self.pages.iter().flat_map(|page| page.writes.iter().map(move |write| (page, write))).filter_map(
            move |(page, write)| {
                about(&write).then_some(())?;
                let replaced = self.pages.iter().flat_map(|later| &later.writes).any(|later| {
                    later.field == write.field && later.value != write.value && later.replaces.contains(&page.entry)
                });
                (replaced && !write.value.is_null()).then_some(&write.value)
            },
        )
    }
}

impl App {
    /// The pages, newest first, in words.
    pub(crate) fn timeline(
        &self,
        history: &History,
        erased: &[ErasedValue],
        kind: Option<&Kind>,
    ) -> Result<Vec<TimelineRow>, CallError> {
        let mut values: HashMap<(EntryHash, &str), &Value> = HashMap::new();
        for page in &history.pages {
            values.extend(page.writes.iter().map(|write| ((page.entry, write.field.as_str()), &write.value)));
        }
        let mut rows = Vec::new();
        for page in &history.pages {
            let said = self.say(page, kind, &values)?;
            let (by, book_code) = self.author_name(page.author)?;
            rows.push(TimelineRow {
                page: (page.author != record::OFFICE).then(|| u32::try_from(page.number).unwrap_or(u32::MAX)),
                erases: false,
                book_code,
                title: said.title,
                struck: said.struck,
                now: said.now,
                by: format!("{by} · {}", at(page.wall, self.now())),
            });
        }
        // The latest order first, so that each place counts only the pages in front of it.
        for (at, row) in orders(erased, kind) {
            let before = history.pages.iter().filter(|page| page.wall <= at).count();
            rows.insert(before.min(rows.len()), row);
        }
        rows.reverse();
        Ok(rows)
    }

    fn say(
        &self,
        page: &Page,
        kind: Option<&Kind>,
        values: &HashMap<(EntryHash, &str), &Value>,
    ) -> Result<Said, CallError> {
        let title = |title: String| Said { title, ..Said::default() };
        if page.writes.is_empty() && !page.gone.is_empty() {
            return Ok(title(format!("{}: erased by law", names(kind, page.gone.iter().map(String::as_str)))));
        }
        let seen = page.writes.iter().find(|write| write.field.starts_with(record::SIGHTING));
        let seen = seen.map(|write| match write.value {
            Value::Null => "No longer said to be seen again".into(),
            _ => seen_words(&write.value),
        });
        let step = page.writes.iter().find(|write| write.field == record::STATE);
        if let Some(step) = step {
            let begun = page.writes.iter().any(|write| write.field == record::KIND).then(|| deed(page)).flatten();
            let begun = begun.or(seen).map(|begun| format!("{begun} · ")).unwrap_or_default();
            return Ok(title(match step.value {
                Value::Null => "The last step taken back".into(),
                _ => format!("{begun}{}", step_words(kind, &step.value)),
            }));
        }
        if let Some(deed) = deed(page) {
            return Ok(title(deed));
        }
        if page.writes.iter().all(|write| write.field.starts_with(record::LOOK)) {
            return Ok(title("Looked at".into()));
        }
        let asked = page.writes.iter().find_map(|write| dvla_words(&write.field, &write.value, kind));
        if let Some(asked) = asked {
            return Ok(title(asked));
        }
        let (photos, fields): (Vec<_>, Vec<_>) =
            page.writes.iter().partition(|write| write.field.starts_with(record::PHOTO));
        let photos = photos_said(&photos);
        if let Some(seen) = seen {
            return Ok(title(if photos.is_empty() { seen } else { format!("{seen}; {photos}") }));
        }
        let rule =
            |field: &str| kind.and_then(|kind| kind.field(base(field))).map(|asked| asked.merge).unwrap_or_default();
        let known = |write: &Write| {
            write.replaces.iter().filter(|one| values.contains_key(&(**one, write.field.as_str()))).count()
        };
        let mut said = match fields.as_slice() {
            [] => return Ok(title(capital(&photos))),
            [one, others @ ..]
                if rule(&one.field) == Merge::Set
                    && others.iter().all(|other| base(&other.field) == base(&one.field)) =>
            {
                let elements = |values: Vec<&Value>| -> Result<Option<String>, CallError> {
                    let words = values.into_iter().map(|value| self.value_words(kind, &one.field, value));
                    let words = words.collect::<Result<Vec<_>, _>>()?;
                    Ok((!words.is_empty()).then(|| words.join(", ")))
                };
                let replaced = |write: &&Write| {
                    write.replaces.iter().find_map(|entry| values.get(&(*entry, write.field.as_str()))).copied()
                };
                Said {
                    title: label(kind, &one.field),
                    struck: elements(fields.iter().filter_map(replaced).collect())?,
                    now: elements(fields.iter().map(|write| &write.value).filter(|value| !value.is_null()).collect())?,
                }
            }
            [one] if rule(&one.field) == Merge::Tally && known(one) == 0 => Said {
                title: label(kind, &one.field),
                struck: None,
                now: Some(match one.value.as_i64() {
                    Some(more) if more >= 0 => format!("+{more}"),
                    Some(fewer) => format!("−{}", fewer.unsigned_abs()),
                    None => self.value_words(kind, &one.field, &one.value)?,
                }),
            },
            [one] => {
                let settles = known(one) > 1;
                let mut before = one.replaces.iter().filter_map(|entry| values.get(&(*entry, one.field.as_str())));
                let struck = before.find(|value| ***value != one.value && !value.is_null());
                Said {
                    title: format!("{}{}", label(kind, &one.field), if settles { " settled" } else { "" }),
                    struck: struck.map(|value| self.value_words(kind, &one.field, value)).transpose()?,
                    now: Some(self.value_words(kind, &one.field, &one.value)?),
                }
            }
            many => {
                let corrected = many.iter().any(|write| !write.replaces.is_empty());
                let mut names: Vec<_> = many.iter().map(|write| label(kind, &write.field).to_lowercase()).collect();
                names.dedup();
                let more = if names.len() > 4 { format!(" and {} more", names.len() - 4) } else { String::new() };
                names.truncate(4);
                title(format!("{}: {}{more}", if corrected { "Corrected" } else { "Finished" }, list(&names)))
            }
        };
        if !photos.is_empty() {
            said.title = format!("{}; {photos}", said.title);
        }
        Ok(said)
    }
}

/// "2 photos added, 1 photo taken out"; nothing if the page is about no photo.
fn photos_said(photos: &[&Write]) -> String {
    let out = photos.iter().filter(|write| write.value.is_null()).count();
    let many = |count: usize, done: &str| match count {
        0 => None,
        1 => Some(format!("photo {done}")),
        count => Some(format!("{} {done}", plural(count as u64, "photo", "photos"))),
    };
    [many(photos.len() - out, "added"), many(out, "taken out")].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// Each order to erase, when it was given, and what it took: the latest first.
fn orders(erased: &[ErasedValue], kind: Option<&Kind>) -> Vec<(i64, TimelineRow)> {
    let mut orders: Vec<(i64, &'static str)> = erased.iter().map(|one| (one.at, one.ground.said())).collect();
    orders.dedup();
    let row = |(at, ground): (i64, &'static str)| {
        let took = erased.iter().filter(|one| (one.at, one.ground.said()) == (at, ground));
        let title = erased_by_law(at, ground);
        let by = names(kind, took.map(|one| one.field.as_str()));
        (at, TimelineRow { page: None, erases: true, book_code: String::new(), title, struck: None, now: None, by })
    };
    orders.into_iter().map(row).collect()
}

/// "Erased by law on 3 October 2026: right to erasure".
pub(crate) fn erased_by_law(at: i64, ground: &str) -> String {
    format!("Erased by law on {}: {ground}", local(at).format("%-d %B %Y"))
}

/// "Description, place and photo".
fn names<'a>(kind: Option<&Kind>, fields: impl Iterator<Item = &'a str>) -> String {
    let mut names: Vec<String> = Vec::new();
    for field in fields {
        let name = label(kind, field).to_lowercase();
        if !names.contains(&name) {
            names.push(name);
        }
    }
    capital(&list(&names))
}

/// The field that a row belongs to.
fn base(field: &str) -> &str {
    field.split_once('/').map_or(field, |(base, _)| base)
}

#[derive(Default)]
struct Said {
    title: String,
    struck: Option<String>,
    now: Option<String>,
}

/// What a page did as a whole: began a record, took it back, judged it, or asked.
fn deed(page: &Page) -> Option<String> {
    let find = |field: &str| page.writes.iter().find(|write| write.field == field);
    let text = |write: &Write, part: &str| write.value.get(part).and_then(Value::as_str).unwrap_or_default().to_owned();
    let starting = |prefix: &str| page.writes.iter().find(|write| write.field.starts_with(prefix));
    if find(record::KIND).is_some() {
        if find(record::BROUGHT_IN).is_some() {
            return Some("Brought in from older records".into());
        }
        let on_patrol = if find(record::ON_PATROL).is_some() { "Recorded on patrol" } else { "Recorded" };
        let locked = if find("recorded_while_locked").is_some() { ", without a PIN" } else { "" };
        return Some(format!("{on_patrol}{locked}"));
    }
    if let Some(write) = find(record::WITHDRAWN) {
        return Some(match write.value {
            Value::Null => "No longer recorded by mistake".into(),
            _ => format!("Recorded by mistake: {}", text(write, "reason")),
        });
    }
    if let Some(write) = find(record::REVIEW) {
        return Some(match text(write, "outcome").as_str() {
            "approved" => "Approved".into(),
            "sent_back" => format!("Sent back: {}", text(write, "reason")),
            _ => "Handed in again".into(),
        });
    }
    if let Some(write) = starting(record::QUESTION) {
        return Some(format!("Asked: {}", text(write, "text")));
    }
    if let Some(write) = starting(record::ANSWER) {
        return Some(format!("Answered: {}", text(write, "text")));
    }
    None
}
