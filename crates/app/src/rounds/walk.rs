//! A round as a patrol walks it: its places as they were when it began to, and what of them is checked, by whoever it was.

use crate::App;
use crate::contract::{CallError, CheckView, ErrorCode, PatrolView, RoundPlace, RoundView};
use crate::refusals::{invalid, not_found, refuse};
use crate::rounds::hotspots::{name_of, risk_of};
use crate::rounds::is_at;
use crate::rounds::register::ids;
use crate::rounds::visits::Visit;
use crate::words::local;
use book::RecordId;
use chrono::NaiveDate;
use domain::roles::Action as Right;
use record::Record;
use serde_json::{Value, json};
use store::{Action, Change, Found};

/// The round that a patrol says it walks.
pub(crate) struct Walk {
    pub(crate) round: RecordId,
    pub(crate) places: Vec<RecordId>,
}

impl Walk {
    pub(crate) fn of(patrol: &Record) -> Option<Self> {
        let said = patrol.value(record::ROUND)?;
        let round = said.get("id").and_then(Value::as_str).and_then(RecordId::parse)?;
        Some(Self { round, places: ids(said.get("places")) })
    }
}

impl App {
    /// What a patrol says of the round with this id that it walks: which, and its places as of now.
    pub(crate) fn walk_of(&self, id: &str) -> Result<Value, CallError> {
        let round = RecordId::parse(id).map(|id| self.round_kept(id)).transpose()?.flatten();
        let round = round.filter(|round| round.active);
        let round =
            round.ok_or_else(|| invalid("round", "That round is not walked any more. Choose another, or none"))?;
        let places = self.places_to_check(&round, local(self.now()).date_naive())?;
        if places.is_empty() {
            return Err(invalid("round", "None of its places is looked at any more. Choose another round, or none"));
        }
        let places: Vec<_> = places.iter().map(ToString::to_string).collect();
        Ok(json!({ "id": round.id.to_string(), "places": places }))
    }

    pub(crate) fn begin_round(&self, id: &str) -> Result<PatrolView, CallError> {
        let session = self.allowed(Right::RecordFinding)?;
        let patrol = self.patrol_under_way()?;
        let patrol = patrol
            .ok_or_else(|| refuse(ErrorCode::PatrolState, "No patrol is under way. Start one to walk this round."))?;
        let walk = self.walk_of(id)?;
        let walks = self.store.record(patrol.id)?.and_then(|patrol| Walk::of(&patrol));
        if walks.is_none_or(|walks| walks.round.to_string() != id) {
            let changes = vec![Change::new(patrol.id, record::ROUND, walk)];
            self.store.write(Action { author: session.person.grant, changes, completes: None }, self.now())?;
            self.changed("patrol");
        }
        self.view_by_id(patrol.id)
    }

    /// The rounds that a patrol walked, the one that it walks now first, and its checks on no round.
    pub(crate) fn rounds_of(&self, found: &Found) -> Result<(Vec<RoundView>, Vec<CheckView>), CallError> {
        let patrol = self.store.record(found.id)?.ok_or_else(|| not_found("patrol"))?;
        let walk = Walk::of(&patrol);
        let own = self.visits_on(found)?;
        let mut rounds: Vec<RecordId> = walk.iter().map(|walk| walk.round).collect();
        for round in own.iter().filter_map(|visit| visit.round) {
            if !rounds.contains(&round) {
                rounds.push(round);
            }
        }
        let mut views = Vec::new();
        if !rounds.is_empty() {
            let day = local(found.occurred).date_naive();
            let mut visits = self.visits_of_days(day, day)?;
            visits.retain(|visit| visit.patrol != Some(found.id));
            visits.extend(own.iter().cloned());
            visits.sort_by_key(|visit| std::cmp::Reverse(visit.at));
            for round in rounds {
                let walked = walk.as_ref().filter(|walk| walk.round == round);
                let places = match walked {
                    Some(walk) => walk.places.clone(),
                    None => self.round_kept(round)?.map(|round| round.places).unwrap_or_default(),
                };
                let mut view = self.round_view(round, &places, &visits, day, Some(found.id))?;
                view.walked_now = walked.is_some() && found.status.as_deref() == Some("active");
                views.push(view);
            }
        }
        let mut checks = Vec::new();
        for visit in own.iter().filter(|visit| visit.round.is_none()) {
            let hotspot = self.hotspot(visit.hotspot)?;
            checks.push(self.check_view(visit, hotspot.as_ref().map_or("A hotspot", name_of))?);
        }
        Ok((views, checks))
    }

    /// A round as `visits`, newest first, leave it on a day. The next place is the one after the last that `patrol` checked.
    /// A place that ended since is left out while the day lasts, unless it was checked.
    pub(crate) fn round_view(
        &self,
        round: RecordId,
        places: &[RecordId],
        visits: &[Visit],
        day: NaiveDate,
        patrol: Option<RecordId>,
    ) -> Result<RoundView, CallError> {
        let visits: Vec<_> = visits.iter().filter(|visit| visit.round == Some(round)).collect();
        let today = local(self.now()).date_naive();
        let mut shown = Vec::new();
        let mut finds = 0;
        for id in places {
            let hotspot = self.hotspot(*id)?;
            let at_place: Vec<_> = visits.iter().filter(|visit| visit.hotspot == *id).collect();
            let goes_on = day < today || hotspot.as_ref().is_some_and(|hotspot| is_at(hotspot, today));
            if at_place.is_empty() && !goes_on {
                continue;
            }
            let name = hotspot.as_ref().map_or("A hotspot", name_of);
            for visit in &at_place {
                finds += self.finds_of(visit)?;
            }
            // Something that was found there is not hidden by a later look.
            let told = at_place.iter().find(|visit| visit.found).or(at_place.first());
            shown.push(RoundPlace {
                hotspot: id.to_string(),
                name: name.into(),
                risk: hotspot.as_ref().and_then(risk_of),
                check: told.map(|visit| self.check_view(visit, name)).transpose()?,
            });
        }
        let checked = |place: &&RoundPlace| place.check.is_some();
        let last = visits.iter().find(|visit| patrol.is_some() && visit.patrol == patrol);
        let after = last.and_then(|last| shown.iter().position(|place| place.hotspot == last.hotspot.to_string()));
        let after = after.map_or(0, |at| at + 1);
        let next = shown.iter().skip(after).chain(&shown).find(|place| place.check.is_none());
        let kept = self.round_kept(round)?;
        let count = |many: usize| u32::try_from(many).unwrap_or(u32::MAX);
        let nothing = |place: &&RoundPlace| place.check.as_ref().is_some_and(|check| check.result == "nothing");
        Ok(RoundView {
            id: round.to_string(),
            name: kept.map_or_else(|| "A round".into(), |round| round.name),
            walked_now: false,
            checked: count(shown.iter().filter(checked).count()),
            nothing_found: count(shown.iter().filter(nothing).count()),
            finds,
            next: next.map(|place| place.hotspot.clone()),
            places: shown,
        })
    }
}
