//! Deputies: a leader names somebody of the team who leads in their place between two days. The office acts on it when it
//! arrives: that person gets the leave to on their tablets, for those days and no others. It acts on no word but a
//! leader's own: a deputy names no deputy.

use crate::policy;
use crate::storage::{Fault, HeldGrant, Reading, Writing};
use book::{Entry, Grant, RecordId, ScopeId, SecretKey, UserId};
use chrono::NaiveDate;
use domain::roles::{DEPUTY, LONGEST_DEPUTY_DAYS, Role};
use domain::working_day::begin_of;
use record::Record;
use std::collections::BTreeMap;

/// Who leads, and between which moments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Named {
    user: UserId,
    from: i64,
    until: i64,
}

/// The namings that one transaction changes, as they were before it.
#[derive(Default)]
pub(crate) struct Namings(BTreeMap<(ScopeId, RecordId), Option<Named>>);

impl Namings {
    /// Notes what an entry that counts says of any; the storage still has them as they were.
    pub(crate) fn note(&mut self, reading: &dyn Reading, scope: ScopeId, entry: &Entry) -> Result<(), Fault> {
        for (id, write) in entry.header.writes() {
            if (write.field == record::WITHDRAWN || policy::names_deputy(&write.field))
                && !self.0.contains_key(&(scope, id))
            {
                let before = reading.record(scope, id)?;
                let before = before.map(|before| named(reading, scope, &before)).transpose()?.flatten();
                self.0.insert((scope, id), before);
            }
        }
        Ok(())
    }

    /// Takes back the leave that a naming no longer gives, and gives the leave that it gives now.
    pub(crate) fn act(self, writing: &mut dyn Writing, root: &SecretKey, now: i64) -> Result<(), Fault> {
        for ((scope, id), before) in self.0 {
            let record = writing.record(scope, id)?;
            let after = record.map(|record| named(&*writing, scope, &record)).transpose()?.flatten();
            if before == after {
                continue;
            }
            let goes_on = |before: &Named| {
                after.is_some_and(|after| {
                    after.user == before.user && after.from <= before.from && before.until <= after.until
                })
            };
            if let Some(before) = before.filter(|before| !goes_on(before))
                && !stands_elsewhere(&*writing, scope, id, before)?
            {
                take_back(writing, scope, before, now)?;
            }
            if let Some(after) = after.filter(|after| now < after.until) {
                give(writing, root, scope, after, now)?;
            }
        }
        Ok(())
    }
}

/// What a naming says, if it is one, a leader's own, and not taken back.
fn named(reading: &dyn Reading, scope: ScopeId, record: &Record) -> Result<Option<Named>, Fault> {
    if record.kind() != Some(record::DEPUTY) {
        return Ok(None);
    }
    let by_leader = |field: &str| -> Result<bool, Fault> {
        let Some(write) = record.shown(field) else { return Ok(false) };
        let author = reading.grant(write.author)?.map(|held| held.signed.grant);
        Ok(author.is_some_and(|grant| {
            grant.scope == scope && grant.role != DEPUTY && Role::granted(&grant.role) == Some(Role::Leader)
        }))
    };
    // Who may take a naming back may not for that bring it back.
    let taken_back = match record.shown(record::WITHDRAWN) {
        Some(write) => !write.value.is_null() || !by_leader(record::WITHDRAWN)?,
        None => false,
    };
    for field in [record::DEPUTY, record::DEPUTY_FROM, record::DEPUTY_UNTIL] {
        if taken_back || !by_leader(field)? {
            return Ok(None);
        }
    }
    let day = |field: &str| record.text(field)?.parse::<NaiveDate>().ok();
    let (Some(from), Some(last)) = (day(record::DEPUTY_FROM), day(record::DEPUTY_UNTIL)) else { return Ok(None) };
    let long = last.signed_duration_since(from).num_days();
    let (Some(end), 0..=LONGEST_DEPUTY_DAYS) = (last.succ_opt(), long) else { return Ok(None) };
    let users = reading.users()?;
    let user = users.iter().find(|user| Some(user.name.as_str()) == record.text(record::DEPUTY));
    Ok(user.map(|user| Named {
        user: user.id,
        from: begin_of(from).timestamp_millis(),
        until: begin_of(end).timestamp_millis(),
    }))
}

/// Whether another naming gives the same leave. All records are looked at: a naming changes a few times a year.
fn stands_elsewhere(reading: &dyn Reading, scope: ScopeId, id: RecordId, leave: Named) -> Result<bool, Fault> {
    let mut others = Vec::new();
    reading.each_record(&mut |of, record| {
        if of == scope && record.id != id && record.kind() == Some(record::DEPUTY) {
            others.push(record.clone());
        }
    })?;
    for other in others {
        if named(reading, scope, &other)? == Some(leave) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn take_back(writing: &mut dyn Writing, scope: ScopeId, before: Named, now: i64) -> Result<(), Fault> {
    for held in writing.grants_of_scope(scope)? {
        let grant = &held.signed.grant;
        let same = Named { user: grant.user, from: grant.from, until: grant.until } == before;
        if grant.role == DEPUTY && same && held.withdrawn_at.is_none() {
            writing.put_grant(&HeldGrant { withdrawn_at: Some(now), ..held })?;
        }
    }
    Ok(())
}

/// On every tablet on which that person writes for the team; on none if they are not of it.
fn give(writing: &mut dyn Writing, root: &SecretKey, scope: ScopeId, named: Named, now: i64) -> Result<(), Fault> {
    let own = |held: &HeldGrant| {
        let grant = &held.signed.grant;
        grant.user == named.user && grant.role != DEPUTY && policy::stands(held, now)
    };
    let mut tablets: BTreeMap<_, Grant> = BTreeMap::new();
    for held in writing.grants_of_scope(scope)?.into_iter().filter(own) {
        tablets.entry(held.signed.grant.device).or_insert(held.signed.grant);
    }
    if tablets.is_empty() {
        tracing::warn!(scope = %scope, user = %named.user.0, "named as deputy, and not of the team");
    }
    for grant in tablets.into_values() {
        let deputy = Grant { role: DEPUTY.to_owned(), from: named.from, until: named.until, ..grant };
        tracing::info!(scope = %scope, tablet = deputy.code, "may lead as deputy");
        writing.put_grant(&HeldGrant { signed: deputy.sign(root), withdrawn_at: None })?;
    }
    Ok(())
}
