//! The monthly warden report: hours, hotspot checks and findings by kind, zeros printed, for each warden and for the team; and
//! where the team was seen. For leaders.

use super::bars::length;
use super::over::period_view;
use crate::App;
use crate::contract::{CallError, FigureBar, Named, WardenDid, WardenKind, WardenMonth, WardenReport};
use crate::patrols::view::texts;
use crate::recording::TILES;
use crate::refusals::invalid;
use crate::words::{local, plural};
use chrono::{Datelike as _, Months, NaiveDate};
use domain::catalogue::Kind;
use domain::roles::Action as Right;
use report::Period;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use store::{Filter, Found};

/// Records read at a time.
const STRETCH: u32 = 500;
/// Months that can be chosen.
const MONTHS: u32 = 24;
/// The kind of a hotspot check, and its answer where nothing was found.
const CHECK: &str = "hotspot_visit";
const RESULT: &str = "result";
const NOTHING: &str = "nil";
/// The word of a grant for a warden.
const WARDEN: &str = "warden";

/// What was added up so far.
#[derive(Default)]
struct Did {
    patrols: u32,
    days: BTreeSet<NaiveDate>,
    minutes: i64,
    checks: u32,
    nothing_found: u32,
    findings: BTreeMap<String, u32>,
}

#[derive(Default)]
struct Sums {
    people: BTreeMap<String, Did>,
    team: Did,
    areas: BTreeMap<String, i64>,
    /// The patrols in which something was recorded in a ward, and those in the wards of a task force.
    seen: BTreeSet<(String, String)>,
    seen_by_forces: BTreeSet<(String, String)>,
    unended: u64,
}

impl Sums {
    /// Whoever did it, and the team.
    fn both(&mut self, name: &str, add: impl Fn(&mut Did)) {
        add(self.people.entry(name.to_owned()).or_default());
        add(&mut self.team);
    }
}

impl App {
    pub(crate) fn month_of_wardens(&self, request: &WardenMonth) -> Result<WardenReport, CallError> {
        self.allowed(Right::SeeFigures)?;
        let last = self.usual_period().to;
        let first = match request.month.as_deref().filter(|month| !month.is_empty()) {
            None => last.with_day(1),
            Some(month) => format!("{month}-01").parse().ok().filter(|day: &NaiveDate| day.year() >= 1900),
        };
        let first = first.ok_or_else(|| invalid("month", "Select a month"))?;
        let end = first.checked_add_months(Months::new(1)).and_then(|next| next.pred_opt()).unwrap_or(first);
        let period = Period { from: first, to: end };
        let mut sums = Sums::default();
        self.name_wardens(&period, &mut sums)?;
        self.add_patrols(&period, &mut sums)?;
        self.add_findings(&period, &mut sums)?;
        self.add_checks(&period, &mut sums)?;
        let mut notes = vec![
            "A patrol counts for whoever led it and for each of the team who went along, and for the team once."
                .to_owned(),
            "Concerns that only a safeguarding lead reads are not counted here.".to_owned(),
        ];
        if sums.unended > 0 {
            let many = plural(sums.unended, "patrol has", "patrols have");
            notes.insert(0, format!("{many} not ended: their hours are not counted."));
        }
        Ok(WardenReport {
            title: first.format("%B %Y").to_string(),
            month: first.format("%Y-%m").to_string(),
            period: period_view(&period),
            months: self.months_to_choose(first),
            as_at: self.as_at_day(),
            people: sums.people.iter().map(|(name, did)| told(name, did)).collect(),
            team: told("The team", &sums.team),
            kinds: self.kinds_of_month(&sums),
            areas: hours_by_area(&sums.areas),
            wards: seen(&sums.seen),
            task_forces: seen(&sums.seen_by_forces),
            notes,
        })
    }

    /// Every warden who could write in that month has a column, also with zeros alone.
    fn name_wardens(&self, period: &Period, sums: &mut Sums) -> Result<(), CallError> {
        let after = period.to.succ_opt().unwrap_or(period.to);
        let (from, until) = (record::begin_of(period.from), record::begin_of(after));
        for held in self.store.grants()? {
            let grant = held.grant;
            if grant.role == WARDEN && grant.from < until && grant.until > from {
                sums.people.entry(grant.name).or_default();
            }
        }
        Ok(())
    }

    fn add_patrols(&self, period: &Period, sums: &mut Sums) -> Result<(), CallError> {
        self.each_of(Some(record::PATROL), period, |found| {
            let Some(patrol) = self.store.record(found.id)? else { return Ok(()) };
            let ended = patrol.text(record::ENDED_AT).and_then(record::instant);
            let minutes = ended.map(|ended| ((ended.timestamp_millis() - found.occurred) / 60_000).max(0));
            sums.unended += u64::from(minutes.is_none());
            let day = record::local_date(found.occurred);
            let add = |did: &mut Did| {
                did.patrols += 1;
                did.days.insert(day);
                did.minutes += minutes.unwrap_or_default();
            };
            let with = texts(patrol.value(record::WITH));
            let beside: Vec<_> =
                with.into_iter().filter(|name| *name != found.by && sums.people.contains_key(name)).collect();
            sums.both(&found.by, add);
            for name in beside {
                add(sums.people.entry(name).or_default());
            }
            *sums.areas.entry(found.place.clone()).or_default() += minutes.unwrap_or_default();
            Ok(())
        })
    }

    fn add_findings(&self, period: &Period, sums: &mut Sums) -> Result<(), CallError> {
        self.each_of(None, period, |found| {
            sums.both(&found.by, |did| *did.findings.entry(found.kind.clone()).or_default() += 1);
            self.see(found, sums);
            Ok(())
        })
    }

    fn add_checks(&self, period: &Period, sums: &mut Sums) -> Result<(), CallError> {
        self.each_of(Some(CHECK), period, |found| {
            let record = self.store.record(found.id)?;
            let nothing = record.is_some_and(|record| record.text(RESULT) == Some(NOTHING));
            sums.both(&found.by, |did| {
                did.checks += 1;
                did.nothing_found += u32::from(nothing);
            });
            self.see(found, sums);
            Ok(())
        })
    }

    /// Notes in which ward a patrol was seen, and for which task forces.
    fn see(&self, found: &Found, sums: &mut Sums) {
        let areas = self.store.catalogue().areas();
        let day = record::local_date(found.occurred);
        let ward = found.position.and_then(|at| areas.ward_at(&at, day));
        if let (Some(patrol), Some(ward)) = (found.patrol, ward) {
            sums.seen.insert((ward.name.clone(), patrol.to_string()));
            let forces = areas.task_forces().iter().filter(|force| force.has(ward, day));
            sums.seen_by_forces.extend(forces.map(|force| (force.name.clone(), patrol.to_string())));
        }
    }

    /// Each record of a kind, or each finding, that began in the period and counts.
    fn each_of(
        &self,
        kind: Option<&str>,
        period: &Period,
        mut each: impl FnMut(&Found) -> Result<(), CallError>,
    ) -> Result<(), CallError> {
        let (from, to) = (Some(period.from), Some(period.to));
        let mut filter = Filter { kind: kind.map(str::to_owned), from, to, ..Filter::default() };
        loop {
            let found = self.store.find(&filter, STRETCH)?;
            for one in found.iter().filter(|one| one.counts() && !one.held_back) {
                each(one)?;
            }
            match found.last() {
                Some(last) if found.len() == STRETCH as usize => filter.after = Some(last.cursor),
                _ => return Ok(()),
            }
        }
    }

    fn kinds_of_month(&self, sums: &Sums) -> Vec<WardenKind> {
        let often = |kind: &Kind| !kind.retired && kind.tile <= TILES as u32;
        let mut kinds: Vec<&Kind> = self.store.catalogue().kinds().iter().collect();
        kinds.retain(|kind| kind.finding && !kind.restricted);
        kinds.retain(|kind| often(kind) || sums.team.findings.contains_key(&kind.id));
        kinds.sort_by_key(|kind| kind.tile);
        let many = |did: &Did, kind: &Kind| did.findings.get(&kind.id).copied().unwrap_or_default();
        let told = kinds.into_iter().map(|kind| WardenKind {
            kind: kind.id.clone(),
            name: kind.name.clone(),
            icon: kind.icon.clone(),
            counts: sums.people.values().map(|did| many(did, kind)).collect(),
            total: many(&sums.team, kind),
        });
        told.collect()
    }

    /// The last months, and the one that is shown.
    fn months_to_choose(&self, shown: NaiveDate) -> Vec<Named> {
        let this = local(self.now()).date_naive();
        let this = this.with_day(1).unwrap_or(this);
        let mut months: BTreeSet<NaiveDate> =
            (0..MONTHS).filter_map(|back| this.checked_sub_months(Months::new(back))).collect();
        months.insert(shown);
        let named = months.into_iter().rev();
        named.map(|day| Named { id: day.format("%Y-%m").to_string(), name: day.format("%B %Y").to_string() }).collect()
    }
}

fn told(name: &str, did: &Did) -> WardenDid {
    WardenDid {
        name: name.to_owned(),
        patrols: did.patrols,
        days: u32::try_from(did.days.len()).unwrap_or(u32::MAX),
        minutes: u32::try_from(did.minutes).unwrap_or(u32::MAX),
        hours: hours(did.minutes),
        checks: did.checks,
        nothing_found: did.nothing_found,
        findings: did.findings.values().sum(),
    }
}

/// "41 h 20 min".
fn hours(minutes: i64) -> String {
    match (minutes / 60, minutes % 60) {
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

/// How many patrols were seen in each place.
fn seen(seen: &BTreeSet<(String, String)>) -> Vec<FigureBar> {
    let mut places: BTreeMap<&str, i64> = BTreeMap::new();
    for (place, _) in seen {
        *places.entry(place).or_default() += 1;
    }
    bars(places, |many| plural(many.unsigned_abs(), "patrol", "patrols"))
}

fn hours_by_area(areas: &BTreeMap<String, i64>) -> Vec<FigureBar> {
    let name = |area: &'_ String| if area.is_empty() { "No area" } else { area }.to_owned();
    let named: BTreeMap<String, i64> = areas.iter().map(|(area, minutes)| (name(area), *minutes)).collect();
    bars(named.iter().map(|(area, minutes)| (area.as_str(), *minutes)).collect(), hours)
}

/// Bars beside their names, the longest first.
fn bars(parts: BTreeMap<&str, i64>, said: impl Fn(i64) -> String) -> Vec<FigureBar> {
    let mut parts: Vec<_> = parts.into_iter().collect();
    parts.sort_by_key(|(name, value)| (Reverse(*value), *name));
    let most = parts.iter().map(|(_, value)| *value).max().unwrap_or_default();
    let bar = |(name, value): (&str, i64)| FigureBar {
        label: name.to_owned(),
        short: String::new(),
        said: said(value),
        length: length(value, most),
        from: None,
        to: None,
        ward: None,
    };
    parts.into_iter().map(bar).collect()
}

#[cfg(test)]
mod tests {
    use super::hours;

    #[test]
    fn hours_are_said_with_their_minutes() {
        assert_eq!([0, 59, 60, 2_480].map(hours), ["0 h", "0 h 59 min", "1 h", "41 h 20 min"]);
    }
}
