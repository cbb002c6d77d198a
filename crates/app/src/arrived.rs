//! What has arrived: every page and photo as on this tablet, arrived, or backed up, and what is stuck and why.

use crate::App;
use crate::contract::{Arrived, ArrivedRequest, ArrivedRow, CallError, SealedRow, Stuck};
use crate::patrols::view::whereabouts;
use crate::recording::arrival;
use crate::rounds::VISIT;
use crate::words::{local, plural, short};
use protocol::PhotoHash;
use std::collections::BTreeSet;
use store::{PageRow, PhotoAt};

fn sealed_row(page: &PageRow) -> SealedRow {
    SealedRow { page: u32::try_from(page.number).unwrap_or(u32::MAX), arrival: arrival(page.at).into() }
}

/// Pages shown at a time.
const PAGE: u32 = 50;

impl App {
    pub(crate) fn what_has_arrived(&self, request: ArrivedRequest) -> Result<Arrived, CallError> {
        self.unlocked()?;
        let pages = self.store.pages(request.before.map(u64::from), request.all, PAGE + 1)?;
        let more = pages.len() > PAGE as usize;
        let shown = pages.get(..PAGE as usize).unwrap_or(&pages);
        let mut rows = Vec::new();
        for page in shown {
            rows.push(self.arrived_row(page)?);
        }
        let state = self.engine.state();
        let enrolment = self.store.enrolment()?;
        let tonight =
            enrolment.map(|enrolment| sync::schedule::nightly_slot(enrolment.device, local(self.now()).date_naive()));
        Ok(Arrived {
            pages: u32::try_from(self.store.next_page()?.saturating_sub(1)).unwrap_or(u32::MAX),
            whereabouts: whereabouts(self.store.whereabouts()?),
            sealed: self.sealed_sentence()?,
            sealed_rows: self.sealed_pages(PAGE)?.iter().map(sealed_row).collect(),
            stuck: self.stuck()?,
            photos_wait: self.photos_wait()?,
            next: rows.last().filter(|_| more).map(|row| row.page),
            rows,
            reached: match (state.last_reached, state.last_trouble_sentence) {
                (Some(at), None) => {
                    format!("Last reached the council office at {}.", short(at, self.now()))
                }
                (Some(at), Some(why)) => {
                    format!("Last reached the council office at {}. {why}", short(at, self.now()))
                }
                (None, Some(why)) => format!("Not yet reached the council office. {why}"),
                (None, None) => "Not yet reached the council office.".into(),
            },
            tonight: tonight.map(|slot| format!("Every night at {}", slot.format("%H:%M"))).unwrap_or_default(),
        })
    }

    /// How much the person at the tablet sealed, and nothing of what it is.
    fn sealed_sentence(&self) -> Result<Option<String>, CallError> {
        let pages: u64 = self.sealed_whereabouts()?.pages.iter().sum();
        Ok((pages > 0).then(|| {
            let them = if pages == 1 { "it" } else { "them" };
            let what = plural(pages, "sealed page", "sealed pages");
            format!("{what}: only a safeguarding lead can read {them}")
        }))
    }

    fn arrived_row(&self, page: &PageRow) -> Result<ArrivedRow, CallError> {
        let mut row = ArrivedRow {
            page: u32::try_from(page.number).unwrap_or(u32::MAX),
            title: if page.number == 1 { "Book opened".into() } else { "A page".into() },
            detail: String::new(),
            icon: "notebook".into(),
            finding: None,
            arrival: arrival(page.at).into(),
            stuck: false,
        };
        let mut found = None;
        for id in &page.records {
            found = self.store.found(*id)?;
            // A page that a check shares with a finding is the finding's.
            if page.records.len() == 1 || found.as_ref().is_some_and(|found| found.kind != VISIT) {
                break;
            }
        }
        let Some(found) = found else { return Ok(row) };
        let first = found.page == page.number;
        if found.kind == record::verdict::DECISION {
            row.title = "A page checked".into();
            row.icon = "hourglass".into();
            return Ok(row);
        }
        if found.kind == record::PATROL {
            let step = self.patrol_step(page.number, found.id)?;
            row.title = if found.place.is_empty() { "Patrol".into() } else { found.place };
            row.detail = match page.records.len() {
                1 => step.into(),
                many => format!("{step}, with {}", plural(many as u64 - 1, "finding", "findings")),
            };
            row.icon = "footprints".into();
            return Ok(row);
        }
        let kind = self.store.catalogue().kind(&found.kind);
        let name = kind.map_or(found.kind.as_str(), |kind| &kind.name);
        row.icon = kind.map(|kind| kind.icon.clone()).unwrap_or(row.icon);
        row.finding = Some(found.id.to_string());
        let place = self.place_named(&found)?;
        if !first {
            row.title = format!("Correction to p. {}", found.page);
            row.detail = if place.is_empty() { name.to_owned() } else { format!("{name}, {place}") };
            return Ok(row);
        }
        row.title = if place.is_empty() { name.to_owned() } else { place };
        row.detail = match found.photos {
            0 => name.to_owned(),
            many => format!("{name} · {}", plural(many.into(), "photo", "photos")),
        };
        let record = self.store.record(found.id)?;
        for photo in record.map(|record| record.photos()).unwrap_or_default() {
            let Some(hash) = PhotoHash::from_hex(&photo.sha256) else { continue };
            let Some(info) = self.store.photo_info(hash)? else { continue };
            row.stuck |= info.at == PhotoAt::OnThisTablet && info.failures >= 3;
            if info.own && info.at < page.at && info.here {
                row.arrival = arrival(info.at.min(page.at)).into();
            }
        }
        Ok(row)
    }

    /// What a page did to a patrol.
    fn patrol_step(&self, page: u64, patrol: book::RecordId) -> Result<&'static str, CallError> {
        let own = self.store.own_book()?;
        let entry = own.map(|own| self.store.entry(own.book, page)).transpose()?.flatten();
        let written = |field: &str| {
            let entry = entry.as_ref()?;
            let (.., value) = entry.values().find(|(about, write, _)| *about == patrol && write.field == field)?;
            serde_json::from_slice::<serde_json::Value>(value).ok()
        };
        let any = |row: &str| {
            entry.as_ref().is_some_and(|entry| entry.header.writes().any(|(_, write)| write.field.starts_with(row)))
        };
        let outcome = written(record::REVIEW).and_then(|review| Some(review.get("outcome")?.as_str()?.to_owned()));
        Ok(match (outcome.as_deref(), written(record::STATUS).as_ref().and_then(|status| status.as_str())) {
            (Some("approved"), _) => "Patrol approved",
            (Some(_), _) => "Patrol sent back",
            (None, Some("ended")) => "Patrol ended",
            (None, Some("submitted")) => "Patrol submitted",
            (None, Some("active")) if written(record::KIND).is_none() => "Patrol carried on",
            (None, Some("active")) => "Patrol started",
            _ if written(record::ROUND).is_some() => "A round begun",
            _ if any(record::FINE) => "Checked in: I’m fine",
            _ if any(record::MISSED) => "A check-in was missed",
            _ => "Patrol",
        })
    }

    fn stuck(&self) -> Result<Vec<Stuck>, CallError> {
        let problems = self.engine.state().problems;
        let lost = sync::Problem::Lost { hash: PhotoHash([0; 32]) }.sentence();
        let in_trouble = self.store.photos_in_trouble()?;
        // Each photo that is lost, or has failed three times, is named below.
        let named = |why: &String| *why == lost || in_trouble.iter().any(|(.., trouble)| trouble == why);
        let problems: BTreeSet<_> = problems.into_iter().filter(|why| !named(why)).collect();
        let said = |why| Stuck { what: "The last sync".into(), why, sha256: None };
        let mut stuck: Vec<_> = problems.into_iter().map(said).collect();
        for (hash, left_at) in self.store.photos_lost()? {
            stuck.push(Stuck {
                what: format!("A photo{}", self.of_page(hash)?),
                why: format!(
                    "The council office had backed it up, and its full size left this tablet on {}. The office no longer \
                     has it. Its small picture is still here. Tell your team leader.",
                    crate::words::long(left_at)
                ),
                sha256: Some(hash.to_string()),
            });
        }
        for (hash, bytes, sent, trouble) in in_trouble {
            let of = self.of_page(hash)?;
            let reached = self.engine.state().last_reached;
            let since = reached.map(|at| format!(" Last reached: {}.", short(at, self.now()))).unwrap_or_default();
            stuck.push(Stuck {
                what: format!("A photo{of}"),
                why: format!(
                    "It is whole on this tablet; the council office has {} of its {}. {trouble}{since} It goes on by itself.",
                    amount(sent),
                    amount(bytes)
                ),
                sha256: Some(hash.to_string()),
            });
        }
        Ok(stuck)
    }

    /// " of page 12", of the finding that a photo is on.
    fn of_page(&self, hash: PhotoHash) -> Result<String, CallError> {
        let on = self.store.records_with(hash)?;
        let found = on.first().map(|id| self.store.found(*id)).transpose()?.flatten();
        Ok(found.map(|found| format!(" of page {}", found.page)).unwrap_or_default())
    }
}

/// Bytes as people read them: "640 kB", "3.9 MB".
fn amount(bytes: u64) -> String {
    if bytes < 1_000_000 { format!("{} kB", bytes / 1_000) } else { format!("{:.1} MB", bytes as f64 / 1e6) }
}
