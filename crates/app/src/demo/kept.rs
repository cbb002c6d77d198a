//! What a demo's leader keeps, and what becomes of it: panels, a round of hotspots that the warden walks, tasks that are
//! given and done, and a case.

use super::{AREAS, DAYS, Diary, Spot, first_choice};
use crate::contract::{ById, CallError, CheckHotspot, Commands, FindingsRequest, Nothing, OpenForm, PutInCase};
use chrono::{Days, NaiveDate};
use serde_json::json;

/// Milliseconds of a day.
const DAY: i64 = 24 * 60 * 60 * 1_000;
/// Findings that are put into the case.
const IN_CASE: usize = 4;
/// What is to be done, given so many days ago, to be done within so many days. The first is done; one is late.
const TASKS: [(&str, i64, u64); 3] = [
    ("Ask the school about the litter pick", 9, 5),
    ("Photograph the fence at Sally Port Gardens again", 6, 4),
    ("Speak to the residents of Rope Walk about the stairwell", 2, 5),
];

impl Diary<'_> {
    /// Panels, hotspots with their round, a case, and tasks for the warden; as they were before the patrols begin.
    pub(super) fn kept(&mut self, real: i64) -> Result<(), CallError> {
        self.at(real - (DAYS as i64 + 1) * DAY);
        for name in ["Luton PACT", "Chatham Central PACT"] {
            let form = self.open("pact_panel")?;
            self.save(form, json!({ "name": name }), true)?;
        }
        let (area, spots) = AREAS.first().copied().unwrap_or_default();
        let places = spots.into_iter().map(|spot| self.hotspot(spot)).collect::<Result<Vec<_>, _>>()?;
        let round = json!({ "name": round_of(area), "places": places, "days": "weekdays", "by_time": "12:00" });
        let form = self.open("round")?;
        self.save(form, round, true)?;

        let form = self.open("case")?;
        let case = json!({
            "name": "Drug litter at Medway Street underpass",
            "case_type": "location",
            "lead_officer": first_choice(&form, "lead_officer"),
            "review_on": day_after(real, 9),
            "aim": "The lights are mended, and the underpass is clear on three mornings running.",
        });
        self.save(form, case, true)?;

        TASKS.into_iter().try_for_each(|(what, ago, within)| self.task(what, real - ago * DAY, within))
    }

    /// Gives a task to somebody else of the team; a leader who is alone gives none.
    fn task(&mut self, what: &str, given: i64, within: u64) -> Result<(), CallError> {
        self.at(given);
        let form = self.open("task")?;
        let me = self.app.unlocked()?.person.name;
        let asked = form.fields.iter().find(|field| field.id == "assigned_to");
        let to = asked.and_then(|field| field.choices.iter().find(|choice| choice.id != me)).map(|one| one.id.clone());
        let Some(to) = to else { return self.app.discard_form(ById { id: form.draft }).map(drop) };
        self.save(form, json!({ "what": what, "assigned_to": to, "due_on": day_after(given, within) }), false)
    }

    fn hotspot(&mut self, spot: Spot) -> Result<String, CallError> {
        let form = self.placed("hotspot", spot, None)?;
        let answers =
            json!({ "name": spot.0, "hazard": "drug_litter", "visit_frequency": "daily_am", "status": "active" });
        self.record(form, answers, true)
    }

    /// The round that is walked in an area, if this tablet knows of one.
    pub(super) fn round_in(&self, area: &str) -> Result<Option<String>, CallError> {
        let choices = self.app.start_patrol_choices(Nothing {})?;
        Ok(choices.rounds.into_iter().find(|round| round.name == round_of(area)).map(|round| round.id))
    }

    /// A place of the round is checked: two times of three nothing is found.
    pub(super) fn check(&mut self, hotspot: &str, spot: Spot) -> Result<(), CallError> {
        if self.pick([true, false, false]) {
            return self.needles(spot, Some(hotspot));
        }
        self.app.nothing_found(CheckHotspot { hotspot: hotspot.to_owned() }).map(drop)
    }

    /// The first of the warden's tasks is done, at the end of the weeks.
    pub(super) fn do_a_task(&mut self) -> Result<(), CallError> {
        let today = self.app.today(Nothing {})?;
        let Some(task) = today.tasks.into_iter().next() else { return Ok(()) };
        let (finding, stage) = (Some(task.line.id), Some("step/done".to_owned()));
        let form = self.app.open_form(OpenForm { finding, stage, ..OpenForm::default() })?;
        let form = self.answer(&form, json!({ "done_note": "They would like to come on the first Saturday." }))?;
        self.app.save_form(ById { id: form.draft }).map(drop)
    }

    /// Puts into the case what was found there, and tells what was done.
    pub(super) fn gather(&mut self) -> Result<(), CallError> {
        let Some(case) = self.app.cases(Nothing {})?.open.into_iter().next().map(|case| case.line.id) else {
            return Ok(());
        };
        let there = FindingsRequest {
            search: Some("Medway Street underpass".into()),
            kind: Some("drug_litter".into()),
            ..FindingsRequest::default()
        };
        for line in self.app.findings(there)?.lines.into_iter().take(IN_CASE) {
            self.app.put_in_case(PutInCase { id: line.id, case: case.clone(), belongs: true })?;
        }
        let kind = Some("case_note".to_owned());
        let form = self.app.open_form(OpenForm { kind, follows: Some(case), ..OpenForm::default() })?;
        let told =
            json!({ "what": "done", "told": "Asked the highways team to mend the two lights in the underpass." });
        self.save(form, told, true)
    }
}

/// A day so many days after a moment, as a form takes it.
fn day_after(millis: i64, days: u64) -> NaiveDate {
    let day = crate::words::local(millis).date_naive();
    day.checked_add_days(Days::new(days)).unwrap_or(day)
}

fn round_of(area: &str) -> String {
    format!("{area}, morning round")
}
