//! Concerns: what wardens record into their team's restricted part, and who may come to know of it.

use super::end::Tally;
use super::expected::Pages;
use super::{Ack, World};
use crate::chance::{self, below, percent};
use crate::tablet::Crash;
use anyhow::{Context, Result};
use book::{RecordId, ScopeId};
use domain::roles::SAFEGUARDING;
use serde_json::{Value, json};
use store::StoreError;
use sync::Notebook;

impl World {
    /// A concern is recorded; where someone may read, often one that is there is corrected.
    pub(super) fn concern(&mut self, seat: usize) -> Result<()> {
        self.actions += 1;
        let (action, now) = (self.actions, self.now);
        let crash = percent(10).then(|| (0, if percent(50) { Crash::Before } else { Crash::After }));
        let one = self.tablets.get(seat).context("a tablet")?;
        let Some(part) = one.tablet.restricted_part()? else { return Ok(()) };
        let known = self.concerns.get(below(self.concerns.len())).copied().filter(|_| percent(60));
        let known = known.map(|id| one.tablet.record(id)).transpose()?.flatten().map(|record| record.id);
        let id = known.unwrap_or_else(|| RecordId(uuid::Builder::from_random_bytes(chance::bytes()).into_uuid()));
        let text = json!(format!("a{action}: a person at risk"));
        let mut writes = vec![(id, "what_seen".to_owned(), text)];
        match known {
            None => writes.push((id, record::KIND.to_owned(), json!("safeguarding_concern"))),
            Some(_) if percent(20) => {
                let reason = if percent(50) { json!({"reason": "told twice"}) } else { Value::Null };
                writes.push((id, record::WITHDRAWN.to_owned(), reason));
            }
            Some(_) => {}
        }
        let (author, clock) = (one.author, now + one.ahead);
        one.tablet.plan(crash);
        let written = one.tablet.write_restricted(author, writes, clock);
        let one = self.seat(seat)?;
        if one.tablet.is_dead() {
            return Ok(one.tablet.restart()?);
        }
        one.tablet.plan(None);
        let entry = match written {
            Err(StoreError::NoRestrictedPart) => return Ok(()),
            written => written?,
        };
        let own = one.tablet.restricted_book()?.context("a book")?;
        let (scope, book, tip) = (part.scope, own.book, own.tip);
        self.acked.push(Ack { seat, scope, entry, action, book, tip, photo: None, photo_here: false });
        if known.is_none() {
            self.concerns.push(id);
        }
        Ok(())
    }

    /// Whether a tablet of the team may read the restricted part. One that may not must know of nothing there but what it
    /// recorded itself.
    pub(super) fn may_read(&self, seat: usize, part: ScopeId, pages: &Pages, tally: &mut Tally) -> Result<bool> {
        let one = self.tablets.get(seat).context("a tablet")?;
        let reads = self.accounts.grants.iter().any(|held| {
            let grant = &held.signed.grant;
            (grant.device, grant.scope, &*grant.role) == (one.device.id, part, SAFEGUARDING)
                && held.withdrawn_at.is_none()
        });
        if reads {
            return Ok(true);
        }
        let mut told = 0;
        if !one.withdrawn {
            // Who once might read keeps the sealed pages, and what the office wrote of them.
            for id in pages.records().filter(|id| !one.lead || pages.is_sealed(*id)) {
                told += u64::from(one.tablet.record(id)?.is_some());
            }
            told += u64::from(one.tablet.restricted_part()?.is_some_and(|part| part.secret.is_some()));
            told += one.tablet.grants()?.iter().filter(|held| held.grant.scope == part).count() as u64;
        }
        if !one.lead {
            let own: Vec<_> = one.tablet.books_backed_up()?.into_iter().map(|(book, _)| book).collect();
            told += one.tablet.lines(part)?.iter().filter(|line| !own.contains(&line.book)).count() as u64;
        }
        if told > 0 {
            tally.leaked += told;
            tally.note(format!("tablet {seat} was told of {told} things of the restricted part"));
        }
        Ok(false)
    }
}
