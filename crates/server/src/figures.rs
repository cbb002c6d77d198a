//! Where a report gets its sums from at the office: the facts of a team. A report says a figure in its text and in its table, and
//! each is added up once.

use domain::catalogue::{Figure, Part};
use report::{Period, Source, Sum};
use server_core::{Fault, TeamFigures};
use std::cell::RefCell;
use std::collections::HashMap;

/// The sums of a team, of all of it or of a part of the council's area.
pub(crate) struct Sums<'a> {
    team: TeamFigures<'a>,
    part: Option<Part>,
    known: RefCell<HashMap<(String, Period), Sum>>,
}

impl<'a> Sums<'a> {
    pub(crate) fn new(team: TeamFigures<'a>, part: Option<Part>) -> Self {
        Self { team, part, known: RefCell::default() }
    }

    pub(crate) fn team(&self) -> &TeamFigures<'a> {
        &self.team
    }

    /// What makes a figure up over as much of a period as there was of the part.
    pub(crate) fn over(&self, figure: &Figure, period: &Period) -> record::Over {
        let there = period.of(self.part.as_ref(), figure.tally);
        let Period { from, to } = there.unwrap_or(*period);
        // Where there was nothing of the part, nothing lies in it.
        let wards = self.part.as_ref().map(|part| there.map(|_| part.wards.clone()).unwrap_or_default());
        record::Over::of(figure, from, to, wards)
    }
}

impl Source for Sums<'_> {
    type Error = Fault;

    fn sum(&self, figure: &Figure, period: &Period) -> Result<Sum, Fault> {
        let asked = (figure.id.clone(), *period);
        if let Some(known) = self.known.borrow().get(&asked) {
            return Ok(*known);
        }
        let record::Sum { value, records, unreviewed, two_versions, erased } =
            self.team.sum(&self.over(figure, period))?;
        let sum = Sum { value, records, unreviewed, two_versions, erased };
        self.known.borrow_mut().insert(asked, sum);
        Ok(sum)
    }

    fn names(&self, figure: &Figure, period: &Period) -> Result<Vec<String>, Fault> {
        self.team.names(&self.over(figure, period))
    }

    fn part(&self) -> Option<&Part> {
        self.part.as_ref()
    }

    fn first_day(&self, kind: Option<&str>) -> Result<Option<chrono::NaiveDate>, Fault> {
        self.team.first_day(kind)
    }
}
