//! Over what a figure is worked out: the period, what it is compared with and the part of the council's area, as asked; and the sums
//! of the store.

use crate::App;
use crate::areas::{task_force_choice, ward_choice};
use crate::contract::{AreaChoice, CallError, ErrorCode, FiguresRequest, PeriodView};
use crate::refusals::{invalid, refuse};
use crate::words::{local, plural, thousands};
use chrono::{Datelike as _, NaiveDate};
use domain::catalogue::{Figure, Part, Tally};
use report::{Period, Source, Sum};
use std::cell::RefCell;
use std::collections::BTreeMap;
use store::{Filter, Over, Store, StoreError};

/// The first year of which anything is asked.
const FIRST_YEAR: i32 = 1900;

/// What was asked for.
#[derive(Clone)]
pub(crate) struct Asked {
    pub(crate) period: Period,
    /// What a paragraph says of before, also where nothing is compared.
    pub(super) before: Period,
    pub(super) compares: bool,
    /// A ward, or the wards of a task force.
    pub(crate) part: Option<Part>,
    /// What that is called.
    pub(crate) area: Option<AreaChoice>,
}

impl Asked {
    /// A filter for what was found in the period, in that part.
    pub(crate) fn filter(&self) -> Filter {
        filter_of(&self.period, self.part.as_ref())
    }
}

/// A filter for what was found in a period, in a part of the council's area, on days on which there was one.
pub(crate) fn filter_of(period: &Period, part: Option<&Part>) -> Filter {
    let there = period.of(part, Tally::Records);
    let Period { from, to } = there.unwrap_or(*period);
    let wards = part.map(|part| there.map(|_| part.wards.clone()).unwrap_or_default());
    Filter { from: Some(from), to: Some(to), wards, ..Filter::default() }
}

impl App {
    pub(crate) fn asked(&self, request: &FiguresRequest) -> Result<Asked, CallError> {
        let usual = self.usual_period();
        let (from, to) = (day("from", &request.from)?, day("to", &request.to)?);
        let period = match (from, to) {
            (None, None) => usual,
            (Some(from), None) => Period { from, to: usual.to.max(from) },
            (None, Some(to)) => Period::year_to(to),
            (Some(_), Some(_)) => self.period_asked(&request.from, &request.to)?,
        };
        let before = match request.compare.as_deref() {
            None | Some("" | "before" | "nothing") => period.before(),
            Some("year_before") => period.year_before(),
            Some(_) => return Err(refuse(ErrorCode::BadRequest, "It cannot be compared with that.")),
        };
        let part = self.part_asked(request.ward.as_deref())?;
        let area = part.as_ref().and_then(|part| self.area_called(&part.id));
        Ok(Asked { period, before, compares: request.compare.as_deref() != Some("nothing"), part, area })
    }

    /// The ward or the task force that is asked for by its code or id.
    pub(crate) fn part_asked(&self, id: Option<&str>) -> Result<Option<Part>, CallError> {
        let Some(id) = id.filter(|id| !id.is_empty()) else { return Ok(None) };
        let known = self.store.catalogue().areas().part(id);
        known.map(Some).ok_or_else(|| invalid("ward", "There is no such ward"))
    }

    /// The period from one day that was typed to another.
    pub(crate) fn period_asked(&self, from: &Option<String>, to: &Option<String>) -> Result<Period, CallError> {
        let typed = |field: &str, typed| day(field, typed)?.ok_or_else(|| invalid(field, "Enter a real date"));
        Period::new(typed("from", from)?, typed("to", to)?)
            .ok_or_else(|| invalid("to", "The last day must not be before the first"))
    }

    /// The year that ends with the last whole month.
    pub(crate) fn usual_period(&self) -> Period {
        let today = local(self.now()).date_naive();
        Period::year_to(today.with_day(1).and_then(|first| first.pred_opt()).unwrap_or(today))
    }

    /// What the ward of this code or the task force of this id is called.
    pub(super) fn area_called(&self, id: &str) -> Option<AreaChoice> {
        let mut all = self.ward_choices().into_iter().chain(self.task_force_choices());
        all.find(|area| area.id == id)
    }

    pub(crate) fn ward_choices(&self) -> Vec<AreaChoice> {
        let catalogue = self.store.catalogue();
        catalogue.areas().wards().iter().map(ward_choice).collect()
    }

    pub(crate) fn task_force_choices(&self) -> Vec<AreaChoice> {
        let catalogue = self.store.catalogue();
        catalogue.areas().task_forces().iter().map(task_force_choice).collect()
    }

    /// What of the period is not reviewed, or stands in two versions, in words.
    pub(super) fn doubts(&self, asked: &Asked) -> Result<[Option<String>; 2], CallError> {
        let there = asked.period.of(asked.part.as_ref(), Tally::Records);
        let Some(Period { from, to }) = there else { return Ok([None, None]) };
        let wards = asked.part.as_ref().map(|part| part.wards.as_slice());
        let [unreviewed, two_versions] = self.store.doubts_of_figures(from, to, wards)?;
        Ok([
            (unreviewed > 0).then(|| format!("Including {} not yet reviewed", thousands(unreviewed))),
            (two_versions > 0).then(|| format!("{} in two versions", plural(two_versions, "finding", "findings"))),
        ])
    }

    /// How new the data are, for a page that is kept or leaves the team: "30 November 2026, 09:36".
    pub(crate) fn as_at_day(&self) -> String {
        local(self.engine.state().last_reached.unwrap_or_else(|| self.now())).format("%-d %B %Y, %H:%M").to_string()
    }

    /// How new the data are: when the office was last reached, or now, on a tablet that only its own pages are on.
    pub(crate) fn as_at(&self) -> String {
        let now = self.now();
        crate::words::at(self.engine.state().last_reached.unwrap_or(now), now)
    }
}

/// A day that was typed, if one was.
fn day(field: &str, typed: &Option<String>) -> Result<Option<NaiveDate>, CallError> {
    let typed = typed.as_deref().map(str::trim).filter(|typed| !typed.is_empty());
    let day = typed.map(|typed| typed.parse::<NaiveDate>()).transpose();
    let real = |day: &Option<NaiveDate>| day.is_none_or(|day| (FIRST_YEAR..=9999).contains(&day.year()));
    day.ok().filter(real).ok_or_else(|| invalid(field, "Enter a real date"))
}

pub(crate) fn period_view(period: &Period) -> PeriodView {
    PeriodView {
        from: period.from.to_string(),
        to: period.to.to_string(),
        words: period.words(),
        noun: period.noun().to_owned(),
    }
}

/// The sums of a store, of the whole council or of a part of it. Each is worked out once: a page names many figures twice.
pub(super) struct Sums<'a> {
    store: &'a Store,
    part: Option<&'a Part>,
    known: RefCell<Vec<(Over, store::Sum)>>,
}

impl<'a> Sums<'a> {
    pub(super) fn new(store: &'a Store, part: Option<&'a Part>) -> Self {
        Self { store, part, known: RefCell::default() }
    }

    /// What a figure comes to in each month, of one whose months add up to the whole: which is then known as well.
    pub(super) fn by_month(&self, figure: &Figure, period: &Period) -> Result<BTreeMap<u32, store::Sum>, StoreError> {
        let over = self.over(figure, period);
        let months: BTreeMap<_, _> = self.store.sum_by_month(&over)?.into_iter().collect();
        let mut whole = months.values().fold(store::Sum::default(), |whole, month| whole.and(month));
        whole.value = whole.value.filter(|_| whole.records > 0);
        self.known.borrow_mut().push((over, whole));
        Ok(months)
    }

    pub(super) fn over(&self, figure: &Figure, period: &Period) -> Over {
        let there = period.of(self.part, figure.tally);
        let Period { from, to } = there.unwrap_or(*period);
        let wards = self.part.map(|part| there.map(|_| part.wards.clone()).unwrap_or_default());
        Over::of(figure, from, to, wards)
    }
}

impl Source for Sums<'_> {
    type Error = StoreError;

    fn sum(&self, figure: &Figure, period: &Period) -> Result<Sum, StoreError> {
        let over = self.over(figure, period);
        let known = self.known.borrow().iter().find(|(known, _)| *known == over).map(|(_, sum)| *sum);
        if let Some(sum) = known {
            return Ok(of_store(sum));
        }
        let sum = self.store.sum(&over)?;
        self.known.borrow_mut().push((over, sum));
        Ok(of_store(sum))
    }

    fn names(&self, figure: &Figure, period: &Period) -> Result<Vec<String>, StoreError> {
        self.store.names_of_figure(&self.over(figure, period))
    }

    fn part(&self) -> Option<&Part> {
        self.part
    }

    fn first_day(&self, kind: Option<&str>) -> Result<Option<NaiveDate>, StoreError> {
        self.store.first_day_of(kind)
    }
}

pub(super) fn of_store(sum: store::Sum) -> Sum {
    let store::Sum { value, records, unreviewed, two_versions, erased } = sum;
    Sum { value, records, unreviewed, two_versions, erased }
}
