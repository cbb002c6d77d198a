//! Demo findings: some weeks of a warden's patrols, and what a leader keeps and approves, recorded by the very commands
//! that the pages call, with a clock that walks through the past. Only a tablet of a demo office takes them.

mod kept;

use crate::Keychain;
use crate::contract::{Approve, ById, Nothing, SubmitPatrol};
use crate::contract::{CallError, Commands, ErrorCode, Form, FormField, OpenForm, SetAnswers, SetPlace, StartPatrol};
use crate::refusals::refuse;
use crate::{App, Clock, Error, Options, PhotoMeta};
use chrono::{Datelike, Days, NaiveDate, TimeZone, Weekday};
use chrono_tz::Europe::London;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use sync::Trouble;

/// How many days back the patrols begin.
const DAYS: u64 = 21;
/// Of the last days of these a part is still to be finished.
const UNFINISHED_DAYS: u64 = 4;
/// Patrols without a flag that the leader has not come to yet.
const LEFT_TO_REVIEW: usize = 3;
/// The drawings that the pages of a demo offer as photos.
const NEEDLES: &[u8] = include_bytes!("../../../ui/static/samples/needles.jpg");
const VEHICLE: &[u8] = include_bytes!("../../../ui/static/samples/vehicle.jpg");
/// The sides of a vehicle, by the slots of its kind.
const SIDES: [&str; 4] = ["front", "nearside", "rear", "offside"];
/// A place where things are found: its name, longitude and latitude.
type Spot = (&'static str, f64, f64);

/// Areas, each with its places.
const AREAS: [(&str, [Spot; 3]); 4] = [
    (
        "Chatham town centre",
        [
            ("Medway Street underpass", 0.5242, 51.3842),
            ("Town Hall Gardens", 0.5262, 51.3826),
            ("Rope Walk stairwell", 0.5281, 51.3815),
        ],
    ),
    (
        "Great Lines and Brompton",
        [
            ("Great Lines, Fort Amherst steps", 0.5302, 51.3868),
            ("Sally Port Gardens", 0.5321, 51.3894),
            ("Prospect Row", 0.5338, 51.3912),
        ],
    ),
    (
        "Rochester, Jackson's Fields",
        [
            ("Jackson's Fields play area", 0.5098, 51.3826),
            ("Star Hill steps", 0.5076, 51.3871),
            ("Doust Way path", 0.5121, 51.3889),
        ],
    ),
    (
        "Luton and Wayfield",
        [
            ("Luton Road alley", 0.5402, 51.3764),
            ("Magpie Hall Road steps", 0.5368, 51.3741),
            ("Chalk Pit Open Space", 0.5433, 51.3712),
        ],
    ),
];
/// Marks of the published test vectors: no car carries them here.
const MARKS: [&str; 4] = ["AB51 ABC", "LA68 XYZ", "TE57 VRN", "ER19 BAD"];

/// Why demo findings could not be recorded.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The app could not be opened.
    #[error(transparent)]
    Open(#[from] Error),
    /// A command was refused.
    #[error(transparent)]
    Refused(#[from] CallError),
}

/// What was recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recorded {
    /// Patrols, submitted.
    pub patrols: u32,
    /// Findings and register entries.
    pub findings: u32,
}

/// A clock that is set.
struct SetClock(AtomicI64);

impl Clock for SetClock {
    fn now(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }

    /// However far it is set, nobody has left the tablet alone.
    fn steady(&self) -> i64 {
        0
    }
}

/// Records as the first person of the tablet in `folder`: a warden patrols; a leader keeps panels, a round, tasks and a case
/// and, once patrols have come in, approves the older ones.
///
/// # Errors
/// When the tablet is not of a demo office, or a command is refused.
pub fn record(folder: PathBuf, keychain: Keychain) -> Result<Recorded, DemoError> {
    let real = crate::SystemClock.now();
    let clock = Arc::new(SetClock(AtomicI64::new(real)));
    let options = Options {
        clock: clock.clone(),
        // Nothing is sent while the clock is set to the past: it would be found wrong.
        office: Arc::new(|_, _| Err(Trouble::NoSignal)),
        keychain,
        ..Options::at(folder)
    };
    let app = App::open(options)?;
    let role = app.unlock_first_of_demo()?;
    let mut diary = Diary {
        app: &app,
        clock: &clock,
        recorded: Recorded { patrols: 0, findings: 0 },
        step: 0,
        photos: 0,
        late: false,
    };
    if role == "leader" {
        diary.at(real - 60_000);
        match app.queue()?.clean.is_empty() {
            true => diary.kept(real)?,
            false => diary.approvals()?,
        }
    } else {
        diary.weeks(real)?;
    }
    Ok(diary.recorded)
}

struct Diary<'a> {
    app: &'a App,
    clock: &'a SetClock,
    recorded: Recorded,
    step: usize,
    photos: u64,
    /// Whether the day is one of the last, of which a part is not finished.
    late: bool,
}

impl Diary<'_> {
    fn at(&self, millis: i64) {
        self.clock.0.store(millis, Ordering::SeqCst);
    }

    fn wait(&self, minutes: i64) {
        self.clock.0.fetch_add(minutes * 60_000, Ordering::SeqCst);
    }

    /// The next of a list, in turn.
    fn pick<T: Copy + Default, const N: usize>(&mut self, items: [T; N]) -> T {
        self.step += 1;
        items.get((self.step * 7 + self.step / 5) % N).copied().unwrap_or_default()
    }

    /// Tells how the case goes on, and approves what is not flagged, but for the last few.
    fn approvals(&mut self) -> Result<(), CallError> {
        self.gather()?;
        let clean = self.app.queue()?.clean;
        let done = || clean.iter().skip(LEFT_TO_REVIEW);
        let patrols: Vec<_> = done().map(|line| line.id.clone()).collect();
        if patrols.is_empty() {
            return Ok(());
        }
        let seen = done().map(|line| (line.id.clone(), line.seen.clone())).collect();
        self.app.approve_patrols(Approve { patrols, except: Vec::new(), findings: Vec::new(), seen }).map(drop)
    }

    fn weeks(&mut self, real: i64) -> Result<(), CallError> {
        let today = crate::words::local(real).date_naive();
        let mut day = today.checked_sub_days(Days::new(DAYS)).unwrap_or(today);
        while day < today {
            if !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) {
                self.late = today.signed_duration_since(day).num_days() <= UNFINISHED_DAYS as i64;
                self.shift(day)?;
            }
            day = day.succ_opt().unwrap_or(today);
        }
        self.do_a_task()
    }

    fn shift(&mut self, day: NaiveDate) -> Result<(), CallError> {
        let morning = day.and_hms_opt(7, 12, 0).and_then(|local| London.from_local_datetime(&local).earliest());
        self.at(morning.map(|morning| morning.timestamp_millis()).unwrap_or_default());
        // Each in turn, so that all of them are offered when a patrol is started.
        let (area, places) = AREAS.get(self.recorded.patrols as usize % AREAS.len()).copied().unwrap_or_default();
        let mode = self.pick(["foot", "foot", "vehicle"]);
        let weather = Some(self.pick(["dry", "rain", "wind"]).to_owned());
        let start = StartPatrol {
            mode: mode.into(),
            area: area.into(),
            with: Vec::new(),
            weather,
            round: self.round_in(area)?,
            check_in: None,
        };
        let patrol = self.app.start_patrol(start)?;
        let walked: Vec<_> = patrol.rounds.iter().flat_map(|round| &round.places).collect();
        for (index, place) in places.into_iter().enumerate() {
            self.wait(34 + 9 * index as i64);
            match walked.get(index) {
                Some(walked) => self.check(&walked.hotspot, place)?,
                None => self.needles(place, None)?,
            }
        }
        if day.weekday() == Weekday::Tue || day.weekday() == Weekday::Fri {
            self.wait(21);
            self.vehicle(places[1])?;
        }
        if day.weekday() == Weekday::Wed {
            self.wait(40);
            self.cleanup(places[2])?;
        }
        if day.weekday() == Weekday::Thu {
            self.wait(45);
            self.meeting()?;
        }
        self.wait(62);
        self.app.end_patrol(Nothing {})?;
        self.wait(4);
        self.app.submit_patrol(SubmitPatrol { id: patrol.id, note: None })?;
        self.recorded.patrols += 1;
        Ok(())
    }

    fn needles(&mut self, place: Spot, hotspot: Option<&str>) -> Result<(), CallError> {
        let form = self.placed("drug_litter", place, hotspot)?;
        let caps = self.pick([0, 2, 5, 1]);
        let answers = json!({
            "n_syringe_needle": self.pick([1, 2, 4, 0]),
            "n_cap_plunger": caps,
            "n_foil": self.pick([1, 3, 2]),
            "setting": self.pick(["underpass", "park", "stairwell"]),
            "action": "removed",
        });
        self.photo(&form, NEEDLES, None)?;
        let finished = !self.late || self.pick([true, false]);
        self.save(form, answers, finished)
    }

    fn vehicle(&mut self, place: Spot) -> Result<(), CallError> {
        let form = self.placed("abandoned_vehicle", place, None)?;
        let answers = json!({
            "vrm": self.pick(MARKS),
            "plate_state": "both_present",
            "vehicle_type": self.pick(["car", "car", "van"]),
            "make": self.pick(["Ford", "Vauxhall", "Peugeot"]),
            "colour": self.pick(["silver", "blue", "black"]),
            "condition": ["flat_tyre", "litter_beneath"],
        });
        for side in SIDES {
            self.photo(&form, VEHICLE, Some(side))?;
        }
        self.save(form, answers, !self.late)
    }

    fn cleanup(&mut self, place: Spot) -> Result<(), CallError> {
        let form = self.placed("community_cleanup", place, None)?;
        let answers = json!({
            "title": format!("Clean-up, {}", place.0),
            "site": place.0,
            "volunteers_public": self.pick([9, 14, 6]),
            "volunteers_elected_members": self.pick([1, 2]),
            "sacks_black": self.pick([12, 18, 7]),
        });
        self.save(form, answers, !self.late)
    }

    fn meeting(&mut self) -> Result<(), CallError> {
        let form = self.open("pact_meeting")?;
        let Some(panel) = first_choice(&form, "pact") else {
            // Without a panel on this tablet there is nothing to meet; the form is put away again.
            return self.app.discard_form(ById { id: form.draft }).map(|_| ());
        };
        self.save(form, json!({ "pact": panel, "venue": "Luton Library", "format": "in_person" }), true)?;
        let form = self.open("pact_issue")?;
        let Some(meeting) = first_choice(&form, "meeting") else {
            return self.app.discard_form(ById { id: form.draft }).map(|_| ());
        };
        let (summary, category) = self.pick([
            ("Street lights out on Luton Road", "lighting"),
            ("Motorbikes on the Great Lines", "nuisance_bikes"),
        ]);
        self.save(form, json!({ "meeting": meeting, "summary": summary, "category": category }), !self.late)
    }

    /// Adds a drawing, each time as another photo: with a comment of its own behind the mark that begins a JPEG.
    fn photo(&mut self, form: &Form, drawing: &[u8], slot: Option<&str>) -> Result<(), CallError> {
        self.photos += 1;
        let Some((mark, rest)) = drawing.split_first_chunk::<2>() else { return Ok(()) };
        let comment = [&[0xff, 0xfe, 0, 10][..], &self.photos.to_be_bytes()].concat();
        let bytes = [&mark[..], &comment, rest].concat();
        let meta = PhotoMeta { draft: form.draft.clone(), slot: slot.map(Into::into), taken_at: None, picked_at: None };
        self.app.add_photo(bytes, meta).map(drop)
    }

    fn open(&self, kind: &str) -> Result<Form, CallError> {
        self.app.open_form(OpenForm { kind: Some(kind.into()), ..OpenForm::default() })
    }

    fn placed(&self, kind: &str, (name, lon, lat): Spot, hotspot: Option<&str>) -> Result<Form, CallError> {
        let hotspot = hotspot.map(str::to_owned);
        let form = self.app.open_form(OpenForm { kind: Some(kind.into()), hotspot, ..OpenForm::default() })?;
        let device = crate::contract::DeviceReading { lon, lat, accuracy_m: 8.0 };
        self.app.set_place(SetPlace { draft: form.draft.clone(), device: Some(device), typed: None, place: None })?;
        self.app.set_place(SetPlace { draft: form.draft, device: None, typed: Some(name.into()), place: None })
    }

    /// Answers and saves; then, if it is to be finished, answers what is still asked and saves again.
    fn save(&mut self, form: Form, answers: Value, finish: bool) -> Result<(), CallError> {
        self.record(form, answers, finish).map(drop)
    }

    /// The same, and gives the record's id.
    fn record(&mut self, form: Form, answers: Value, finish: bool) -> Result<String, CallError> {
        let form = self.answer(&form, answers)?;
        let form = self.fill(form)?;
        let saved = self.app.save_form(ById { id: form.draft })?;
        self.recorded.findings += 1;
        if finish {
            let stage = Some("finish".to_owned());
            let finding = Some(saved.finding.clone());
            let form = self.app.open_form(OpenForm { finding, stage, ..OpenForm::default() })?;
            let form = self.fill(form)?;
            match form.missing.is_empty() && self.app.save_form(ById { id: form.draft.clone() }).is_ok() {
                true => {}
                false => drop(self.app.discard_form(ById { id: form.draft })?),
            }
        }
        Ok(saved.finding)
    }

    fn answer(&self, form: &Form, answers: Value) -> Result<Form, CallError> {
        let known = |name: &String| form.fields.iter().any(|field| field.id == *name);
        let answers = answers.as_object().into_iter().flatten().filter(|(name, _)| known(name));
        let answers = answers.map(|(name, value)| (name.clone(), value.clone())).collect();
        self.app.set_answers(SetAnswers { draft: form.draft.clone(), answers })
    }

    /// Gives each missing answer the plainest one there is, a few rounds deep: one answer may ask for the next.
    fn fill(&self, mut form: Form) -> Result<Form, CallError> {
        for _ in 0..6 {
            let plain: serde_json::Map<_, _> = form
                .missing
                .iter()
                .filter_map(|problem| form.fields.iter().find(|field| field.id == problem.field))
                .filter_map(|field| Some((field.id.clone(), plain(field)?)))
                .collect();
            if plain.is_empty() {
                break;
            }
            form = self.answer(&form, Value::Object(plain))?;
        }
        Ok(form)
    }
}

fn first_choice(form: &Form, field: &str) -> Option<String> {
    let field = form.fields.iter().find(|asked| asked.id == field)?;
    field.choices.first().map(|choice| choice.id.clone())
}

fn plain(field: &FormField) -> Option<Value> {
    let first = || field.choices.first().map(|choice| choice.id.clone());
    let quiet = || field.choices.iter().find(|choice| choice.id == "none").map(|choice| choice.id.clone());
    Some(match field.field_type.as_str() {
        "bool" => json!(false),
        "choice" | "record" => json!(quiet().or_else(first)?),
        "multi" | "people" => json!([quiet().or_else(first)?]),
        "count" | "int" | "decimal" | "money" => json!(1),
        "text" | "longtext" => json!(first().unwrap_or_else(|| "0417".into())),
        _ => return None,
    })
}

impl App {
    /// Opens the session of the tablet's first person, in a demo only. Gives their role.
    fn unlock_first_of_demo(&self) -> Result<String, CallError> {
        if !self.store.enrolment()?.is_some_and(|enrolment| enrolment.demo) {
            return Err(refuse(ErrorCode::NotAllowed, "Only a tablet of a demo office takes demo findings."));
        }
        let person = self.store.people()?.into_iter().next();
        let session = person.and_then(crate::app::Session::of);
        let role = session.as_ref().map(|session| session.person.role.clone());
        self.set_session(session);
        role.ok_or_else(|| refuse(ErrorCode::NotEnrolled, "Enrol this tablet first."))
    }
}
