//! The page: how often each kind was recorded at a place, what was done, and when; of each kind as much as may leave the team.

use super::asked::Whereabouts;
use crate::App;
use crate::contract::{CallError, PlaceAsked, PlaceKind, PlaceTold};
use crate::figures::{month_bars, month_of, period_view};
use crate::recording::TILES;
use crate::telling::{Telling, telling};
use crate::words::{list, thousands};
use chrono::NaiveDate;
use domain::catalogue::{Kind, Merge, Outcome, Standing, THOUSAND};
use domain::roles::Action as Right;
use record::Record;
use report::{Amount, Measured};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use store::Found;

/// Findings read at a time.
const STRETCH: u32 = 500;

/// What was counted of one kind.
#[derive(Default)]
struct Counted {
    many: u32,
    done: BTreeMap<String, u32>,
    days: Option<(NaiveDate, NaiveDate)>,
}

impl App {
    pub(crate) fn tell_of_place(&self, request: &PlaceAsked) -> Result<PlaceTold, CallError> {
        self.allowed(Right::SeeFigures)?;
        let place = self.place_asked(request)?;
        let catalogue = self.store.catalogue();
        let mut kinds: BTreeMap<&str, (&Kind, Counted)> = BTreeMap::new();
        let mut months: BTreeMap<u32, i64> = BTreeMap::new();
        let mut unreviewed = 0;
        self.each_there(&place, |found| {
            let Some(kind) = catalogue.kind(&found.kind).filter(|kind| telling(kind) < Telling::Nothing) else {
                return Ok(());
            };
            let (_, counted) = kinds.entry(&kind.id).or_insert_with(|| (kind, Counted::default()));
            counted.many += 1;
            if telling(kind) == Telling::Whole {
                let day = record::local_date(found.occurred);
                let (first, last) = counted.days.unwrap_or((day, day));
                counted.days = Some((first.min(day), last.max(day)));
                *counted.done.entry(self.what_was_done(found, kind)?).or_default() += 1;
                *months.entry(month_of(day)).or_default() += THOUSAND;
                unreviewed += u64::from(found.review.as_deref() != Some("approved") || found.changed);
            }
            Ok(())
        })?;
        let mut rows: Vec<_> = kinds.into_values().collect();
        rows.sort_by_key(|(kind, counted)| (telling(kind), Reverse(counted.many), kind.tile));
        let whole = || rows.iter().filter(|(kind, _)| telling(kind) == Telling::Whole);
        let period = place.asked.period;
        let mut told = PlaceTold {
            title: place.title,
            how: place.how,
            period: period_view(&period),
            as_at: self.as_at_day(),
            total: whole().map(|(_, counted)| counted.many).sum(),
            unreviewed: (unreviewed > 0).then(|| format!("Including {} not yet reviewed", thousands(unreviewed))),
            nothing_of: self.nothing_of(&rows),
            months: month_bars(
                &period,
                |month| months.get(&month).copied().unwrap_or_default(),
                |value| Amount::Number(value, Measured::default()).in_table(),
            ),
            kinds: rows.iter().map(|(kind, counted)| kind_told(kind, counted)).collect(),
            left_out: left_out(),
            text: String::new(),
        };
        told.text = super::file::text(&told);
        Ok(told)
    }

    /// Every finding of the team that counts and lies there.
    fn each_there(
        &self,
        place: &Whereabouts,
        mut each: impl FnMut(&Found) -> Result<(), CallError>,
    ) -> Result<(), CallError> {
        let mut filter = place.filter.clone();
        loop {
            let found = self.store.find(&filter, STRETCH)?;
            for one in found.iter().filter(|one| one.counts() && !one.held_back && place.has(one)) {
                each(one)?;
            }
            match found.last() {
                Some(last) if found.len() == STRETCH as usize => filter.after = Some(last.cursor),
                _ => return Ok(()),
            }
        }
    }

    /// How its matter ended, or how it stands; "" where nothing follows from it.
    fn what_was_done(&self, found: &Found, kind: &Kind) -> Result<String, CallError> {
        let Some(record) = self.store.record(found.id)? else { return Ok(String::new()) };
        let ended = || {
            let outcome = record.stood().and_then(|stood| stood.outcome)?;
            serde_json::from_value::<Outcome>(outcome.into()).ok().map(|outcome| outcome.label().to_owned())
        };
        let state = || record.state_of(kind).map(|state| state.label.clone());
        Ok(match record.standing(kind) {
            None => String::new(),
            Some(Standing::Open) => said_done(&record, kind).unwrap_or_else(|| "still open".to_owned()),
            Some(Standing::Waiting) => "waiting for somebody else or for a day".to_owned(),
            Some(_) => uncapital(&ended().or_else(state).unwrap_or_default()),
        })
    }

    /// The kinds that are often recorded, and were not there.
    fn nothing_of(&self, rows: &[(&Kind, Counted)]) -> Option<String> {
        let mut often: Vec<&Kind> = self.store.catalogue().kinds().iter().collect();
        often.retain(|kind| !kind.retired && telling(kind) < Telling::Nothing && kind.tile <= TILES as u32);
        often.retain(|kind| !rows.iter().any(|(counted, _)| counted.id == kind.id));
        often.sort_by_key(|kind| kind.tile);
        let names: Vec<String> = often.iter().map(|kind| uncapital(&kind.name)).collect();
        (!names.is_empty()).then(|| format!("Nothing was recorded of: {}.", list(&names)))
    }
}

fn kind_told(kind: &Kind, counted: &Counted) -> PlaceKind {
    let people = telling(kind) == Telling::Number;
    let number = Amount::Number(i64::from(counted.many) * THOUSAND, Measured { people, ..Measured::default() });
    let mut done: Vec<_> = counted.done.iter().filter(|(done, _)| !done.is_empty()).collect();
    done.sort_by_key(|(_, many)| Reverse(**many));
    let done: Vec<String> =
        done.into_iter().map(|(done, many)| format!("{} {done}", thousands((*many).into()))).collect();
    let day = |day: NaiveDate| day.format("%-d %b %Y").to_string();
    PlaceKind {
        kind: kind.id.clone(),
        name: kind.name.clone(),
        icon: kind.icon.clone(),
        said: number.in_table(),
        done: done.join(", "),
        dates: match counted.days {
            None => String::new(),
            Some((first, last)) if first == last => day(first),
            Some((first, last)) => format!("{} to {}", day(first), day(last)),
        },
    }
}

/// What the record itself says was done, of what no step has ended: "made safe".
fn said_done(record: &Record, kind: &Kind) -> Option<String> {
    let mut asked = kind.fields.iter().filter(|field| field.merge == Merge::Workflow);
    let choice = asked.find_map(|field| field.choice(record.text(&field.id)?))?;
    Some(uncapital(choice.short.as_ref().unwrap_or(&choice.label)))
}

/// The first letter small, but of an abbreviation.
fn uncapital(words: &str) -> String {
    let mut letters = words.chars();
    match (letters.next(), words.chars().nth(1)) {
        (Some(first), Some(second)) if !second.is_uppercase() => {
            first.to_lowercase().collect::<String>() + letters.as_str()
        }
        _ => words.to_owned(),
    }
}

fn left_out() -> Vec<String> {
    [
        "No person is named, and nothing that was typed of a finding is told.",
        "Of what is about people, or sensitive, there is a number alone, and fewer than five are not told; it is in no chart and no total.",
        "What is restricted, and what only the police or the council's own staff are told, is not counted here.",
    ]
    .map(str::to_owned)
    .to_vec()
}
