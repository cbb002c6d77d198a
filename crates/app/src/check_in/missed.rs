//! Check-ins that were missed: of a patrol, and for the leader those that nobody has answered yet.

use crate::App;
use crate::contract::{CallError, MissedCheckIn};
use crate::words::{local, short};
use book::{Clock, GrantId, StandingWrite};
use chrono::Days;
use domain::roles::Role;
use record::Record;
use serde_json::Value;
use std::collections::BTreeSet;
use store::{Filter, Found};

/// Patrols under way that are looked at.
const PATROLS: u32 = 200;
/// How long ago such a patrol may have begun.
const DAYS: u64 = 2;
/// Records of one of them.
const RECORDS: u32 = 500;

/// Something that a warden recorded on a patrol: when, and where if it says so.
struct Recorded {
    clock: Clock,
    at: i64,
    place: String,
}

impl App {
    /// The check-ins of a patrol that were missed, in their order.
    pub(crate) fn missed_on(&self, found: &Found, patrol: &Record) -> Result<Vec<MissedCheckIn>, CallError> {
        let mut rows: Vec<_> = patrol.rows(record::MISSED).map(|(_, row)| row).collect();
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        rows.sort_by_key(|row| row.clock);
        let recorded = self.recorded_on(found, patrol)?;
        let now = self.now();
        let missed = |row: &&StandingWrite<Value>| {
            let due = row.value.get("due").and_then(Value::as_str).and_then(record::instant)?.timestamp_millis();
            let seen = recorded.iter().filter(|one| one.clock < row.clock && !one.place.is_empty());
            let seen = seen.max_by_key(|one| one.clock);
            let answered = recorded.iter().filter(|one| one.clock > row.clock).min_by_key(|one| one.clock);
            Some(MissedCheckIn {
                patrol: found.id.to_string(),
                by: found.by.clone(),
                area: found.place.clone(),
                due: short(due, now),
                last_seen: seen.map(|seen| format!("{}, {}", seen.place, short(seen.at, now))),
                answered: answered.map(|one| short(one.at, now)),
            })
        };
        Ok(rows.iter().filter_map(missed).collect())
    }

    /// Those of the team's patrols under way that nobody has answered.
    pub(crate) fn missed_now(&self) -> Result<Vec<MissedCheckIn>, CallError> {
        // A patrol that nobody ever ends is not missed for ever.
        let from = local(self.now()).date_naive().checked_sub_days(Days::new(DAYS));
        let active =
            Filter { kind: Some(record::PATROL.into()), status: Some("active".into()), from, ..Filter::default() };
        let mut open = Vec::new();
        for found in self.store.find(&active, PATROLS)? {
            let Some(patrol) = self.store.record(found.id)? else { continue };
            open.extend(self.missed_on(&found, &patrol)?.into_iter().filter(|missed| missed.answered.is_none()));
        }
        Ok(open)
    }

    /// How many of them there are; leaders only, otherwise 0.
    pub(crate) fn count_missed_now(&self, role: Role) -> Result<u32, CallError> {
        if role != Role::Leader {
            return Ok(0);
        }
        Ok(u32::try_from(self.missed_now()?.len()).unwrap_or(u32::MAX))
    }

    /// All that its warden recorded on a patrol and about it, but that a check-in was missed.
    fn recorded_on(&self, found: &Found, patrol: &Record) -> Result<Vec<Recorded>, CallError> {
        let warden = self.grants_of_author(patrol)?;
        let own = |write: &&StandingWrite<Value>| warden.contains(&write.author);
        let by_hand = patrol.fields.iter().filter(|(name, _)| !name.starts_with(record::MISSED));
        let by_hand = by_hand.flat_map(|(_, field)| field.standing()).filter(own);
        let mut recorded: Vec<_> = by_hand.map(|write| Recorded::of(write, String::new())).collect();
        let checks = Filter { kind: Some(crate::rounds::VISIT.into()), patrol: Some(found.id), ..Filter::default() };
        let findings = Filter { patrol: Some(found.id), ..Filter::default() };
        for filter in [checks, findings] {
            for one in self.store.find(&filter, RECORDS)? {
                let Some(record) = self.store.record(one.id)? else { continue };
                let place = self.place_named(&one)?;
                // A later correction says nothing of where its warden was.
                let begun = record.shown(record::KIND).map(|write| write.entry);
                let written = record.fields.values().flat_map(|field| field.standing()).filter(own);
                recorded.extend(written.map(|write| {
                    Recorded::of(write, if Some(write.entry) == begun { place.clone() } else { String::new() })
                }));
            }
        }
        Ok(recorded)
    }

    /// All grants of whoever began a patrol.
    fn grants_of_author(&self, patrol: &Record) -> Result<BTreeSet<GrantId>, CallError> {
        let author = patrol.shown(record::KIND).map(|write| write.author);
        let grants: Vec<_> = self.store.grants()?.into_iter().map(|held| held.grant).collect();
        let user = grants.iter().find(|grant| Some(grant.id()) == author).map(|grant| grant.user);
        Ok(grants.iter().filter(|grant| Some(grant.user) == user).map(|grant| grant.id()).chain(author).collect())
    }
}

impl Recorded {
    fn of(write: &StandingWrite<Value>, place: String) -> Self {
        Self { clock: write.clock, at: write.wall, place }
    }
}
