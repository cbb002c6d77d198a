//! The ranked lists over a window. Persons stand in them by their role alone: nobody's name is looked at here, so that no look is
//! written; whoever opens one looks.

use super::again::{Known, names_of, spot_words};
use crate::App;
use crate::contract::{CallError, ErrorCode, Named, RepeatKind, RepeatLine, RepeatList, RepeatsRequest, RepeatsView};
use crate::figures::period_view;
use crate::places::Kept;
use crate::refusals::refuse;
use crate::words::{self, capital, local, plural};
use book::RecordId;
use chrono::{Days, Months};
use domain::roles::{Action as Right, may};
use domain::vrm;
use record::{Spot, same_words};
use report::Period;
use store::{Again, Filter, InCase, RankedBy, Repeat, Window};

/// What a list has at most.
const LISTED: u32 = 50;
/// Fewer findings are no repeat.
const LEAST: u32 = 2;
/// After how many days a case is reviewed, unless somebody says otherwise.
const REVIEW_DAYS: u64 = 28;

/// Over what and by what the lists go.
pub(super) struct Over {
    pub(super) period: Period,
    pub(super) window: Window,
    /// The window before, if this tablet reaches back so far.
    pub(super) before: Option<Period>,
    by: RankedBy,
}

impl App {
    pub(crate) fn list_repeats(&self, request: &RepeatsRequest) -> Result<RepeatsView, CallError> {
        let session = self.allowed(Right::SeeFigures)?;
        let over = self.repeats_over(request)?;
        let cases = self.store.in_open_cases()?;
        let mut leads = self.team()?;
        leads.retain(|name| *name != session.person.name);
        leads.insert(0, session.person.name.clone());
        let review_on = local(self.now()).date_naive().checked_add_days(Days::new(REVIEW_DAYS)).unwrap_or_default();
        Ok(RepeatsView {
            places: self.repeated_places(&over, &cases)?,
            vehicles: self.repeated_vehicles(&over, &cases)?,
            persons: match self.reads_restricted()? {
                Some(_) => Some(self.repeated_people(&over)?),
                None => None,
            },
            period: period_view(&over.period),
            before: over.before.as_ref().map(period_view),
            as_at: self.as_at(),
            may_open: may(session.role, Right::KeepRegister),
            leads,
            review_on: review_on.to_string(),
        })
    }

    /// Over what a request goes.
    pub(super) fn repeats_over(&self, request: &RepeatsRequest) -> Result<Over, CallError> {
        let today = local(self.now()).date_naive();
        let tomorrow = today.succ_opt().unwrap_or(today);
        let to_today = |from: Option<chrono::NaiveDate>| Period { from: from.unwrap_or(today), to: today };
        let refused = || refuse(ErrorCode::BadRequest, "The list cannot be shown like that.");
        let period = match request.window.as_deref() {
            None | Some("" | "28_days") => to_today(tomorrow.checked_sub_days(Days::new(28))),
            Some("3_months") => to_today(tomorrow.checked_sub_months(Months::new(3))),
            Some("12_months") => to_today(tomorrow.checked_sub_months(Months::new(12))),
            Some("own") => self.period_asked(&request.from, &request.to)?,
            Some(_) => return Err(refused()),
        };
        let before = period.before();
        let reaches = self.store.first_day_of(None)?.is_some_and(|first| first <= before.from);
        let by = match request.sort.as_deref() {
            None | Some("" | "count") => RankedBy::Count,
            Some("last_seen") => RankedBy::LastSeen,
            // Of what is not known nothing has grown.
            Some("trend") if !reaches => RankedBy::Count,
            Some("trend") => RankedBy::Trend,
            Some(_) => return Err(refused()),
        };
        let window = Window { before: before.from, from: period.from, to: period.to };
        Ok(Over { period, window, before: reaches.then_some(before), by })
    }

    fn repeated_places(&self, over: &Over, cases: &[InCase]) -> Result<RepeatList, CallError> {
        let kept = self.places_kept(&[])?;
        let names = names_of(&kept);
        let spots = self.store.repeated_spots(&over.window, &names, over.by, LISTED + 1)?;
        let mut found: Vec<Repeat<Known>> = spots.into_iter().map(|spot| with(spot, Known::Spot)).collect();
        let named = self.store.repeated_names(&over.window, &names)?;
        found.extend(kept.iter().filter_map(|place| together(place, &named)).filter(|one| one.now >= LEAST));
        found.sort_by(|one, other| over.by.order(one, other));
        list(found, |one| {
            let (title, second, again) = match &one.what {
                Known::Place(id) => {
                    let id = id.to_string();
                    let place = kept.iter().find(|place| place.id == id);
                    let others = place.and_then(|place| place.names.get(1..)).unwrap_or_default();
                    let also = (!others.is_empty()).then(|| format!("Also {}", others.join(", ")));
                    let title = place.map(Kept::name).unwrap_or_default().to_owned();
                    (title, also.unwrap_or_default(), Again::Named(names_of(place)))
                }
                Known::Spot(spot) => {
                    let name = self.store.name_of_spot(spot, &names)?;
                    let within = match spot {
                        Spot::Square(_) if name.is_some() => Some(format!("around {}", spot_words(spot))),
                        Spot::Square(_) => Some("within 50 m".to_owned()),
                        Spot::Named(_) => None,
                    };
                    let second = within.into_iter().chain(self.ward_of_spot(spot)).collect::<Vec<_>>().join(" · ");
                    (name.unwrap_or_else(|| spot_words(spot)), second, Again::Spot(spot.clone(), names.clone()))
                }
                Known::Mark(_) | Known::Person(_) => (String::new(), String::new(), Again::Named(Vec::new())),
            };
            let case = cases.iter().find(|case| match &again {
                Again::Named(names) => case.named.as_ref().is_some_and(|named| names.contains(named)),
                Again::Spot(spot, others) => {
                    case.spot.as_ref() == Some(spot) && case.named.as_ref().is_none_or(|named| !others.contains(named))
                }
                Again::Mark(_) | Again::Person(_) => false,
            });
            self.repeat_line(over, one, (title, second), &again, case)
        })
    }

    fn repeated_vehicles(&self, over: &Over, cases: &[InCase]) -> Result<RepeatList, CallError> {
        let found = self.store.repeated_marks(&over.window, over.by, LISTED + 1)?;
        list(found.into_iter().map(|mark| with(mark, Known::Mark)).collect(), |one| {
            let Known::Mark(mark) = &one.what else { return Err(refuse(ErrorCode::Fault, "No mark.")) };
            let again = Again::Mark(mark.clone());
            let last = Filter { again: Some(again.clone()), to: Some(over.period.to), ..Filter::default() };
            let place = match self.store.find(&last, 1)?.first() {
                Some(last) => self.place_named(last)?,
                None => String::new(),
            };
            let second = if place.is_empty() { String::new() } else { format!("last at {place}") };
            let case = cases.iter().find(|case| case.mark.as_ref() == Some(mark));
            self.repeat_line(over, one, (vrm::display(mark), second), &again, case)
        })
    }

    fn repeated_people(&self, over: &Over) -> Result<RepeatList, CallError> {
        let found = self.store.repeated_persons(&over.window, over.by, LISTED + 1)?;
        let mut people = found.into_iter().map(|Repeat { what, now, before, first, last }| {
            (Repeat { what: Known::Person(what.newest), now, before, first, last }, what)
        });
        let mut lines = Vec::new();
        for (one, person) in people.by_ref().take(LISTED as usize) {
            let second = format!("written down {}", plural(person.written.into(), "time", "times"));
            let line = self.repeat_line(over, &one, (person.summary, second), &Again::Person(person.newest), None)?;
            // What a case says everyone reads: it would tell that these findings are of one person.
            lines.push(RepeatLine { case_name: None, person: Some(person.newest.to_string()), ..line });
        }
        Ok(RepeatList { lines, more: people.next().is_some() })
    }

    fn repeat_line(
        &self,
        over: &Over,
        one: &Repeat<Known>,
        (title, second): (String, String),
        again: &Again,
        case: Option<&InCase>,
    ) -> Result<RepeatLine, CallError> {
        let day = |at: i64| local(at).format("%-d %b %Y").to_string();
        let before = over.before.is_some().then_some(one.before);
        let kinds = self.store.kinds_again(&over.window, again)?;
        let kinds: Vec<_> = kinds.into_iter().map(|kind| self.repeat_kind(kind)).collect();
        Ok(RepeatLine {
            again: one.what.write(),
            case_name: Some(match &one.what {
                Known::Mark(_) => title.clone(),
                // Where it is stands beside the name.
                Known::Place(_) | Known::Spot(_) | Known::Person(_) => case_name(&kinds),
            }),
            title,
            second,
            count: one.now,
            before,
            change: before.map(|before| change(one.now, before)),
            kinds,
            first: day(one.first),
            last: day(one.last),
            case: case.map(|case| Named { id: case.case.to_string(), name: case.summary.clone() }),
            person: None,
        })
    }

    fn repeat_kind(&self, (kind, count): (String, u32)) -> RepeatKind {
        let known = self.store.catalogue().kind(&kind);
        RepeatKind {
            name: known.map_or_else(|| kind.clone(), |kind| kind.name.clone()),
            icon: known.map(|kind| kind.icon.clone()).unwrap_or_default(),
            kind,
            count,
        }
    }
}

/// "Drug litter and fly-tipping".
fn case_name(kinds: &[RepeatKind]) -> String {
    let names: Vec<_> = kinds.iter().take(2).map(|kind| kind.name.to_lowercase()).collect();
    capital(&words::list(&names))
}

/// The lines of what was found, as many as a list has.
fn list(
    found: Vec<Repeat<Known>>,
    line: impl Fn(&Repeat<Known>) -> Result<RepeatLine, CallError>,
) -> Result<RepeatList, CallError> {
    let more = found.len() > LISTED as usize;
    let lines = found.iter().take(LISTED as usize).map(line).collect::<Result<_, _>>()?;
    Ok(RepeatList { lines, more })
}

fn with<T>(found: Repeat<T>, known: impl FnOnce(T) -> Known) -> Repeat<Known> {
    let Repeat { what, now, before, first, last } = found;
    Repeat { what: known(what), now, before, first, last }
}

/// What was found at a place of the register, by whichever of its names.
fn together(place: &Kept, named: &[Repeat<String>]) -> Option<Repeat<Known>> {
    let id = RecordId::parse(&place.id)?;
    let names: Vec<_> = place.names.iter().map(|name| same_words(name)).collect();
    let mut sum = Repeat { what: Known::Place(id), now: 0, before: 0, first: i64::MAX, last: 0 };
    for one in named.iter().filter(|one| names.contains(&one.what)) {
        sum.now += one.now;
        sum.before += one.before;
        if one.now > 0 {
            sum.first = sum.first.min(one.first);
            sum.last = sum.last.max(one.last);
        }
    }
    (sum.now > 0).then_some(sum)
}

/// "+3", "−2", "0".
fn change(now: u32, before: u32) -> String {
    match now.cmp(&before) {
        std::cmp::Ordering::Greater => format!("+{}", now - before),
        std::cmp::Ordering::Equal => "0".to_owned(),
        std::cmp::Ordering::Less => format!("−{}", before - now),
    }
}
