//! Lists and search at 100,000 findings, and from the PIN to Today: each from the command to its answer.

use crate::bulk::{self, FINDINGS};
use crate::figures::{Figures, Times, cost};
use crate::tablet;
use anyhow::{Context, Result};
use app::App;
use app::contract::{FindingsPage, RepeatsView, Status, Today};
use serde_json::{Value, json};
use std::time::Instant;
use tests::PIN;

const TIMES: usize = 100;
const UNLOCKS: usize = 30;

/// Ways to narrow the list: common, rare, and what nothing matches.
const FILTERS: &[(&str, &str)] = &[
    ("no filter", "{}"),
    ("a common kind", r#"{"kind":"drug_litter"}"#),
    ("a rare kind", r#"{"kind":"pact_issue"}"#),
    ("one day", r#"{"from":"2024-09-10","to":"2024-09-10"}"#),
    ("a kind in a month", r#"{"kind":"community_cleanup","from":"2024-06-01","to":"2024-06-30"}"#),
    ("to finish", r#"{"state":"to_finish"}"#),
    ("something is due", r#"{"state":"clock"}"#),
    ("due today", r#"{"state":"clock_soon"}"#),
    ("run out", r#"{"state":"clock_passed"}"#),
    ("run out of a rare kind", r#"{"kind":"pact_issue","state":"clock_passed"}"#),
    ("question", r#"{"state":"question"}"#),
    ("two versions", r#"{"state":"two_versions"}"#),
    ("waiting for review", r#"{"state":"waiting_for_review"}"#),
    ("approved", r#"{"state":"approved"}"#),
    ("changed since approval", r#"{"state":"changed_since_approval"}"#),
    ("recorded by mistake", r#"{"state":"recorded_by_mistake"}"#),
    ("on this tablet", r#"{"state":"on_this_tablet"}"#),
    ("a ward", r#"{"ward":"E05002261"}"#),
    ("a ward of a rare kind", r#"{"ward":"E05002261","kind":"pact_issue"}"#),
    ("a ward, to finish", r#"{"ward":"E05002261","state":"to_finish"}"#),
    ("inside any order area", r#"{"order_area":"any"}"#),
    ("mistakes of a kind", r#"{"kind":"drug_litter","state":"recorded_by_mistake"}"#),
];

const SEARCHES: &[&str] = &[
    "steps",
    "needles",
    "s",
    "st",
    "ne",
    "gasholder",
    "icehouse slipway",
    "steps alley hedge",
    "high street needles",
    "drug litter",
    "SB-4711",
    "B03-240910",
    "nothing of the kind",
    "bandstand",
    "silver ford great lines",
    "GA63",
];

pub(crate) fn measure(figures: &mut Figures) -> Result<()> {
    let folder = tablet::copy_of(&bulk::folder()?)?;
    let app = tablet::open(folder.path())?;
    pin_to_today(&app, figures)?;
    tablet::unlock(&app, "leader")?;
    let mut first = Worst::default();
    let mut next = Worst::default();
    let (mut plain, mut plain_next) = (Worst::default(), Worst::default());
    for (name, filter) in FILTERS {
        let (mut times, mut later) = (Both::default(), Both::default());
        let mut after = Value::Null;
        for _ in 0..TIMES {
            let request = request(filter, "after", &Value::Null)?;
            let page = timed(&app, request, &mut times)?;
            // The next page is another one each time, ever further down.
            let from = if after.is_null() { json!(page.next) } else { after };
            after = from.clone();
            if !from.is_null() {
                after = json!(timed(&app, self::request(filter, "after", &from)?, &mut later)?.next);
            }
        }
        if *name == "no filter" {
            plain.see(name, &times);
            plain_next.see(name, &later);
        }
        first.see(name, &times);
        next.see(name, &later);
    }
    let narrowed = format!("slowest of {} ways to narrow it, {TIMES} times each", FILTERS.len());
    let here = format!("{FINDINGS} findings, {TIMES} times");
    figures.add("Findings list, first page, p99", plain.ms, 50.0, "ms", format!("{here}; {}", plain.cpu));
    figures.add(
        "Findings list, next page, p99",
        plain_next.ms,
        50.0,
        "ms",
        format!("{here}, ever further on; {}", plain_next.cpu),
    );
    for (what, worst) in [("first", first), ("next", next)] {
        let beside = format!("{narrowed}: {}; {}", worst.what, worst.cpu);
        figures.add(format!("Findings list narrowed, {what} page, p99"), worst.ms, 50.0, "ms", beside);
    }
    repeats(&app, figures)?;
    searches(&app, figures)
}

/// What comes back, over each window and in each order.
fn repeats(app: &App, figures: &mut Figures) -> Result<()> {
    let mut worst = Worst::default();
    let mut listed = 0;
    for window in ["28_days", "3_months", "12_months"] {
        for sort in ["count", "trend", "last_seen"] {
            let mut times = Both::default();
            for _ in 0..TIMES / 4 {
                let request = json!({ "window": window, "sort": sort });
                let (view, cpu, time) = cost(|| tablet::call::<RepeatsView>(app, "repeats", request))?;
                times.clock.add(time);
                times.cpu.add(cpu);
                listed = listed.max(view.places.lines.len() + view.vehicles.lines.len());
            }
            worst.see(&format!("{window} by {sort}"), &times);
        }
    }
    let beside = format!("{FINDINGS} findings, {listed} lines; slowest of 9: {}; {}", worst.what, worst.cpu);
    figures.add("Repeats, p99", worst.ms, 100.0, "ms", beside);
    Ok(())
}

fn searches(app: &App, figures: &mut Figures) -> Result<()> {
    let mut worst = Worst::default();
    let mut all = Times::default();
    for search in SEARCHES {
        let mut times = Both::default();
        for _ in 0..TIMES / 4 {
            timed(app, request("{}", "search", &json!(search))?, &mut times)?;
        }
        all.join(&times.clock);
        worst.see(search, &times);
    }
    let beside = format!(
        "slowest of {} searches: {}; {}; over all p50 {:.1} ms",
        SEARCHES.len(),
        worst.what,
        worst.cpu,
        all.share(0.5)
    );
    figures.add("Search, p99", worst.ms, 100.0, "ms", beside);
    Ok(())
}

/// `unlock`, then what the page asks for before it shows Today.
fn pin_to_today(app: &App, figures: &mut Figures) -> Result<()> {
    let mut worst = Worst::default();
    let mut stretched = Times::default();
    for role in ["warden", "leader"] {
        let status: Status = tablet::call(app, "status", json!({}))?;
        let person = status.people.into_iter().find(|person| person.role == role).context("a person")?;
        let mut times = Both::default();
        for _ in 0..UNLOCKS {
            let _: Status = tablet::call(app, "lock", json!({}))?;
            let (_, cpu, time) = cost(|| {
                let began = Instant::now();
                let _: Status = tablet::call(app, "unlock", json!({ "user": person.user, "pin": PIN }))?;
                stretched.add(began.elapsed());
                let _: Status = tablet::call(app, "status", json!({}))?;
                tablet::call::<Today>(app, "today", json!({}))
            })?;
            times.clock.add(time);
            times.cpu.add(cpu);
        }
        worst.see(role, &times);
    }
    let beside = format!(
        "unlock, status, today; the slower role: {}; {}; unlock alone, most of it Argon2id on purpose, p50 {:.0} ms; \
         {UNLOCKS} times each",
        worst.what,
        worst.cpu,
        stretched.share(0.5)
    );
    figures.add("PIN to Today, p99", worst.ms, 600.0, "ms", beside);
    Ok(())
}

fn request(filter: &str, field: &str, value: &Value) -> Result<Value> {
    let mut request: Value = serde_json::from_str(filter)?;
    if let Some(fields) = request.as_object_mut() {
        fields.insert(field.to_owned(), value.clone());
    }
    Ok(request)
}

fn timed(app: &App, request: Value, times: &mut Both) -> Result<FindingsPage> {
    let (page, cpu, time) = cost(|| tablet::call(app, "findings", request))?;
    times.clock.add(time);
    times.cpu.add(cpu);
    Ok(page)
}

/// By the clock and in CPU.
#[derive(Default)]
struct Both {
    clock: Times,
    cpu: Times,
}

/// The slowest of several.
#[derive(Default)]
struct Worst {
    ms: f64,
    what: String,
    /// Half and nearly all of them, as text.
    cpu: String,
}

impl Worst {
    fn see(&mut self, what: &str, times: &Both) {
        let p99 = times.clock.share(0.99);
        let [half, most] = [0.5, 0.99].map(|share| times.cpu.share(share));
        let cpu = format!("p50 {:.1} ms; CPU p50 {half:.1}, p99 {most:.1} ms", times.clock.share(0.5));
        if p99 > self.ms {
            *self = Self { ms: p99, what: what.to_owned(), cpu };
        }
    }
}
