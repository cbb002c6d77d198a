//! The law has something erased: a finding, or one answer of it. At the end no tablet and no office may hold what any order
//! that is left names.

use super::World;
use super::end::Tally;
use super::expected::Pages;
use crate::chance::{below, percent};
use anyhow::Result;
use book::{Page, ScopeId, Tip};
use server_core::{EraseError, Ground, Named, Wanted};
use sync::Notebook;

impl World {
    /// Erases something of a record that a tablet has reported as saved and the office holds.
    pub(super) fn erase(&mut self) -> Result<()> {
        let Some(ack) = self.acked.get(below(self.acked.len().max(1))) else { return Ok(()) };
        let entry = match self.tablets.get(ack.seat) {
            Some(one) if !one.tablet.is_dead() && ack.scope == one.scope => {
                let line = one.tablet.line_of(ack.book, ack.tip)?;
                let run = line.map(|line| one.tablet.run(line, ack.tip.number - 1, 1, 1)).transpose()?.flatten();
                let page = run.and_then(|run| {
                    let wire = run.entries.into_iter().next()?;
                    Page::decode_wire(&wire, run.book, run.first, run.previous, &one.device.key).ok()
                });
                page.and_then(|page| page.entry().cloned())
            }
            _ => None,
        };
        let Some(record) = entry.and_then(|entry| entry.header.writes().next().map(|(record, _)| record)) else {
            return Ok(());
        };
        let wanted = Wanted {
            what: Named::Record(record),
            fields: percent(50).then(|| vec!["description".to_owned()]),
            ground: Ground::RightToErasure,
            ordered_by: "Records".into(),
        };
        let office = self.office.borrow();
        match office.centre()?.erase(&wanted, self.now) {
            Ok(_) | Err(EraseError::NotFound(_) | EraseError::NoSuchField(..) | EraseError::Nothing) => Ok(()),
            Err(other) => Err(other.into()),
        }
    }

    /// Counts what is held although an order names it.
    pub(super) fn compare_erased(&self, scope: ScopeId, pages: &Pages, tally: &mut Tally) -> Result<()> {
        for (seat, one) in self.tablets.iter().enumerate().filter(|(_, one)| one.scope == scope && !one.withdrawn) {
            for (entry, record, field) in &pages.gone {
                let Some((book, number)) = pages.place(entry) else { continue };
                let Some(line) = one.tablet.line_of(book, Tip { number, hash: *entry })? else { continue };
                let Some(run) = one.tablet.run(line, number - 1, 1, 1)? else { continue };
                let held = run.entries.first().is_some_and(|wire| !pages.is_stored_as(entry, wire));
                let stands = one.tablet.record(*record)?.is_some_and(|held| {
                    let standing = held.fields.get(field).map(|held| held.standing()).unwrap_or_default();
                    standing.iter().any(|write| write.entry == *entry && !write.erased)
                });
                if held || stands {
                    tally.resurrected += 1;
                    tally.note(format!("tablet {seat} holds {field} of {record}, which was erased"));
                }
            }
        }
        for (entry, record, field) in &pages.gone {
            if pages.says(entry, *record, field) {
                tally.resurrected += 1;
                tally.note(format!("the office holds {field} of {record}, which was erased"));
            }
        }
        Ok(())
    }
}
