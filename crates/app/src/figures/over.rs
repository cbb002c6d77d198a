//! Over what a figure is worked out: the period, what it is compared with and the ward, as asked; and the sums of the store.

use crate::App;
use crate::areas::ward_choice;
use crate::contract::{AreaChoice, CallError, ErrorCode, FiguresRequest, PeriodView};
use crate::refusals::{invalid, refuse};
use crate::words::{local, plural, thousands};
use chrono::{Datelike as _, NaiveDate};
use domain::catalogue::Figure;
use report::{Period, Source, Sum};
use store::{Over, Store, StoreError};

/// The first year of which anything is asked.
const FIRST_YEAR: i32 = 1900;

/// What was asked for.
#[derive(Clone)]
pub(crate) struct Asked {
    pub(crate) period: Period,
    /// What a paragraph says of before, also where nothing is compared.
    pub(super) before: Period,
    pub(super) compares: bool,
    pub(crate) ward: Option<AreaChoice>,
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
        let ward = match request.ward.as_deref().filter(|ward| !ward.is_empty()) {
            None => None,
            Some(code) => {
                let known = self.ward_choices().into_iter().find(|ward| ward.id == code);
                Some(known.ok_or_else(|| invalid("ward", "There is no such ward"))?)
            }
        };
        Ok(Asked { period, before, compares: request.compare.as_deref() != Some("nothing"), ward })
    }

    /// The period of a request, and its ward.
    pub(crate) fn period_and_ward(&self, request: &FiguresRequest) -> Result<(Period, Option<String>), CallError> {
        let asked = self.asked(request)?;
        Ok((asked.period, asked.ward.map(|ward| ward.id)))
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

    pub(crate) fn ward_choices(&self) -> Vec<AreaChoice> {
        let catalogue = self.store.catalogue();
        catalogue.areas().wards().iter().map(ward_choice).collect()
    }

    /// What of the period is not reviewed, or stands in two versions, in words.
    pub(super) fn doubts(&self, asked: &Asked) -> Result<[Option<String>; 2], CallError> {
        let ward = asked.ward.as_ref().map(|ward| ward.id.as_str());
        let [unreviewed, two_versions] = self.store.doubts_of_figures(asked.period.from, asked.period.to, ward)?;
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

/// The sums of a store, of all wards or of one.
pub(super) struct Sums<'a> {
    pub(super) store: &'a Store,
    pub(super) ward: Option<&'a str>,
}

impl Sums<'_> {
    pub(super) fn over(&self, figure: &Figure, period: &Period) -> Over {
        Over::of(figure, period.from, period.to, self.ward.map(str::to_owned))
    }
}

impl Source for Sums<'_> {
    type Error = StoreError;

    fn sum(&self, figure: &Figure, period: &Period) -> Result<Sum, StoreError> {
        self.store.sum(&self.over(figure, period)).map(of_store)
    }

    fn names(&self, figure: &Figure, period: &Period) -> Result<Vec<String>, StoreError> {
        self.store.names_of_figure(&self.over(figure, period))
    }

    fn in_a_ward(&self) -> bool {
        self.ward.is_some()
    }

    fn first_day(&self, kind: Option<&str>) -> Result<Option<NaiveDate>, StoreError> {
        self.store.first_day_of(kind)
    }
}

pub(super) fn of_store(sum: store::Sum) -> Sum {
    let store::Sum { value, records, unreviewed, two_versions, erased } = sum;
    Sum { value, records, unreviewed, two_versions, erased }
}
