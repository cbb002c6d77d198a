//! What travels: requests and bytes both ways with HTTP headers, between a tablet and the real server program.

use crate::figures::Figures;
use crate::findings::finding;
use crate::office::{CouncilOffice, Counter};
use crate::{photos, tablet};
use anyhow::{Context, Result, anyhow, ensure};
use app::contract::{Form, PatrolView, Saved, Status};
use app::{App, Options, PhotoMeta};
use book::{Entry, ScopeId};
use protocol::{EnrolReply, EnrolRequest, PhotoHash};
use serde_json::{Value, json};
use std::cell::Cell;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use store::Store;
use sync::{HttpOffice, Office, Outcome, Trouble, sync_once};
use tests::PIN;

const FINDINGS: u64 = 60;
const PHOTOS: u64 = 3;

pub(crate) fn measure(figures: &mut Figures) -> Result<()> {
    let office = CouncilOffice::start()?;
    let counter = Counter::before(&office.address)?;
    let folder = tablet::scratch()?;
    enrol(folder.path(), &office.address, &office.code()?)?;
    // The day's first sync has brought the grants; what is measured comes after.
    sync(folder.path(), &counter)?;

    let pages_before = record_shift(folder.path())?;
    let (sent, traffic) = sync(folder.path(), &counter)?;
    ensure!(sent.converged, "the shift did not arrive whole: {sent:?}");
    let (pages, entries, values) = what_was_sent(folder.path(), pages_before)?;
    let wire = traffic.up + traffic.down;
    figures.add(
        "A shift of 60 findings up: requests",
        traffic.requests as f64,
        2.0,
        "",
        format!("{pages} pages: each finding saved, then finished; the patrol started, ended, submitted"),
    );
    figures.add(
        "A shift of 60 findings up: wire ÷ its uncompressed values",
        wire as f64 / values as f64,
        1.0,
        "x",
        format!("{} bytes up, {} down; values {values} bytes, whole entries {entries}", traffic.up, traffic.down),
    );

    office.back_up()?;
    for _ in 0..3 {
        sync(folder.path(), &counter)?;
    }
    let (_, traffic) = sync(folder.path(), &counter)?;
    figures.add("Nothing new: requests", traffic.requests as f64, 1.0, "", "on a new connection, all backed up");
    let beside = format!("{} up, {} down, with HTTP headers, without TLS", traffic.up, traffic.down);
    figures.add("Nothing new: bytes both ways", (traffic.up + traffic.down) as f64, 700.0, "bytes", beside);

    let bytes = record_photos(folder.path(), PHOTOS)?;
    let (sent, traffic) = sync(folder.path(), &counter)?;
    ensure!(sent.photos_sent == PHOTOS, "the photos did not arrive: {sent:?}");
    figures.add(
        "Photos on a clean link: wire ÷ their bytes",
        (traffic.up + traffic.down) as f64 / bytes as f64,
        1.01,
        "x",
        format!(
            "{PHOTOS} photos, {bytes} bytes; {} up, {} down in {} requests",
            traffic.up, traffic.down, traffic.requests
        ),
    );
    Ok(())
}

/// Enrols at the office. Nothing else goes over the network until [`sync`].
pub(crate) fn enrol(folder: &Path, office: &str, code: &str) -> Result<()> {
    let app = open(folder)?;
    let request = json!({ "office": office, "code": code, "pin": PIN });
    tablet::call::<Status>(&app, "enrol", request).map(drop)
}

pub(crate) fn open(folder: &Path) -> Result<Arc<App>> {
    let options = Options {
        office: Arc::new(|address, token| match token {
            None => Ok(Box::new(HttpOffice::new(address, None)?)),
            Some(_) => Err(Trouble::NoSignal),
        }),
        ..Options::at(folder.to_owned())
    };
    Ok(App::open(options)?)
}

/// A shift of one warden, by the app's commands: every finding saved at once and finished later. Gives the pages held
/// before it.
pub(crate) fn record_shift(folder: &Path) -> Result<u64> {
    let app = open(folder)?;
    let before = u64::from(tablet::unlock(&app, "warden")?.next_page) - 1;
    let start = json!({ "mode": "foot", "area": "Chatham town centre", "with": [], "weather": "rain" });
    let patrol: PatrolView = tablet::call(&app, "start_patrol", start)?;
    let mut numbers = 0..;
    for _ in 0..FINDINGS {
        // PACT issues need a meeting, which is not of this shift.
        let found = numbers.by_ref().map(|number| finding(number, "2025-03-18T07:12:00Z", ""));
        let found = found.flatten().find(|found| found.kind != "pact_issue").context("a finding")?;
        let form = json!({ "kind": found.kind, "draft": null, "finding": null, "stage": null });
        let form: Form = tablet::call(&app, "open_form", form)?;
        set_place(&app, &form, &found.place)?;
        let saved = save(&app, &form, Value::Object(found.now))?;
        let form = json!({ "kind": null, "draft": null, "finding": saved.finding, "stage": "correct" });
        let form: Form = tablet::call(&app, "open_form", form)?;
        save(&app, &form, Value::Object(found.finish))?;
    }
    let _: PatrolView = tablet::call(&app, "end_patrol", json!({}))?;
    let note = json!({ "id": patrol.id, "note": "The gate at the steps is still off its hinge." });
    let _: PatrolView = tablet::call(&app, "submit_patrol", note)?;
    Ok(before)
}

/// Records a finding with so many photos. Gives their bytes.
pub(crate) fn record_photos(folder: &Path, many: u64) -> Result<u64> {
    let app = open(folder)?;
    tablet::unlock(&app, "warden")?;
    let form = json!({ "kind": "drug_litter", "draft": null, "finding": null, "stage": null });
    let form: Form = tablet::call(&app, "open_form", form)?;
    let photo = photos::four_megabytes()?;
    let mut sum = 0;
    for number in 0..many {
        let bytes = photos::another(&photo, number);
        sum += bytes.len() as u64;
        let meta = PhotoMeta { draft: form.draft.clone(), slot: None, taken_at: None, picked_at: None };
        app.add_photo(bytes, meta).map_err(|refusal| anyhow!("the photo was refused: {refusal:?}"))?;
    }
    save(&app, &form, json!({ "n_needle": 1 }))?;
    Ok(sum)
}

pub(crate) fn set_place(app: &App, form: &Form, place: &Value) -> Result<()> {
    let device = json!({ "lon": place.get("lon"), "lat": place.get("lat"), "accuracy_m": place.get("accuracy_m") });
    let request = json!({ "draft": form.draft, "device": device, "typed": null });
    tablet::call::<Form>(app, "set_place", request).map(drop)
}

pub(crate) fn save(app: &App, form: &Form, answers: Value) -> Result<Saved> {
    let _: Form = tablet::call(app, "set_answers", json!({ "draft": form.draft, "answers": answers }))?;
    tablet::call(app, "save_form", json!({ "id": form.draft }))
}

/// Pages written after page `before`: how many, their bytes, and the bytes of the values in them.
pub(crate) fn what_was_sent(folder: &Path, before: u64) -> Result<(u64, u64, u64)> {
    let store = tablet::open_store(folder)?;
    let own = store.own_book()?.context("the own book")?;
    let run = store.run(own.book, before, usize::MAX >> 1, usize::MAX)?.context("the shift's pages")?;
    let mut values = 0;
    let mut previous = run.previous;
    for (number, wire) in (run.first..).zip(&run.entries) {
        let entry = Entry::decode_wire(wire, run.book, number, previous)?;
        values += entry.values().map(|(.., value)| value.len()).sum::<usize>() as u64;
        previous = entry.hash();
    }
    let entries = run.entries.iter().map(Vec::len).sum::<usize>() as u64;
    Ok((run.entries.len() as u64, entries, values))
}

/// What one sync had on the wire.
pub(crate) struct Traffic {
    pub(crate) requests: u64,
    pub(crate) up: u64,
    pub(crate) down: u64,
}

/// One sync with everything, as the engine runs it, on a connection of its own.
pub(crate) fn sync(folder: &Path, counter: &Counter) -> Result<(Outcome, Traffic)> {
    let store: Store = tablet::open_store(folder)?;
    let token = store.enrolment()?.context("the tablet is enrolled")?.token;
    counter.take();
    let office = Counted { office: HttpOffice::new(&counter.address, Some(&token))?, requests: Cell::new(0) };
    let options = sync::Options {
        photos: true,
        fetch_photos: false,
        originals: &|| true,
        short_of: 0,
        is_thumbnail: &|_| false,
        thumbnailer: &|_| Vec::new(),
        stop: &AtomicBool::new(false),
        progress: &|_| {},
    };
    let now = || app::Clock::now(&app::SystemClock);
    let outcome = sync_once(&store, &office, &now, &options)?;
    let (up, down) = counter.take();
    Ok((outcome, Traffic { requests: office.requests.get(), up, down }))
}

/// The office over HTTP, each call of which is one request.
struct Counted {
    office: HttpOffice,
    requests: Cell<u64>,
}

impl Counted {
    fn counted(&self) -> &HttpOffice {
        self.requests.set(self.requests.get() + 1);
        &self.office
    }
}

impl Office for Counted {
    fn enrol(&self, request: &EnrolRequest, token: Option<&str>) -> Result<EnrolReply, Trouble> {
        self.counted().enrol(request, token)
    }
    fn exchange(&self, packed: &[u8]) -> Result<Vec<u8>, Trouble> {
        self.counted().exchange(packed)
    }
    fn photo_begin(&self, scope: ScopeId, hash: PhotoHash, length: u64) -> Result<u64, Trouble> {
        self.counted().photo_begin(scope, hash, length)
    }
    fn photo_piece(&self, scope: ScopeId, hash: PhotoHash, offset: u64, bytes: &[u8]) -> Result<u64, Trouble> {
        self.counted().photo_piece(scope, hash, offset, bytes)
    }
    fn photo_get(&self, scope: ScopeId, hash: PhotoHash, from: u64, up_to: u64) -> Result<Vec<u8>, Trouble> {
        self.counted().photo_get(scope, hash, from, up_to)
    }
    fn thumbnails(&self, scope: ScopeId, packed: &[u8]) -> Result<Vec<u8>, Trouble> {
        self.counted().thumbnails(scope, packed)
    }
}
