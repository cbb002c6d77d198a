//! Pages about a finding, and what each field was before.

use crate::App;
use crate::contract::{CallError, TimelineRow};
use crate::findings::view::{label, words};
use crate::words::{at, list};
use book::{Entry, EntryHash, RecordId};
use domain::catalogue::Kind;
use serde_json::Value;
use std::collections::HashMap;

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
}

struct Write {
    field: String,
    replaces: Vec<EntryHash>,
    value: Value,
}

impl History {
    /// Of entries newest first, what they wrote to `record`.
    pub(crate) fn of(entries: &[Entry], record: RecordId) -> Self {
        let pages = entries.iter().rev().map(|entry| Page {
            entry: entry.hash(),
            number: entry.header.number,
            author: entry.header.author,
            wall: entry.header.wall,
            writes: entry
                .values()
                .filter(|(about, ..)| *about == record)
                .map(|(_, write, bytes)| Write {
                    field: write.field.clone(),
                    replaces: write.replaces.clone(),
                    value: serde_json::from_slice(bytes).unwrap_or_default(),
                })
                .collect(),
        });
        Self { pages: pages.collect() }
    }

    /// What a field was before, oldest first: every value that a later page replaced with another.
    pub(crate) fn before<'a>(&'a self, field: &'a str) -> impl Iterator<Item = &'a Value> {
        self.pages.iter().filter_map(move |page| {
            let write = page.writes.iter().find(|write| write.field == field)?;
            let replaced = self.pages.iter().flat_map(|later| &later.writes).any(|later| {
                later.field == field && later.value != write.value && later.replaces.contains(&page.entry)
            });
            (replaced && !write.value.is_null()).then_some(&write.value)
        })
    }
}

impl App {
    /// The pages, newest first, in words.
    pub(crate) fn timeline(&self, history: &History, kind: Option<&Kind>) -> Result<Vec<TimelineRow>, CallError> {
        let mut values: HashMap<(EntryHash, &str), &Value> = HashMap::new();
        for page in &history.pages {
            values.extend(page.writes.iter().map(|write| ((page.entry, write.field.as_str()), &write.value)));
        }
        let mut rows = Vec::new();
        for page in &history.pages {
            let said = say(page, kind, &values);
            let (by, book_code) = self.author_name(page.author)?;
            rows.push(TimelineRow {
                page: u32::try_from(page.number).unwrap_or(u32::MAX),
                book_code,
                title: said.title,
                struck: said.struck,
                now: said.now,
                by: format!("{by} · {}", at(page.wall, self.now())),
            });
        }
        rows.reverse();
        Ok(rows)
    }
}

#[derive(Default)]
struct Said {
    title: String,
    struck: Option<String>,
    now: Option<String>,
}

fn say(page: &Page, kind: Option<&Kind>, values: &HashMap<(EntryHash, &str), &Value>) -> Said {
    let title = |title: String| Said { title, ..Said::default() };
    let find = |field: &str| page.writes.iter().find(|write| write.field == field);
    let text = |write: &Write, part: &str| write.value.get(part).and_then(Value::as_str).unwrap_or_default().to_owned();
    let starting = |prefix: &str| page.writes.iter().find(|write| write.field.starts_with(prefix));
    if find(record::KIND).is_some() {
        let on_patrol = if find(record::ON_PATROL).is_some() { "Recorded on patrol" } else { "Recorded" };
        let locked = if find("recorded_while_locked").is_some() { ", without a PIN" } else { "" };
        return title(format!("{on_patrol}{locked}"));
    }
    if let Some(write) = find(record::WITHDRAWN) {
        return title(match write.value {
            Value::Null => "No longer recorded by mistake".into(),
            _ => format!("Recorded by mistake: {}", text(write, "reason")),
        });
    }
    if let Some(write) = find(record::REVIEW) {
        return title(match text(write, "outcome").as_str() {
            "approved" => "Approved".into(),
            "sent_back" => format!("Sent back: {}", text(write, "reason")),
            _ => "Handed in again".into(),
        });
    }
    if let Some(write) = starting(record::QUESTION) {
        return title(format!("Asked: {}", text(write, "text")));
    }
    if let Some(write) = starting(record::ANSWER) {
        return title(format!("Answered: {}", text(write, "text")));
    }
    let photos = page.writes.iter().filter(|write| write.field.starts_with(record::PHOTO)).count();
    let fields: Vec<_> = page.writes.iter().filter(|write| !write.field.starts_with(record::PHOTO)).collect();
    match fields.as_slice() {
        [] if photos == 1 => title("Photo added".into()),
        [] => title(format!("{photos} photos added")),
        [one] => {
            let settles = one.replaces.len() > 1;
            let mut before = one.replaces.iter().filter_map(|entry| values.get(&(*entry, one.field.as_str())));
            let struck = before.find(|value| ***value != one.value && !value.is_null());
            Said {
                title: format!("{}{}", label(kind, &one.field), if settles { " settled" } else { "" }),
                struck: struck.map(|value| words(kind, &one.field, value)),
                now: Some(words(kind, &one.field, &one.value)),
            }
        }
        many => {
            let corrected = many.iter().any(|write| !write.replaces.is_empty());
            let names: Vec<_> = many.iter().take(4).map(|write| label(kind, &write.field).to_lowercase()).collect();
            let more = if many.len() > 4 { format!(" and {} more", many.len() - 4) } else { String::new() };
            title(format!("{}: {}{more}", if corrected { "Corrected" } else { "Finished" }, list(&names)))
        }
    }
}
