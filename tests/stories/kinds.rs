//! Every kind of the catalogue, from the first tap to closed, by the answers that a file of `kinds/` gives for it.
//!
//! In a file: `summary` is the line that lists show of it; `role` who records it (`warden` unless said, `leader`, `lead`);
//! `[[before]]` what is recorded first, with the name that answers use for it; `[now]` and `[finish]` the answers; each
//! `[[step]]` its id, the hours that pass before it, who takes it, and its answers; `closed` the state and the outcome that
//! it ends with. An answer `@3` is the moment three days from then, `@name` a record of `[[before]]`.

use crate::closing::{matter, steps};
use app::contract::*;
use domain::catalogue::{Catalogue, Kind};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::path::PathBuf;
use tests::{Tablet, World, jpeg};

const MILLIS_OF_A_DAY: i64 = 24 * 60 * 60 * 1_000;
/// What every finding is asked, where the file does not say otherwise.
const SHARED: [(&str, &str); 4] = [
    ("immediate_danger", "false"),
    ("safeguarding", "\"none\""),
    ("source", "\"patrol\""),
    ("land_type", "\"council_land\""),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Told {
    summary: String,
    #[serde(default = "warden")]
    role: String,
    #[serde(default)]
    before: Vec<Before>,
    #[serde(default)]
    now: Map<String, Value>,
    #[serde(default)]
    finish: Map<String, Value>,
    #[serde(default)]
    step: Vec<Taken>,
    closed: Option<[String; 2]>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Before {
    name: String,
    kind: String,
    now: Map<String, Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Taken {
    id: String,
    #[serde(default)]
    wait_hours: i64,
    #[serde(default)]
    by_leader: bool,
    #[serde(default)]
    answers: Map<String, Value>,
}

fn warden() -> String {
    "warden".to_owned()
}

/// A kind, who records it, who leads, and what the kind's file names.
struct Story<'a> {
    world: &'a World,
    kind: &'a Kind,
    recorder: &'a Tablet,
    leader: &'a Tablet,
    named: BTreeMap<String, String>,
}

impl Story<'_> {
    /// An answer as the form takes it: `@3` is a moment or a date, `@name` a record.
    fn answer(&self, form: &Form, id: &str, value: &Value) -> Value {
        let is_date = form.fields.iter().any(|field| field.id == id && field.field_type == "date");
        match value {
            Value::String(text) => match text.strip_prefix('@') {
                Some(days) if days.parse::<i64>().is_ok() => {
                    let ahead = days.parse::<i64>().unwrap() * MILLIS_OF_A_DAY;
                    let at =
                        chrono::DateTime::from_timestamp_millis(app::Clock::now(&self.world.clock) + ahead).unwrap();
                    let at = at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
                    json!(if is_date { &at[..10] } else { &at[..] })
                }
                Some(name) => json!(self.named.get(name).unwrap_or_else(|| panic!("nothing before is called {name}"))),
                None => value.clone(),
            },
            Value::Array(several) => several.iter().map(|one| self.answer(form, id, one)).collect(),
            Value::Object(row) => {
                row.iter().map(|(column, cell)| (column.clone(), self.answer(form, "", cell))).collect()
            }
            other => other.clone(),
        }
    }

    /// The same answers, by one who is asked for them.
    fn answered(&self, tablet: &Tablet, form: &Form, answers: &Map<String, Value>) -> Form {
        let answers: Map<_, _> = answers.iter().map(|(id, value)| (id.clone(), self.answer(form, id, value))).collect();
        tablet.answer(form, Value::Object(answers))
    }

    /// Without any one of its required answers the form is not saved; with all of them it is.
    fn saved(&self, tablet: &Tablet, mut form: Form) -> String {
        for seed in 1..=12 {
            if !form.missing.iter().any(|missing| missing.field == "photos") {
                break;
            }
            form = tablet.photo(&form, jpeg(seed, 64, 48));
        }
        assert_eq!(form.missing, [], "{} of {}", form.stage, self.kind.id);
        let required = form.fields.iter().filter(|field| field.required && field.shown && !field.computed);
        for field in required.filter(|field| field.field_type != "rows" && field.id != "place") {
            let without = tablet.answer(&form, json!({ field.id.as_str(): null }));
            let refused = tablet.refused("save_form", json!({ "id": without.draft }));
            assert_eq!(refused.code, ErrorCode::Invalid, "{} without {}", self.kind.id, field.id);
            tablet.answer(&form, json!({ field.id.as_str(): field.value }));
        }
        tablet.save(&form).finding
    }

    /// What lies before the record: nothing is taken for granted.
    fn record(&self, told: &Told) -> String {
        let tablet = self.recorder;
        let blank = tablet.begin(&self.kind.id);
        let refused = tablet.refused("save_form", json!({ "id": blank.draft }));
        assert_eq!(refused.code, ErrorCode::Invalid, "{} asks for nothing", self.kind.id);
        let mut form = self.answered(tablet, &blank, &told.now);
        if self.kind.field("place").is_some() {
            let device = json!({ "lon": 0.5242, "lat": 51.3842, "accuracy_m": 8.0 });
            form = tablet.does("set_place", json!({ "draft": form.draft, "device": device, "typed": null }));
        }
        self.saved(tablet, form)
    }

    fn finish(&self, finding: &str, told: &Told) {
        let tablet = self.recorder;
        let mut form = tablet.reopen(finding, "finish");
        let asked = |form: &Form, id: &str| form.fields.iter().any(|field| field.id == id && field.shown);
        for (id, value) in SHARED {
            if asked(&form, id) && !told.finish.contains_key(id) {
                form = tablet.answer(&form, json!({ id: serde_json::from_str::<Value>(value).unwrap() }));
            }
        }
        let form = self.answered(tablet, &form, &told.finish);
        if !told.finish.is_empty() {
            self.saved(tablet, form);
        }
        let view = tablet.finding(finding);
        assert_eq!(view.line.missing, None, "{} is finished", self.kind.id);
        assert_eq!(view.line.summary, told.summary, "{}", self.kind.id);
    }

    /// Every step that cannot follow is refused, and the one that is taken is refused while it lacks an answer.
    fn take(&self, finding: &str, taken: &Taken) {
        self.world.wait_minutes(taken.wait_hours * 60);
        let tablet = if taken.by_leader { self.leader } else { self.recorder };
        self.meet();
        let view = tablet.finding(finding);
        let open = steps(&view);
        assert!(open.contains(&taken.id.as_str()), "{}: {} is none of {open:?}", self.kind.id, taken.id);
        for step in self.kind.steps.iter().filter(|step| !open.contains(&step.id.as_str())) {
            let illegal =
                json!({ "kind": null, "draft": null, "finding": finding, "stage": format!("step/{}", step.id) });
            tablet.refused("open_form", illegal);
        }
        let form = tablet.reopen(finding, &format!("step/{}", taken.id));
        if !form.missing.is_empty() && !taken.answers.is_empty() {
            tablet.refused("save_form", json!({ "id": form.draft }));
        }
        let form = self.answered(tablet, &form, &taken.answers);
        self.saved(tablet, form);
    }

    fn meet(&self) {
        for tablet in [self.recorder, self.leader, self.recorder] {
            tablet.sync();
        }
    }

    /// It is closed with its outcome, and the leader sees the same; what is restricted they do not see.
    fn ends(&self, finding: &str, told: &Told) {
        let id = &self.kind.id;
        let view = self.recorder.finding(finding);
        match (&told.closed, &view.matter) {
            (Some([state, outcome]), Some(_)) => {
                assert_eq!(matter(&view), (state.as_str(), "closed", outcome.as_str()), "{id}");
            }
            (None, None) => {}
            (closed, _) => panic!("{id} ends with {:?}, not with {closed:?}", view.matter),
        }
        assert_eq!(view.line.missing, None, "{id}");
        let asked = json!({ "id": finding });
        if self.kind.restricted {
            self.leader.refused("finding", asked);
            return;
        }
        let seen: FindingView = self.leader.does("finding", asked);
        assert_eq!(seen.line.summary, view.line.summary, "{id}");
        assert_eq!(seen.matter.map(|matter| matter.state), view.matter.map(|matter| matter.state), "{id}");
    }
}

/// Everyone who records kinds, and who leads.
struct People {
    world: World,
    warden: Tablet,
    lead: Tablet,
    keeper: Tablet,
    leader: Tablet,
}

impl People {
    fn meet() -> Self {
        let world = World::new();
        let [warden, lead] = ["Demo warden A", "Demo lead"].map(|name| world.tablet(name, "warden"));
        let [keeper, leader] = ["Demo leader C", "Demo leader D"].map(|name| world.tablet(name, "leader"));
        world.centre.set_safeguarding("Demo lead", true, app::Clock::now(&world.clock)).unwrap();
        world.wait_minutes(1);
        lead.sync();
        warden.start_patrol("Chatham");
        Self { world, warden, lead, keeper, leader }
    }

    fn tell(&self, kind: &Kind, told: &Told) {
        let recorder = match told.role.as_str() {
            "leader" => &self.keeper,
            "lead" => &self.lead,
            _ => &self.warden,
        };
        let mut story = Story { world: &self.world, kind, recorder, leader: &self.leader, named: BTreeMap::new() };
        for before in &told.before {
            // The registers are the leader's to keep.
            let form = story.answered(story.leader, &story.leader.begin(&before.kind), &before.now);
            let made = story.leader.save(&form).finding;
            story.named.insert(before.name.clone(), made);
            story.meet();
        }
        let finding = story.record(told);
        if !kind.restricted {
            story.finish(&finding, told);
        }
        for taken in &told.step {
            story.take(&finding, taken);
        }
        story.meet();
        story.ends(&finding, told);
    }
}

#[test]
fn every_kind_goes_from_the_first_tap_to_closed() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("stories/kinds");
    let catalogue = Catalogue::built_in().unwrap();
    let people = People::meet();
    let mut failed = Vec::new();
    // What is never begun by a form has a story of its own.
    for kind in catalogue
        .kinds()
        .iter()
        .filter(|kind| !["hotspot_visit", "call", "published_report"].contains(&kind.id.as_str()))
    {
        let file = folder.join(format!("{}.toml", kind.id));
        let text = std::fs::read_to_string(&file).unwrap_or_else(|_| panic!("tell {} in {}", kind.id, file.display()));
        let told = toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        // So that one run names every kind that fails.
        if std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| people.tell(kind, &told))).is_err() {
            failed.push(kind.id.as_str());
        }
    }
    assert!(failed.is_empty(), "see above for {failed:?}");
}
