//! What happens to people: tablets are withdrawn, given to others, and people move between teams.

use super::{World, accounts};
use crate::chance::{self, below, percent};
use anyhow::{Context, Result};
use book::UserId;
use server_core::HeldGrant;
use std::collections::BTreeSet;

impl World {
    /// The office's tablet is withdrawn: it may hear nothing more.
    pub(super) fn withdraw(&mut self, seat: usize) -> Result<()> {
        let now = self.now;
        let one = self.seat(seat)?;
        let (code, device) = (one.device.code.clone(), one.device.id);
        self.tablets.iter_mut().filter(|one| one.device.id == device).for_each(|one| one.withdrawn = true);
        for held in self.accounts.grants.iter_mut().filter(|held| held.signed.grant.device == device) {
            held.withdrawn_at = held.withdrawn_at.or(Some(now));
        }
        self.office.borrow().centre()?.withdraw_device(&code, now)?;
        Ok(())
    }

    /// The tablet goes to another person; the one before may no longer write on it.
    pub(super) fn grant_anew(&mut self, seat: usize) -> Result<()> {
        self.withdraw(seat)?;
        let user = UserId(uuid::Uuid::from_u128(u128::from(chance::number())));
        let held = accounts::grant(&self.accounts, self.tablets.get(seat), user, self.now)?;
        let mut given = vec![held.clone()];
        // Half of the people who follow on a safeguarding lead are one.
        if self.seat(seat)?.lead && percent(50) {
            given.push(accounts::reading(&self.accounts, self.tablets.get(seat), user, self.now)?);
        }
        self.accounts.grants.extend(given.iter().cloned());
        let author = held.signed.grant.id();
        let device = held.signed.grant.device;
        self.tablets.iter_mut().filter(|one| one.device.id == device).for_each(|one| one.withdrawn = false);
        let one = self.seat(seat)?;
        // Half of the people go on under the old grant for a while, until their tablet is told.
        if percent(50) {
            one.author = author;
        }
        self.put_grants(&given)
    }

    /// The person who writes on a tablet goes to the other team. What they had there ends; in the other team they write on a
    /// tablet that is there.
    pub(super) fn move_person(&mut self, seat: usize) -> Result<()> {
        let now = self.now;
        let one = self.tablets.get(seat).context("a tablet")?;
        let (scope, before) = (one.scope, one.author);
        let others: Vec<usize> = (0..self.tablets.len())
            .filter(|other| self.tablets.get(*other).is_some_and(|other| other.scope != scope))
            .collect();
        let person = self.accounts.grants.iter().find(|held| held.signed.grant.id() == before);
        let (Some(person), Some(other)) = (person, others.get(below(others.len())).copied()) else { return Ok(()) };
        let user = person.signed.grant.user;
        let mut changed = Vec::new();
        for held in self.accounts.grants.iter_mut().filter(|held| held.signed.grant.user == user) {
            held.withdrawn_at = held.withdrawn_at.or(Some(now));
            changed.push(held.clone());
        }
        let held = accounts::grant(&self.accounts, self.tablets.get(other), user, now)?;
        self.accounts.grants.push(held.clone());
        let new = held.signed.grant.id();
        changed.push(held);
        // The person may have been on other tablets before.
        let standing = |one: &HeldGrant| one.withdrawn_at.is_none().then_some(one.signed.grant.device);
        let standing: BTreeSet<_> = self.accounts.grants.iter().filter_map(standing).collect();
        self.tablets.iter_mut().for_each(|one| one.withdrawn = !standing.contains(&one.device.id));
        // Some go on, on the new tablet, under what was given to them for the old one.
        self.seat(other)?.author = if percent(70) { new } else { before };
        self.put_grants(&changed)
    }

    fn put_grants(&self, grants: &[HeldGrant]) -> Result<()> {
        let storage = self.office.borrow().storage()?;
        let mut writing = storage.write()?;
        grants.iter().try_for_each(|grant| writing.put_grant(grant))?;
        Ok(writing.commit()?)
    }

    /// After the office lost what it knew of people lately, its operator says it again.
    pub(super) fn repair_accounts(&mut self) -> Result<()> {
        self.put_grants(&self.accounts.grants)
    }
}
