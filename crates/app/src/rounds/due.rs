//! Which rounds are due today, and which can be chosen for a patrol.

use crate::App;
use crate::contract::{CallError, RoundChoice, RoundDue};
use crate::rounds::walk::Walk;
use crate::tasks::doers;
use crate::words::{local, plural};

impl App {
    /// Those that are on this person's Today: anybody's, their own, and those of whom they cover for; their own not while somebody
    /// else does.
    pub(crate) fn rounds_of_today(&self, name: &str) -> Result<Vec<RoundDue>, CallError> {
        let covers = self.covers_today()?;
        let mut due = Vec::new();
        for mut round in self.rounds_due()? {
            let Some(whose) = round.whose.clone() else {
                due.push(round);
                continue;
            };
            if doers(&covers, &whose).iter().any(|doer| doer == name) {
                if whose != name {
                    round.second = format!("For {whose} · {}", round.second);
                }
                due.push(round);
            }
        }
        Ok(due)
    }

    /// The rounds of today that have places, with how far they are.
    pub(crate) fn rounds_due(&self) -> Result<Vec<RoundDue>, CallError> {
        let now = local(self.now());
        let today = now.date_naive();
        let visits = self.visits_of_days(today, today)?;
        let patrol = self.patrol_under_way()?.map(|patrol| self.store.record(patrol.id)).transpose()?.flatten();
        let walk = patrol.as_ref().and_then(Walk::of);
        let mut due = Vec::new();
        for round in self.rounds_kept()?.iter().filter(|round| round.is_due(today)) {
            let view = self.round_view(round.id, &round.places, &visits, today, None)?;
            if view.places.is_empty() {
                continue;
            }
            let places = plural(view.places.len() as u64, "place", "places");
            let late = view.next.is_some() && round.by.is_some_and(|by| by <= now.time());
            let before = round.before().map(|before| if late { format!("was due {before}") } else { before });
            let parts = match view.checked {
                0 => [Some(places), before, Some("not started".into())],
                checked => [Some(format!("{checked} of {places} checked")), before, None],
            };
            due.push(RoundDue {
                second: parts.into_iter().flatten().collect::<Vec<_>>().join(" · "),
                late,
                whose: round.walked_by.clone(),
                walked_now: walk.as_ref().is_some_and(|walk| walk.round == round.id),
                round: view,
            });
        }
        Ok(due)
    }

    /// The rounds that a patrol can walk, those that are still due today first.
    pub(crate) fn round_choices(&self) -> Result<Vec<RoundChoice>, CallError> {
        let today = local(self.now()).date_naive();
        let open: Vec<_> = self.rounds_due()?.into_iter().filter(|due| due.round.next.is_some()).collect();
        let mut choices = Vec::new();
        for round in self.rounds_kept()?.iter().filter(|round| round.active) {
            let places = self.places_to_check(round, today)?.len();
            let due = open.iter().any(|due| due.round.id == round.id.to_string());
            let before = round.before().filter(|_| due).map(|before| format!("due {before}"));
            let parts = [Some(plural(places as u64, "place", "places")), before];
            if places > 0 {
                choices.push(RoundChoice {
                    id: round.id.to_string(),
                    name: round.name.clone(),
                    second: parts.into_iter().flatten().collect::<Vec<_>>().join(", "),
                    due,
                });
            }
        }
        choices.sort_by_key(|choice| !choice.due);
        Ok(choices)
    }
}
