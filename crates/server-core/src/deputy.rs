//! Deputies: a leader names somebody of the team who leads in their place between two days. The office acts on it when it
//! counts, however it came: that person gets the leave to on their tablets, for those days and no others. It acts on no word
//! but a leader's own: a deputy names no deputy.

use crate::centre::Centre;
use crate::policy;
use crate::storage::{Fault, HeldGrant, Reading, Writing};
use book::{DeviceId, Entry, Grant, ScopeId, SecretKey, UserId};
use chrono::NaiveDate;
use domain::roles::{DEPUTY, LONGEST_DEPUTY_DAYS, Role};
use domain::working_day::begin_of;
use record::Record;
use std::collections::{BTreeMap, BTreeSet};

/// Who leads, and between which moments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Named {
    user: UserId,
    from: i64,
    until: i64,
}

/// The scopes in which one transaction may change what namings say.
#[derive(Default)]
pub(crate) struct Namings(BTreeSet<ScopeId>);

impl Namings {
    /// Notes whether an entry that counts says something of one.
    pub(crate) fn note(&mut self, reading: &dyn Reading, scope: ScopeId, entry: &Entry) -> Result<(), Fault> {
        for (id, write) in entry.header.writes() {
            let is_naming = || -> Result<bool, Fault> {
                Ok(reading.record(scope, id)?.is_some_and(|held| held.kind() == Some(record::DEPUTY)))
            };
            if policy::names_deputy(&write.field) || write.field == record::WITHDRAWN && is_naming()? {
                self.0.insert(scope);
            }
        }
        Ok(())
    }

    /// Other pages count in a scope than before.
    pub(crate) fn note_all(&mut self, scope: ScopeId) {
        self.0.insert(scope);
    }

    /// Acts on what the namings say now.
    pub(crate) fn act(self, writing: &mut dyn Writing, root: &SecretKey, now: i64) -> Result<(), Fault> {
        self.0.into_iter().try_for_each(|scope| act(writing, root, scope, now))
    }
}

impl Centre {
    /// Acts on the namings of every team, since pages came that no tablet brought.
    pub(crate) fn act_on_namings(&self, now: i64) -> Result<(), Fault> {
        let root = self.council()?.root;
        let mut writing = self.storage.write()?;
        for team in writing.teams()? {
            act(&mut *writing, &root, team.scope, now)?;
        }
        writing.commit()
    }
}

/// Takes back the leave that no naming gives, and gives the leave that one gives and that is not given yet.
fn act(writing: &mut dyn Writing, root: &SecretKey, scope: ScopeId, now: i64) -> Result<(), Fault> {
    let stand = standing(&*writing, scope)?;
    let mut given = Vec::new();
    for held in writing.grants_of_scope(scope)? {
        let grant = &held.signed.grant;
        if grant.role != DEPUTY || held.withdrawn_at.is_some() {
            continue;
        }
        let goes_on =
            |named: &Named| named.user == grant.user && named.from <= grant.from && grant.until <= named.until;
        if stand.iter().any(goes_on) {
            given.push((grant.device, Named { user: grant.user, from: grant.from, until: grant.until }));
        } else {
            writing.put_grant(&HeldGrant { withdrawn_at: Some(now), ..held })?;
        }
    }
    for named in stand.into_iter().filter(|named| now < named.until) {
        give(writing, root, scope, named, &given, now)?;
    }
    Ok(())
}

/// What the namings of a scope say. All records are looked at: a naming changes a few times a year.
fn standing(reading: &dyn Reading, scope: ScopeId) -> Result<Vec<Named>, Fault> {
    let mut namings = Vec::new();
    reading.each_record(&mut |of, record| {
        if of == scope && record.kind() == Some(record::DEPUTY) {
            namings.push(record.clone());
        }
    })?;
    let mut stand: Vec<Named> = Vec::new();
    for naming in namings {
        stand.extend(named(reading, scope, &naming)?.filter(|named| !stand.contains(named)));
    }
    Ok(stand)
}

/// What a naming says, if it is a leader's own and not taken back.
fn named(reading: &dyn Reading, scope: ScopeId, record: &Record) -> Result<Option<Named>, Fault> {
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

/// On every tablet on which that person writes for the team; on none if they are not of it.
fn give(
    writing: &mut dyn Writing,
    root: &SecretKey,
    scope: ScopeId,
    named: Named,
    given: &[(DeviceId, Named)],
    now: i64,
) -> Result<(), Fault> {
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
    for grant in tablets.into_values().filter(|grant| !given.contains(&(grant.device, named))) {
        let deputy = Grant { role: DEPUTY.to_owned(), from: named.from, until: named.until, ..grant };
        tracing::info!(scope = %scope, tablet = deputy.code, "may lead as deputy");
        writing.put_grant(&HeldGrant { signed: deputy.sign(root), withdrawn_at: None })?;
    }
    Ok(())
}
