//! The herd: tablets that all come at two in the morning, each with a shift's pages in a book of its own, to the real server
//! program. A tablet here is a thread with a connection: it sends its pages, obeys a 503, checks the receipt's signature, and
//! fetches what its colleagues sent. At the end the office is killed, and every page that it signed for is looked up.

use crate::author::{Author, DAY};
use crate::figures::{Figures, Times};
use crate::findings::Dice;
use crate::office::CouncilOffice;
use crate::{rates, tablet};
use anyhow::{Context, Result, anyhow, ensure};
use app::{Clock, SystemClock};
use book::{BookId, EntryHash, Page, PublicKey, ScopeId, SignedGrant, Tip};
use protocol::message::grants_digest;
use protocol::{Promise, Reply, Request, Run, ScopeState, Subject, Tips, limits, pack, unpack};
use server_core::Storage;
use server_storage::Database;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::sync::Barrier;
use std::time::{Duration, Instant};

const TABLETS: u64 = 2_000;
/// The tablets of a team.
const TEAM: u64 = 8;
/// Two pages each, and three of the patrol.
const FINDINGS: u64 = 29;
/// In how many seconds they all begin, at moments that nobody chose.
const SPREAD: f64 = 45.0;
/// And so long after the first has begun, the last is to have its receipt.
const WITHIN: f64 = 60.0;
/// A tablet gives up after this.
const PATIENCE: Duration = Duration::from_secs(300);
/// Little is kept on a tablet's stack.
const STACK: usize = 256 * 1024;

/// The figures of the whole herd.
pub(crate) fn measure(figures: &mut Figures) -> Result<()> {
    let seen = Herd::prepare(TABLETS)?.run(SPREAD)?;
    let herd = format!("{TABLETS} tablets, {} pages each, in teams of {TEAM}, begun within {SPREAD} s", seen.pages);
    figures.add("Herd: pages signed for and lost", seen.lost as f64, 0.0, "", herd.clone());
    figures.add("Herd: tablets without a receipt", seen.without as f64, 0.0, "", herd);
    figures.add(
        "Herd: the first begun to the last receipt",
        seen.took.as_secs_f64(),
        WITHIN,
        "s",
        format!("{} requests, {} of them answered 503 and obeyed", seen.request.many(), seen.busy),
    );
    figures.add(
        "Herd: a tablet's beginning to its receipt, p99",
        seen.receipt.share(0.99) / 1000.0,
        2.0,
        "s",
        format!(
            "p50 {:.0} ms, longest {:.0} ms; a request p50 {:.0}, p99 {:.0} ms",
            seen.receipt.share(0.5),
            seen.receipt.share(1.0),
            seen.request.share(0.5),
            seen.request.share(0.99)
        ),
    );
    let memory = seen.memory as f64 / 1024.0 / 1024.0;
    figures.add("Herd: the server's memory at its peak", memory, 512.0, "MiB", "VmHWM of its process");
    Ok(())
}

/// All begin at once; what is judged is that nothing is lost. Any size, and no time.
pub(crate) fn all_at_once(tablets: u64) -> Result<()> {
    let seen = Herd::prepare(tablets)?.run(0.0)?;
    println!(
        "herd: tablets={tablets} pages={} requests={} busy={} without_receipt={} lost={} memory={}MiB {:.1} s",
        seen.pages * tablets,
        seen.request.many(),
        seen.busy,
        seen.without,
        seen.lost,
        seen.memory / 1024 / 1024,
        seen.took.as_secs_f64(),
    );
    ensure!(seen.lost == 0, "{} pages that the office signed for are lost", seen.lost);
    ensure!(seen.without == 0, "{} tablets have no receipt", seen.without);
    Ok(())
}

/// What was seen.
#[derive(Default)]
struct Seen {
    /// Of each tablet.
    pages: u64,
    lost: u64,
    without: u64,
    took: Duration,
    /// From a tablet's beginning to its receipt.
    receipt: Times,
    request: Times,
    busy: u64,
    memory: u64,
}

/// Tablets that are ready, and their office.
struct Herd {
    office: CouncilOffice,
    tablets: Vec<Tablet>,
}

/// A tablet, ready to sync.
struct Tablet {
    token: String,
    root: PublicKey,
    scope: ScopeId,
    grants: Vec<SignedGrant>,
    own: (BookId, Tip),
    run: Run,
    /// The tip of each book that it holds.
    held: BTreeMap<BookId, Tip>,
}

/// What a tablet's thread tells.
#[derive(Default)]
struct Told {
    receipt: Option<Duration>,
    request: Times,
    busy: u64,
    trouble: Option<String>,
}

impl Herd {
    /// Enrols them and writes their books, all by number, before any clock runs.
    fn prepare(tablets: u64) -> Result<Self> {
        eprintln!("  preparing {tablets} tablets");
        let folder = tablet::scratch()?;
        let centre = server_storage::open(&folder.path().join("centre"), None)?;
        let root = centre.init("Demo council", true)?.root.public();
        let now = SystemClock.now();
        let mut ready = Vec::new();
        for number in 0..tablets {
            let team = format!("Demo team {}", number / TEAM);
            if number % TEAM == 0 {
                centre.add_team(&team)?;
            }
            let (author, token) = rates::enrol(&centre, &team, &format!("Demo warden {number}"), number, now)?;
            ready.push(Tablet::new(author, token, root, number, now)?);
        }
        drop(centre);
        Ok(Self { office: CouncilOffice::serve(folder)?, tablets: ready })
    }

    fn run(self, spread: f64) -> Result<Seen> {
        let Self { office, tablets } = self;
        let (pages, owned) = (tablets.first().map_or(0, |first| first.own.1.number), tablets.len());
        let books: Vec<_> = tablets.iter().map(|tablet| tablet.own).collect();
        let address = office.address.trim_start_matches("http://").to_owned();
        let mut dice = Dice::new(7);
        let barrier = Barrier::new(owned + 1);
        let (told, took) = std::thread::scope(|scope| -> Result<_> {
            let mut threads = Vec::new();
            for mut tablet in tablets {
                let wait = Duration::from_secs_f64(spread * dice.roll(1_000_000) as f64 / 1e6);
                let (address, barrier) = (&address, &barrier);
                let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, move || {
                    barrier.wait();
                    let begun = Instant::now();
                    std::thread::sleep(wait);
                    let mut told = Told::default();
                    told.trouble = tablet.sync(address, &mut told).err().map(|error| format!("{error:#}"));
                    let receipt = told.receipt;
                    (told, receipt.map(|receipt| wait + receipt).unwrap_or_else(|| begun.elapsed()))
                })?;
                threads.push(thread);
            }
            barrier.wait();
            let (mut all, mut took) = (Vec::new(), Duration::ZERO);
            for thread in threads {
                let (told, at) = thread.join().map_err(|_| anyhow!("a tablet's thread panicked"))?;
                took = took.max(at);
                all.push(told);
            }
            Ok((all, took))
        })?;
        let memory = office.peak_memory()?;
        let folder = office.kill()?;
        let mut seen = Seen { pages, took, memory, ..Seen::default() };
        let database = Database::open(&folder.path().join("centre/patrolbook.sqlite"))?;
        let reading = database.read()?;
        for (told, (book, tip)) in told.iter().zip(books) {
            seen.request.join(&told.request);
            seen.busy += told.busy;
            if let Some(trouble) = &told.trouble {
                eprintln!("  a tablet's sync failed: {trouble}");
            }
            match told.receipt {
                Some(receipt) => seen.receipt.add(receipt),
                None => seen.without += 1,
            }
            // A book's pages hang together by their hashes: the last one stands for all.
            if told.receipt.is_some() && reading.hash_at(book, tip.number)? != Some(tip.hash) {
                seen.lost += tip.number;
            }
        }
        drop(reading);
        drop(database);
        let centre = server_storage::open(&folder.path().join("centre"), None)?;
        centre.recover(SystemClock.now())?;
        let problems = centre.verify()?.problems;
        ensure!(problems.is_empty(), "the office is not whole: {}", problems.join("; "));
        Ok(seen)
    }
}

impl Tablet {
    fn new(mut author: Author, token: String, root: PublicKey, number: u64, now: i64) -> Result<Self> {
        let findings: Vec<u64> = (number * FINDINGS..(number + 1) * FINDINGS).collect();
        author.shift(now - DAY / 2, &findings)?;
        let own = author.tip();
        let grants = vec![author.grant.clone()];
        let scope = author.grant.grant.scope;
        let run = author.run(limits::PAGE_ENTRIES);
        Ok(Self { token, root, scope, grants, own, run, held: BTreeMap::from([own]) })
    }

    /// As a tablet syncs: its own pages with its digest, then what it lacks by its tips, until both hold the same.
    fn sync(&mut self, address: &str, told: &mut Told) -> Result<()> {
        let began = Instant::now();
        let mut connection = None;
        for round in 0..limits::ROUNDS {
            let tips: Tips = self.held.iter().map(|(book, tip)| (*book, *tip)).collect();
            let request = Request {
                device_time: SystemClock.now(),
                grants: grants_digest(&self.grants),
                runs: if round == 0 { vec![self.run.clone()] } else { Vec::new() },
                scopes: vec![ScopeState {
                    scope: self.scope,
                    digest: tips.digest(),
                    tips: (round > 0).then_some(tips),
                }],
                ..Request::default()
            };
            let reply = self.exchange(address, &mut connection, &pack(&request.encode()), told)?;
            let signed = |receipt: &protocol::Receipt| {
                receipt.promise == Promise::Arrived
                    && receipt.subject == Subject::Book(self.own.0, self.own.1)
                    && receipt.verifies(&self.root)
            };
            if told.receipt.is_none() && reply.receipts.iter().any(signed) {
                told.receipt = Some(began.elapsed());
            }
            if !reply.grants.is_empty() {
                self.grants = reply.grants;
            }
            for run in &reply.runs {
                self.take(run)?;
            }
            let tips: Tips = self.held.iter().map(|(book, tip)| (*book, *tip)).collect();
            let same = reply.scopes.iter().any(|state| state.digest == tips.digest());
            // Colleagues who came meanwhile are the next sync's.
            if same || round > 0 && !reply.more {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Follows a run's links to its end. Whether a colleague signed it is the real tablet's to check.
    fn take(&mut self, run: &Run) -> Result<()> {
        let mut previous = run.previous;
        let mut number = run.first;
        for wire in &run.entries {
            let page = match number {
                1 => Page::from(book::Entry::decode_wire(wire, run.book, 1, EntryHash([0; 32]))?),
                _ => Page::decode_wire(wire, run.book, number, previous, &self.root)?,
            };
            previous = page.hash();
            number += 1;
        }
        self.held.insert(run.book, Tip { number: number - 1, hash: previous });
        Ok(())
    }

    /// One request, sent again for as long as the office is busy, each time after the wait that it asks for.
    fn exchange(
        &self,
        address: &str,
        connection: &mut Option<BufReader<TcpStream>>,
        body: &[u8],
        told: &mut Told,
    ) -> Result<Reply> {
        let began = Instant::now();
        while began.elapsed() < PATIENCE {
            let sent = Instant::now();
            let mut open = match connection.take() {
                Some(open) => open,
                None => BufReader::new(TcpStream::connect(address).context("no connection")?),
            };
            let answer = post(&mut open, &self.token, body)?;
            told.request.add(sent.elapsed());
            match answer {
                Answer::Reply(bytes) => {
                    *connection = Some(open);
                    return Ok(Reply::decode(&unpack(&bytes)?)?);
                }
                Answer::Busy(wait) => {
                    told.busy += 1;
                    std::thread::sleep(wait);
                }
            }
        }
        Err(anyhow!("the office was busy for {} s", PATIENCE.as_secs()))
    }
}

enum Answer {
    Reply(Vec<u8>),
    Busy(Duration),
}

/// HTTP as far as it is needed: two thousand of the real client would be two thousand runtimes.
fn post(connection: &mut BufReader<TcpStream>, token: &str, body: &[u8]) -> Result<Answer> {
    let stream = connection.get_mut();
    stream.set_read_timeout(Some(PATIENCE))?;
    let head = format!(
        "POST /v1/exchange HTTP/1.1\r\nhost: office\r\nauthorization: Bearer {token}\r\ncontent-type: {}\r\n\
         content-length: {}\r\n\r\n",
        protocol::MEDIA_TYPE,
        body.len()
    );
    stream.write_all(&[head.as_bytes(), body].concat())?;
    let mut line = String::new();
    connection.read_line(&mut line)?;
    let status = line.split(' ').nth(1).unwrap_or_default().to_owned();
    let (mut length, mut wait) = (None, None);
    loop {
        line.clear();
        connection.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(": ") else { break };
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = Some(value.parse::<usize>()?),
            "retry-after" => wait = Some(value.parse::<u64>()?),
            _ => {}
        }
    }
    let mut answer = vec![0; length.with_context(|| format!("an answer without a length: {status:?}"))?];
    ensure!(answer.len() <= limits::BODY_BYTES, "an answer over the limit");
    connection.read_exact(&mut answer)?;
    match status.as_str() {
        "200" => Ok(Answer::Reply(answer)),
        "503" => Ok(Answer::Busy(Duration::from_secs(wait.context("503 without Retry-After")?))),
        other => Err(anyhow!("status {other}: {}", String::from_utf8_lossy(&answer))),
    }
}
