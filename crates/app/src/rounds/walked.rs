//! For the leader: which rounds were walked on which day, and what was not checked.

use crate::App;
use crate::contract::{CallError, ErrorCode, RoundOfDay, RoundPatrol, RoundsDay, RoundsRequest, RoundsWalked};
use crate::refusals::refuse;
use crate::rounds::register::Round;
use crate::rounds::visits::Visit;
use crate::rounds::walk::Walk;
use crate::words::local;
use chrono::{Days, NaiveDate};
use domain::roles::Action as Right;
use store::{Filter, Found};

/// Days in one stretch.
const STRETCH: u64 = 7;
/// Patrols of them that are looked at.
const MOST: u32 = 1000;

/// A patrol and the round that it walked.
struct Walked {
    patrol: Found,
    walk: Walk,
}

impl App {
    pub(crate) fn list_rounds(&self, request: &RoundsRequest) -> Result<RoundsWalked, CallError> {
        self.allowed(Right::ReviewPatrol)?;
        let today = local(self.now()).date_naive();
        let last = match &request.before {
            None => today,
            Some(before) => before
                .parse::<NaiveDate>()
                .ok()
                .and_then(|day| day.pred_opt())
                .ok_or_else(|| refuse(ErrorCode::BadRequest, "The list cannot go on from there. Open it again."))?,
        };
        let first = last.checked_sub_days(Days::new(STRETCH - 1)).unwrap_or(last);
        let rounds = self.rounds_kept()?;
        let visits = self.visits_of_days(first, last)?;
        let walked = self.rounds_begun(first, last)?;
        let mut days = Vec::new();
        let mut day = last;
        while day >= first {
            let of_day = self.rounds_of_day(day, &rounds, &visits, &walked)?;
            if !of_day.is_empty() {
                days.push(RoundsDay {
                    date: day.to_string(),
                    day: day.format("%A %-d %B %Y").to_string(),
                    rounds: of_day,
                });
            }
            let Some(before) = day.pred_opt() else { break };
            day = before;
        }
        let earlier = rounds.iter().any(|round| round.since < first);
        Ok(RoundsWalked { days, next: earlier.then(|| first.to_string()), any: !rounds.is_empty() })
    }

    /// The patrols of these days that walked a round.
    fn rounds_begun(&self, first: NaiveDate, last: NaiveDate) -> Result<Vec<Walked>, CallError> {
        let filter =
            Filter { kind: Some(record::PATROL.into()), from: Some(first), to: Some(last), ..Filter::default() };
        let mut begun = Vec::new();
        for patrol in self.store.find(&filter, MOST)? {
            let walk = self.store.record(patrol.id)?.as_ref().and_then(Walk::of);
            begun.extend(walk.map(|walk| Walked { patrol, walk }));
        }
        Ok(begun)
    }

    fn rounds_of_day(
        &self,
        day: NaiveDate,
        rounds: &[Round],
        visits: &[Visit],
        walked: &[Walked],
    ) -> Result<Vec<RoundOfDay>, CallError> {
        let on = |millis: i64| local(millis).date_naive() == day;
        let mut of_day = Vec::new();
        for round in rounds {
            let walks: Vec<_> =
                walked.iter().filter(|one| one.walk.round == round.id && on(one.patrol.occurred)).collect();
            let of_round = visits.iter().filter(|visit| visit.round == Some(round.id));
            let checks: Vec<Visit> = of_round.filter(|visit| visit.day == day).cloned().collect();
            if walks.is_empty() && checks.is_empty() && !round.is_due(day) {
                continue;
            }
            // The list as it was when it was walked, not as it is now.
            let places = match walks.last() {
                Some(walk) => walk.walk.places.clone(),
                None => self.places_to_check(round, day)?,
            };
            let view = self.round_view(round.id, &places, &checks, day, None)?;
            if view.places.is_empty() {
                continue;
            }
            let patrol = |one: &&Walked| RoundPatrol { id: one.patrol.id.to_string(), by: one.patrol.by.clone() };
            let not_checked = view.places.iter().filter(|place| place.check.is_none());
            of_day.push(RoundOfDay {
                state: match (view.next.is_some(), view.checked) {
                    (false, _) => "all",
                    (true, _) if day == local(self.now()).date_naive() => "open",
                    (true, 0) => "not_walked",
                    (true, _) => "in_part",
                }
                .into(),
                due: round.before().filter(|_| round.is_due(day)),
                patrols: walks.iter().map(patrol).collect(),
                not_checked: not_checked.map(|place| place.name.clone()).collect(),
                round: view,
            });
        }
        Ok(of_day)
    }
}
