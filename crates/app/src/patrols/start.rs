//! Starts a patrol.

use crate::App;
use crate::check_in::{EVERY, last_chosen};
use crate::contract::{CallError, ErrorCode, PatrolView, StartChoices, StartPatrol};
use crate::recording::rfc3339;
use crate::refusals::{invalid, refuse};
use book::RecordId;
use domain::roles::Action as Right;
use serde_json::{Value, json};
use store::{Action, Change};
use uuid::Uuid;

/// Longest name of an area or a colleague, in characters.
const LONGEST: usize = 100;

impl App {
    pub(crate) fn patrol_choices(&self) -> Result<StartChoices, CallError> {
        let session = self.unlocked()?;
        let mut people: Vec<_> = self.store.grants()?.into_iter().map(|grant| grant.grant.name).collect();
        people.retain(|name| *name != session.person.name);
        people.sort();
        people.dedup();
        Ok(StartChoices {
            areas: self.store.areas(12)?,
            people,
            notes: self.notes_for_next()?,
            rounds: self.round_choices()?,
            check_in: self.store.setting(&last_chosen(session.person.user))?,
        })
    }

    pub(crate) fn begin_patrol(&self, request: StartPatrol) -> Result<PatrolView, CallError> {
        let session = self.allowed(Right::RecordFinding)?;
        if self.patrol_under_way()?.is_some() {
            return Err(refuse(
                ErrorCode::PatrolState,
                "A patrol is already under way. End it before you start another.",
            ));
        }
        if !["foot", "vehicle", "cycle"].contains(&request.mode.as_str()) {
            return Err(invalid("mode", "Select how you are patrolling"));
        }
        let area = request.area.trim();
        if area.is_empty() || area.chars().count() > LONGEST {
            return Err(invalid("area", "Select where you are patrolling"));
        }
        if request.with.len() > 20
            || request.with.iter().any(|name| name.trim().is_empty() || name.chars().count() > LONGEST)
        {
            return Err(invalid("with", "Enter the name of everyone who is with you"));
        }
        if request.weather.as_deref().is_some_and(|weather| !["dry", "rain", "wind", "dark"].contains(&weather)) {
            return Err(invalid("weather", "Select the weather, or leave it out"));
        }
        let alone = request.with.is_empty();
        if request.check_in.is_some_and(|every| !alone || !EVERY.contains(&every)) {
            return Err(invalid("check_in", "Select how often you check in, which is for who patrols alone"));
        }
        let round = request.round.as_deref().map(|round| self.walk_of(round)).transpose()?;
        let now = self.now();
        let id = RecordId(Uuid::now_v7());
        let mut changes = vec![
            Change::new(id, record::KIND, record::PATROL),
            Change::new(id, record::STATUS, "active"),
            Change::new(id, record::STARTED_AT, rfc3339(now)),
            Change::new(id, record::MODE, request.mode),
            Change::new(id, record::AREA, area),
            Change::new(id, record::WITH, json!(request.with)),
        ];
        changes.extend(request.weather.map(|weather| Change::new(id, record::WEATHER, Value::from(weather))));
        changes.extend(round.map(|round| Change::new(id, record::ROUND, round)));
        changes.extend(request.check_in.map(|every| Change::new(id, record::CHECK_IN, every)));
        if alone {
            self.store.set_setting(&last_chosen(session.person.user), &request.check_in.unwrap_or_default())?;
        }
        self.store.write(Action { author: session.person.grant, changes, completes: None }, now)?;
        self.keep_order(session.person.user, id)?;
        self.changed("patrol");
        self.view_by_id(id)
    }
}
