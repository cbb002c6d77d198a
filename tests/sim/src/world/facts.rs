//! What records contribute to figures, as the office keeps it on its real disk: at the end that is what everything worked out anew
//! comes to. The disk in memory keeps none.

use super::World;
use super::end::Tally;
use crate::chance::percent;
use anyhow::{Context, Result};
use chrono::NaiveDate;
use record::Over;
use server_core::{Centre, FactsAt};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::ops::ControlFlow;

impl World {
    /// Brings them up to date, as each night does; now and then that is stopped in its middle.
    pub(super) fn keep_facts(&self) -> Result<()> {
        if self.plan.real {
            self.office.borrow().centre()?.bring_facts_up(&|| percent(80))?;
        }
        Ok(())
    }

    /// Holds every figure, and what stands behind it, against the same from facts that are worked out anew.
    pub(super) fn compare_facts(&self, tally: &mut Tally, digest: &mut Sha256) -> Result<()> {
        if !self.plan.real {
            return Ok(());
        }
        let office = self.office.borrow();
        for team in &self.accounts.teams {
            let kept = figures(office.centre()?, &team.name)?;
            let storage = office.storage()?;
            let mut writing = storage.write()?;
            let at = writing.facts_at(team.scope)?.context("facts of the team")?;
            // By another catalogue, as it were.
            writing.put_facts_at(team.scope, &FactsAt { by: String::new(), ..at })?;
            writing.commit()?;
            if figures(office.centre()?, &team.name)? != kept {
                tally.fail(format!("the facts of {} are not what they come to anew", team.name));
            }
            digest.update(kept);
        }
        Ok(())
    }
}

/// Every figure of a team, as text.
fn figures(centre: &Centre, team: &str) -> Result<String> {
    let by = centre.catalogue_in_use()?;
    let of = centre.figures(team, &by, &mut |_, _| ControlFlow::Continue(()))?.context("figures")?;
    let days = [2000, 2100].map(|year| NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default());
    let mut said = String::new();
    for figure in by.catalogue.kinds().iter().flat_map(|kind| &kind.figures) {
        let over = Over::of(figure, days[0], days[1], None);
        write!(said, "{} {:?}", figure.id, of.sum(&over)?)?;
        let mut behind = Vec::new();
        of.behind(&over, &mut |row| {
            behind.push(row);
            ControlFlow::Continue(())
        })?;
        writeln!(said, " {behind:?}")?;
    }
    Ok(said)
}
