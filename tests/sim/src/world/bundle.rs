//! What comes to the office in other ways than an exchange does, and in other forms.

use super::{Ack, World};
use crate::chance::{below, percent};
use crate::tablet::Crash;
use anyhow::{Context, Result};
use book::Opacity;
use server_core::ImportError;
use std::io::Cursor;
use sync::Notebook;

impl World {
    /// Someone carries a tablet's bundle to the office: some of them cut or damaged on the way, some taken twice, and the
    /// office's power may go.
    pub(super) fn carry_bundle(&mut self, seat: usize) -> Result<()> {
        let now = self.now;
        let one = self.seat(seat)?;
        let clock = now + one.ahead;
        let Some(mut file) = one.tablet.machine().bundle(clock)? else { return Ok(()) };
        let damaged = percent(25);
        if damaged {
            let at = below(file.len());
            match file.get_mut(at) {
                Some(byte) if percent(50) => *byte ^= 1 << below(8),
                _ => file.truncate(at),
            }
        }
        for _ in 0..=below(2) {
            self.office.borrow().plan_crash(percent(20).then(|| (below(6) as u32, percent(50))));
            let taken = self.office.borrow().centre()?.import_bundle(Cursor::new(&file), percent(50), now);
            let died = self.office.borrow_mut().start_if_dead(now)?;
            self.office.borrow().plan_crash(None);
            match taken {
                Ok(taken) if taken.whole && damaged => {
                    self.wrong.push(format!("a damaged bundle of tablet {seat} was taken for whole"));
                }
                Ok(_) => {}
                Err(ImportError::Bad(_)) if damaged => {}
                Err(_) if died => {}
                Err(error) => self.wrong.push(format!("a bundle of tablet {seat}: {error:#}")),
            }
        }
        Ok(())
    }

    /// A build that was on the tablet for a day writes a page that the others cannot read.
    pub(super) fn unreadable_page(&mut self, seat: usize) -> Result<()> {
        let why = [Opacity::Newer, Opacity::Unreadable, Opacity::Damaged].get(below(3)).copied();
        let crash = percent(10).then(|| (0, if percent(50) { Crash::Before } else { Crash::After }));
        let now = self.now;
        let one = self.seat(seat)?;
        one.tablet.plan(crash);
        let written = one.tablet.write_unreadable(why.unwrap_or(Opacity::Newer), now);
        if one.tablet.is_dead() {
            return Ok(one.tablet.restart()?);
        }
        one.tablet.plan(None);
        let Some(entry) = written? else { return Ok(()) };
        let own = one.tablet.own_book()?.context("a book")?;
        // No action: nobody can read which it was.
        let (book, tip, scope) = (own.book, own.tip, one.scope);
        self.acked.push(Ack { seat, scope, entry, action: 0, book, tip, photo: None, photo_here: false });
        Ok(())
    }
}
