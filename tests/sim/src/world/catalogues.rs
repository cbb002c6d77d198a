//! The council publishes catalogues while tablets are out. At the end the office works by the newest that its books have, and so
//! does every tablet of a team that has it.

use super::World;
use super::end::Tally;
use crate::chance::percent;
use anyhow::Result;
use domain::catalogue::Catalogue;

impl World {
    /// Publishes the built-in catalogue under a higher version than any before.
    pub(super) fn publish(&mut self) -> Result<()> {
        self.editions += 1;
        let built_in = self.catalogue.version();
        let (old, new) = (format!("\nversion = {built_in}\n"), format!("\nversion = {}\n", built_in + self.editions));
        let files =
            Catalogue::built_in_files().iter().map(|(name, text)| ((*name).to_owned(), text.replace(&old, &new)));
        self.office.borrow().plan_crash(percent(20).then(|| (0, percent(50))));
        let done = self.office.borrow().centre()?.publish_catalogue(&files.collect(), self.now);
        if !self.office.borrow_mut().start_if_dead(self.now)? {
            done?;
        }
        self.office.borrow().plan_crash(None);
        Ok(())
    }

    /// Holds the catalogue in use against the editions of each team's books.
    pub(super) fn compare_catalogues(
        &self,
        editions: &[(book::ScopeId, Option<u32>)],
        tally: &mut Tally,
    ) -> Result<()> {
        let built_in = self.catalogue.version();
        let newest = editions.iter().filter_map(|(_, edition)| *edition).max().unwrap_or(built_in);
        let here = self.office.borrow().centre()?.catalogue()?.version();
        if here != newest {
            tally.fail(format!("the office works by catalogue {here}, and holds {newest}"));
        }
        for (seat, one) in self.tablets.iter().enumerate().filter(|(_, one)| !one.withdrawn) {
            let edition = editions.iter().find(|(scope, _)| *scope == one.scope).and_then(|(_, edition)| *edition);
            let there = one.tablet.catalogue()?;
            if there.is_some_and(|there| there != edition.unwrap_or(built_in)) {
                tally.fail(format!("tablet {seat} works by catalogue {there:?}, and its team has {edition:?}"));
            }
        }
        Ok(())
    }
}
