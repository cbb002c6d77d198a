//! A team's thirteen months as they reach a leader's tablet: 100,000 findings of eight wardens, or as many as are asked for, in their
//! own signed books, taken in by `Store::receive` in pages of 500 as sync takes them. Built once and kept, since it takes minutes.

use crate::author::{Author, DAY, ON_A_PATROL};
use crate::findings::Dice;
use crate::tablet;
use anyhow::{Context, Result, ensure};
use book::{DeviceId, Grant, RecordId, ScopeId, SecretKey, Tip, UserId};
use protocol::limits;
use record::Record;
use serde_json::json;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::time::Instant;
use store::{Filter, StateFilter, Store};
use tests::MORNING;
use uuid::Uuid;

/// Findings in the store.
pub(crate) const FINDINGS: u64 = 100_000;
/// Another whenever what is written here changes.
const VERSION: u32 = 3;
const SCHEMA: &str = concat!(
    include_str!("../../crates/store/src/schema.sql"),
    include_str!("../../crates/store/src/schema_2.sql"),
    include_str!("../../crates/store/src/schema_3.sql"),
    include_str!("../../crates/store/src/schema_4.sql"),
    include_str!("../../crates/store/src/schema_5.sql"),
    include_str!("../../crates/store/src/schema_6.sql"),
    include_str!("../../crates/store/src/schema_7.sql")
);
const WARDENS: u64 = 8;
/// Patrols of the last days are not reviewed yet.
const NOT_REVIEWED: i64 = 10 * DAY;

/// So many findings, or as many as `PATROLBOOK_BENCH_FINDINGS` says, to see that something works at all.
pub(crate) fn size(usual: u64) -> u64 {
    std::env::var("PATROLBOOK_BENCH_FINDINGS").ok().and_then(|many| many.parse().ok()).unwrap_or(usual)
}

/// The folder of the built store. It is built if an earlier run has not.
pub(crate) fn folder() -> Result<PathBuf> {
    folder_of(FINDINGS, false)
}

/// The same of so many findings, perhaps with what became of each, so that more figures count it.
pub(crate) fn folder_of(findings: u64, outcomes: bool) -> Result<PathBuf> {
    let schema = hex::encode(Sha256::digest(SCHEMA));
    let more = if outcomes { "-outcomes" } else { "" };
    let kept = tablet::bench_folder().join(format!("findings-{findings}{more}-v{VERSION}-{:.8}", schema));
    if kept.exists() {
        return Ok(kept);
    }
    eprintln!("· Building a store of {findings} findings (some minutes, once)");
    let began = Instant::now();
    let building = kept.with_extension("part");
    if building.exists() {
        std::fs::remove_dir_all(&building)?;
    }
    build(&building, findings, outcomes)?;
    std::fs::rename(&building, &kept)?;
    eprintln!("  {:.0} s", began.elapsed().as_secs_f64());
    Ok(kept)
}

fn build(folder: &Path, many: u64, outcomes: bool) -> Result<()> {
    tablet::enrol(folder)?;
    let store = tablet::open_store(folder)?;
    let scope = store.enrolment()?.context("the tablet is enrolled")?.scope;
    let mut wardens: Vec<Author> = (0..WARDENS).map(|number| colleague(number, scope)).collect();
    wardens.iter_mut().for_each(|warden| warden.outcomes = outcomes);
    let mut leader = colleague(WARDENS, scope);
    store.keep_grants(&wardens.iter().chain([&leader]).map(|author| author.grant.clone()).collect::<Vec<_>>())?;
    let meeting = RecordId(Uuid::now_v7());
    let patrols = many.div_ceil(ON_A_PATROL);
    let first = MORNING - 395 * DAY;
    for number in 0..patrols {
        let begins = first + (MORNING - 8 * 3_600_000 - first) / patrols as i64 * number as i64;
        let warden = wardens.get_mut((number % WARDENS) as usize).context("a warden")?;
        let findings = (number * ON_A_PATROL..((number + 1) * ON_A_PATROL).min(many)).collect::<Vec<_>>();
        let records = warden.patrol(begins, &findings, meeting)?;
        send(warden, &store, scope, false)?;
        if begins < MORNING - NOT_REVIEWED {
            leader.approve(begins + DAY, &records)?;
            send(&mut leader, &store, scope, false)?;
            afterwards(number, begins + 2 * DAY, &records, warden, &mut leader)?;
        }
        if number % 200 == 0 {
            eprintln!("  {} of {many}", number * ON_A_PATROL);
        }
    }
    for author in wardens.iter_mut().chain([&mut leader]) {
        send(author, &store, scope, true)?;
    }
    let approved = Filter { state: Some(StateFilter::Approved), ..Filter::default() };
    ensure!(
        !store.find(&approved, 1)?.is_empty(),
        "no approval of the leader counts: the store would be none of a real team"
    );
    Ok(())
}

/// What comes of a few findings later: a correction, a second version, a question, a mistake.
fn afterwards(number: u64, at: i64, records: &[Record], warden: &mut Author, leader: &mut Author) -> Result<()> {
    let Some(record) = records.get(1) else { return Ok(()) };
    let correction = |heads| (record.id, "description".to_owned(), json!("moved to the other side"), heads);
    match number % 40 {
        0 => warden.write(at, vec![correction(record.heads("description"))]).map(drop),
        10 => leader.write(at, vec![correction(Vec::new())]).map(drop),
        20 => {
            let question = json!({ "field": "description", "text": "Which side of the road?" });
            leader.write(at, vec![(record.id, format!("question/{}", Uuid::now_v7()), question, Vec::new())]).map(drop)
        }
        30 => {
            let mistake = json!({ "reason": "recorded twice" });
            warden.write(at, vec![(record.id, record::WITHDRAWN.to_owned(), mistake, Vec::new())]).map(drop)
        }
        _ => Ok(()),
    }
}

/// A colleague whose grant no office gave: a tablet takes pages at their signature.
pub(crate) fn colleague(number: u64, scope: ScopeId) -> Author {
    let mut dice = Dice::new(u64::MAX - number);
    let key = SecretKey::from_bytes(&dice.bytes());
    let grant = Grant {
        user: UserId(Uuid::from_u128(u128::from(number) + 1)),
        name: format!("Demo colleague {number}"),
        device: DeviceId(Uuid::from_u128(u128::from(number) + 100)),
        device_key: key.public(),
        code: format!("B{number:02}"),
        role: if number < WARDENS { "warden" } else { "leader" }.into(),
        scope,
        from: 0,
        until: i64::MAX,
    };
    Author::new(key, grant.sign(&SecretKey::from_bytes(&[9; 32])), dice, MORNING - 396 * DAY)
}

/// Hands over what is unsent once it fills a page of the exchange, or all of it.
fn send(author: &mut Author, store: &Store, scope: ScopeId, all: bool) -> Result<()> {
    while author.unsent() >= limits::PAGE_ENTRIES || (all && author.unsent() > 0) {
        let run = author.run(limits::PAGE_ENTRIES);
        let (book, number) = (run.book, run.first + run.entries.len() as u64 - 1);
        let problems = store.receive(scope, &[run], MORNING)?;
        ensure!(problems.is_empty(), "a page was not taken: {problems:?}");
        let last = store.entry(book, number)?.context("the page that was just taken")?;
        author.sent(Tip { number, hash: last.hash() });
    }
    Ok(())
}
