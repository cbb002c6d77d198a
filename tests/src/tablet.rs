//! A tablet as a person uses it: every step is a command of the app, as the page calls it.

use crate::{Link, PIN, TestClock};
use app::contract::*;
use app::location::{Location, NoReading};
use app::{App, Options, PhotoMeta};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A tablet in the World.
pub struct Tablet {
    /// Its app.
    pub app: Arc<App>,
    /// Its link to the centre.
    pub link: Link,
    /// What carries that link.
    pub carrier: Carrier,
    /// Its location receiver. In the demo it is not asked.
    pub receiver: Receiver,
    folder: PathBuf,
    clock: TestClock,
}

/// What carries a tablet's link: nothing that can be told, until a test says otherwise.
#[derive(Debug, Clone, Default)]
pub struct Carrier(Arc<AtomicBool>);

impl Carrier {
    /// Makes it a mobile network, or not.
    pub fn mobile(&self, mobile: bool) {
        self.0.store(mobile, Ordering::SeqCst);
    }
}

impl app::Network for Carrier {
    fn link(&self) -> app::Link {
        if self.0.load(Ordering::SeqCst) { app::Link::Mobile } else { app::Link::Unknown }
    }
}

/// A tablet's location receiver: there is none until a test says what it reads.
#[derive(Debug, Clone, Default)]
pub struct Receiver(Arc<Mutex<Option<Result<DeviceReading, NoReading>>>>);

impl Receiver {
    /// Lets it read this.
    pub fn reads(&self, reading: Result<DeviceReading, NoReading>) {
        *self.0.lock().expect("the receiver") = Some(reading);
    }
}

impl Location for Receiver {
    fn reading(&self, _: Duration) -> Result<DeviceReading, NoReading> {
        self.0.lock().expect("the receiver").unwrap_or(Err(NoReading::NoReceiver))
    }
}

/// What people wrote, newest first. The office adds a page with its reference, and when that comes nobody can say: tablets sync
/// by themselves.
pub fn by_people(timeline: &[TimelineRow]) -> Vec<&TimelineRow> {
    timeline.iter().filter(|row| row.page.is_some()).collect()
}

/// One command, with the request's fields as JSON.
fn call<T: serde::de::DeserializeOwned>(app: &App, name: &str, request: Value) -> Result<T, CallError> {
    let answer = app.call(name, request)?;
    Ok(serde_json::from_value(answer).expect("the response has the shape of its contract"))
}

impl Tablet {
    pub(crate) fn open(folder: PathBuf, clock: TestClock, link: Link) -> Self {
        Self::open_on(folder, clock, link, Carrier::default(), Receiver::default(), None)
    }

    fn open_on(
        folder: PathBuf,
        clock: TestClock,
        link: Link,
        carrier: Carrier,
        receiver: Receiver,
        demo_unlock: Option<String>,
    ) -> Self {
        let office = link.clone();
        let options = Options {
            clock: Arc::new(clock.clone()),
            office: Arc::new(move |_, token| Ok(Box::new(office.with_token(token)))),
            network: Arc::new(carrier.clone()),
            location: Arc::new(receiver.clone()),
            demo_unlock,
            ..Options::at(folder.clone())
        };
        let app = App::open(options).expect("the app opens");
        Self { app, link, carrier, receiver, folder, clock }
    }

    /// Closes the app and opens it again, as after a restart. Nobody is unlocked then.
    pub fn restart(self) -> Self {
        self.restart_after(|_| {})
    }

    /// The same, with something done to its folder in between.
    pub fn restart_after(self, change: impl FnOnce(&std::path::Path)) -> Self {
        let Self { app, link, carrier, receiver, folder, clock } = self;
        drop(app);
        change(&folder);
        Self::open_on(folder, clock, link, carrier, receiver, None)
    }

    /// Opened again as `cargo xtask run` opens it: unlocked for one of the people, `PLACE:PIN`.
    pub fn restart_unlocked(self, asked: &str) -> Self {
        let Self { app, link, carrier, receiver, folder, clock } = self;
        drop(app);
        Self::open_on(folder, clock, link, carrier, receiver, Some(asked.to_owned()))
    }

    /// Its data folder.
    pub fn folder(&self) -> &std::path::Path {
        &self.folder
    }

    /// Runs a command that must succeed.
    #[track_caller]
    pub fn does<T: serde::de::DeserializeOwned>(&self, name: &str, request: Value) -> T {
        call(&self.app, name, request).unwrap_or_else(|refusal| panic!("{name} was refused: {refusal:?}"))
    }

    /// Runs a command that must be refused.
    #[track_caller]
    pub fn refused(&self, name: &str, request: Value) -> CallError {
        match call::<Value>(&self.app, name, request) {
            Ok(answer) => panic!("{name} should have been refused, but answered {answer}"),
            Err(refusal) => refusal,
        }
    }

    /// Enrols with a one-time code and the World's PIN.
    #[track_caller]
    pub fn enrol(&self, code: &str) -> Status {
        self.does("enrol", json!({ "office": "https://office.example", "code": code, "pin": PIN }))
    }

    /// Unlocks for the first person of the tablet.
    #[track_caller]
    pub fn unlock(&self) -> Status {
        let status: Status = self.does("status", json!({}));
        self.does("unlock", json!({ "user": status.people[0].user, "pin": PIN }))
    }

    /// Starts a patrol on foot.
    #[track_caller]
    pub fn start_patrol(&self, area: &str) -> PatrolView {
        self.does("start_patrol", json!({ "mode": "foot", "area": area, "with": [], "weather": null }))
    }

    /// Opens a form for a new finding.
    #[track_caller]
    pub fn begin(&self, kind: &str) -> Form {
        self.does("open_form", json!({ "kind": kind, "draft": null, "finding": null, "stage": null }))
    }

    /// Opens a saved finding at a stage.
    #[track_caller]
    pub fn reopen(&self, finding: &str, stage: &str) -> Form {
        self.does("open_form", json!({ "kind": null, "draft": null, "finding": finding, "stage": stage }))
    }

    /// Answers questions of a form.
    #[track_caller]
    pub fn answer(&self, form: &Form, answers: Value) -> Form {
        self.does("set_answers", json!({ "draft": form.draft, "answers": answers }))
    }

    /// Adds a photo to a form.
    #[track_caller]
    pub fn photo(&self, form: &Form, bytes: Vec<u8>) -> Form {
        let meta = PhotoMeta { draft: form.draft.clone(), slot: None, taken_at: None, picked_at: None };
        let answer = self.app.add_photo(bytes, meta).unwrap_or_else(|refusal| panic!("photo refused: {refusal:?}"));
        serde_json::from_value(answer).expect("a form")
    }

    /// Saves a form.
    #[track_caller]
    pub fn save(&self, form: &Form) -> Saved {
        self.does("save_form", json!({ "id": form.draft }))
    }

    /// A needle find, as short as it can be recorded.
    #[track_caller]
    pub fn find_needles(&self, many: u32) -> Saved {
        let form = self.begin("drug_litter");
        self.save(&self.answer(&form, json!({ "n_needle": many })))
    }

    /// One finding.
    #[track_caller]
    pub fn finding(&self, id: &str) -> FindingView {
        self.does("finding", json!({ "id": id }))
    }

    /// How many tables lie in its folder of exports.
    pub fn exports(&self) -> usize {
        std::fs::read_dir(self.folder.join("exports")).map_or(0, Iterator::count)
    }

    /// Syncs until nothing is left to do.
    #[track_caller]
    pub fn sync(&self) -> SyncOutcome {
        self.does("sync_now", json!({}))
    }
}
