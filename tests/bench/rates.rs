//! How fast pages are taken in: by the council office on its real database, and by a tablet into its encrypted store. Time
//! of one thread's CPU, since other programs run beside; what signatures and bare rows cost is measured in the same run.

use crate::author::{Author, DAY, ON_A_PATROL};
use crate::figures::{Figures, cost};
use crate::findings::Dice;
use crate::tablet;
use anyhow::{Context, Result, anyhow, ensure};
use book::{Entry, EntryHash, PublicKey, SecretKey, SignedGrant};
use protocol::{Credential, EnrolRequest, Reply, Request, Run, limits, pack, unpack};
use rusqlite::Connection;
use server_core::{Caller, Centre};
use std::net::{IpAddr, Ipv4Addr};
use std::path::Path;
use std::time::Duration;
use tests::MORNING;

const TEAM: &str = "Demo team";
const WARDENS: u64 = 8;
/// Shifts of each.
const SHIFTS: u64 = 20;

/// The council office: from the bytes of a request to the bytes of its answer, a shift of one warden at a time.
pub(crate) fn centre(figures: &mut Figures) -> Result<()> {
    let folder = tablet::scratch()?;
    let centre = server_storage::open(&folder.path().join("centre"), None)?;
    centre.init("Demo council", true)?;
    centre.add_team(TEAM)?;
    let mut wardens = Vec::new();
    for number in 0..WARDENS {
        let (author, token) = enrol(&centre, TEAM, &format!("Demo warden {number}"), number, MORNING)?;
        wardens.push((author, centre.authorise(&token).map_err(|refusal| anyhow!("{refusal:?}"))?));
    }
    let (mut all, mut took, mut clock) = (Vec::new(), Duration::ZERO, Duration::ZERO);
    for shift in 0..SHIFTS {
        for (author, caller) in &mut wardens {
            let run = shift_of(author, shift)?;
            let request = Request { runs: vec![run.clone()], device_time: MORNING, ..Request::default() };
            let packed = pack(&request.encode());
            let (reply, cpu, time) = cost(|| answer(&centre, caller, &packed))?;
            let (book, tip) = author.tip();
            let signed = Reply::decode(&unpack(&reply)?)?.receipts;
            ensure!(signed.iter().any(|receipt| receipt.subject == protocol::Subject::Book(book, tip)), "no receipt");
            took += cpu;
            clock += time;
            all.push(run);
        }
    }
    let pages: usize = all.iter().map(|run| run.entries.len()).sum();
    let bare = Bare::measure(folder.path(), &all, false)?;
    figures.add_rate(
        "Council office on SQLite: pages verified and merged",
        pages as f64 / took.as_secs_f64(),
        5_000.0,
        "a second a core",
        format!(
            "{pages} pages in requests of {}; {:.0} µs CPU a page, {:.0} µs by the clock; {}",
            pages as u64 / (SHIFTS * WARDENS),
            micros(took, pages),
            micros(clock, pages),
            bare.said(),
        ),
    );
    Ok(())
}

/// A tablet: `Store::receive` of the same pages, as full replies bring them.
pub(crate) fn tablet(figures: &mut Figures) -> Result<()> {
    let folder = tablet::scratch()?;
    tablet::enrol(folder.path())?;
    let store = tablet::open_store(folder.path())?;
    let scope = store.enrolment()?.context("the tablet is enrolled")?.scope;
    let mut wardens: Vec<Author> = (0..WARDENS).map(|number| crate::bulk::colleague(number, scope)).collect();
    store.keep_grants(&wardens.iter().map(|author| author.grant.clone()).collect::<Vec<SignedGrant>>())?;
    let (mut all, mut took, mut clock, mut runs) = (Vec::new(), Duration::ZERO, Duration::ZERO, Vec::new());
    for shift in 0..SHIFTS {
        for author in &mut wardens {
            runs.push(shift_of(author, shift)?);
            // Four shifts are what fits in a reply.
            if runs.len() == 4 {
                let (problems, cpu, time) = cost(|| Ok(store.receive(scope, &runs, MORNING)?))?;
                ensure!(problems.is_empty(), "pages were not taken: {problems:?}");
                took += cpu;
                clock += time;
                all.append(&mut runs);
            }
        }
    }
    let pages: usize = all.iter().map(|run| run.entries.len()).sum();
    let bare = Bare::measure(folder.path(), &all, true)?;
    figures.add_rate(
        "Tablet: pages verified and applied to the encrypted store",
        pages as f64 / took.as_secs_f64(),
        6_000.0,
        "a second",
        format!(
            "{pages} pages in replies of {}; {:.0} µs CPU a page, {:.0} µs by the clock; {}",
            pages as u64 * 4 / (SHIFTS * WARDENS),
            micros(took, pages),
            micros(clock, pages),
            bare.said(),
        ),
    );
    Ok(())
}

/// The next shift of a warden as one run.
fn shift_of(author: &mut Author, shift: u64) -> Result<Run> {
    let findings: Vec<u64> = (shift * ON_A_PATROL..(shift + 1) * ON_A_PATROL).collect();
    author.shift(MORNING - 9 * 3_600_000 - (SHIFTS - shift) as i64 * DAY, &findings)?;
    let run = author.run(limits::PAGE_ENTRIES);
    author.sent(author.tip().1);
    Ok(run)
}

fn answer(centre: &Centre, caller: &Caller, packed: &[u8]) -> Result<Vec<u8>> {
    let request = Request::decode(&unpack(packed)?)?;
    let reply = centre.exchange(caller, &request, MORNING).map_err(|refusal| anyhow!("{refusal:?}"))?;
    Ok(pack(&reply.encode()))
}

/// Enrols a warden's tablet at a council office in process, a month before `now`, with a key that its number gives. Gives
/// who writes there, and the token.
pub(crate) fn enrol(centre: &Centre, team: &str, name: &str, number: u64, now: i64) -> Result<(Author, String)> {
    let then = now - 30 * DAY;
    let mut dice = Dice::new(u64::MAX - number);
    let key = SecretKey::from_bytes(&dice.bytes());
    centre.add_user(name, "warden")?;
    let code = centre.new_code(team, name, DAY, then)?.code;
    let request = EnrolRequest::new(&key, Credential::code(&code));
    let here = IpAddr::V4(Ipv4Addr::LOCALHOST);
    let reply = centre.enrol(&request, None, here, then).map_err(|refusal| anyhow!("{refusal:?}"))?;
    let grant = SignedGrant::decode(&hex::decode(&reply.grant)?)?;
    Ok((Author::new(key, grant, dice, then), reply.token))
}

fn micros(time: Duration, pages: usize) -> f64 {
    time.as_secs_f64() * 1e6 / pages as f64
}

/// What cannot be left out: each signature verified alone, and each page's bytes in a row of a database that does nothing
/// else, committed as often.
struct Bare {
    signature: f64,
    row: f64,
}

impl Bare {
    fn measure(folder: &Path, runs: &[Run], encrypted: bool) -> Result<Self> {
        let pages: usize = runs.iter().map(|run| run.entries.len()).sum();
        let mut signed = Vec::new();
        for run in runs {
            let mut previous = run.previous;
            for (number, wire) in (run.first..).zip(&run.entries) {
                let entry = Entry::decode_wire(wire, run.book, number, previous)?;
                previous = entry.hash();
                signed.push((previous, entry.signature));
            }
        }
        // Whose key it is makes no difference to the work.
        let key: PublicKey = SecretKey::from_bytes(&[7; 32]).public();
        let check = |(hash, signature): &(EntryHash, book::Signature)| key.verifies("entry", &hash.0, signature);
        let (_, signatures, _) = cost(|| Ok(signed.iter().filter(|one| check(one)).count()))?;
        let db = Connection::open(folder.join("bare.db"))?;
        if encrypted {
            db.pragma_update(None, "key", format!("x'{}'", "07".repeat(32)))?;
        }
        db.pragma_update(None, "journal_mode", "WAL")?;
        db.pragma_update(None, "synchronous", "FULL")?;
        db.execute_batch("CREATE TABLE entry (number INTEGER PRIMARY KEY, wire BLOB NOT NULL) STRICT")?;
        let (_, rows, _) = cost(|| {
            for runs in runs.chunks(if encrypted { 4 } else { 1 }) {
                db.execute_batch("BEGIN IMMEDIATE")?;
                for wire in runs.iter().flat_map(|run| &run.entries) {
                    db.prepare_cached("INSERT INTO entry (wire) VALUES (?1)")?.execute([wire])?;
                }
                db.execute_batch("COMMIT")?;
            }
            Ok(())
        })?;
        Ok(Self { signature: micros(signatures, pages), row: micros(rows, pages) })
    }

    fn said(&self) -> String {
        format!("bare: a signature {:.0} µs, a row {:.0} µs", self.signature, self.row)
    }
}
