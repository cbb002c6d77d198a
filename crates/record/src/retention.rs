//! Until when a record is kept: by its retention class, counted from when its matter was closed.

use crate::fields::{BROUGHT_IN, OCCURRED_AT, WITHDRAWN};
use crate::line::{instant, local_date};
use crate::state::Record;
use chrono::{DateTime, NaiveDate};
use domain::catalogue::{Catalogue, Moment, RetentionClass, Standing};

/// How long a record is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retention<'a> {
    /// Its class.
    pub class: &'a RetentionClass,
    /// The day from which its time runs; none: its matter is open, so it has not begun.
    pub since: Option<NaiveDate>,
}

impl Retention<'_> {
    /// The first day on which it need not be kept any more.
    pub fn until(&self) -> Option<NaiveDate> {
        self.since.map(|since| self.class.ends(since))
    }

    /// Whether its time is over on a day.
    pub fn is_over(&self, today: NaiveDate) -> bool {
        self.until().is_some_and(|until| until <= today)
    }
}

impl Record {
    /// How long it is kept; none where the catalogue does not say, and of what is sealed.
    pub fn retention<'a>(&self, catalogue: &'a Catalogue) -> Option<Retention<'a>> {
        let kind = catalogue.kind(self.kind()?)?;
        let last = self.fields.values().flat_map(|field| field.standing()).map(|write| write.wall).max()?;
        let moment = Moment { now: DateTime::from_timestamp_millis(last)? };
        let answer = kind.answer(&self.values(Some(kind)), &moment, self.photos().len());
        let class = catalogue.retention(&answer.retention)?;
        let closed = || self.stays(kind).last().map(|stay| stay.since.timestamp_millis());
        let since = if self.withdrawn().is_some() {
            self.shown(WITHDRAWN).map(|write| write.wall)
        } else if self.value(BROUGHT_IN).is_some() {
            // What was brought in from before was closed before; nobody says when.
            self.text(OCCURRED_AT).and_then(instant).map(|at| at.timestamp_millis())
        } else {
            match self.standing(kind) {
                Some(Standing::Closed) => closed(),
                Some(_) => None,
                // Nothing follows from it: since it was last written to.
                None => Some(last),
            }
        };
        Some(Retention { class, since: since.map(local_date) })
    }
}
