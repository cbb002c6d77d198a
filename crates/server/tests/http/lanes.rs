//! Lanes: slow photos take up the photos' lane and their share of the connections, and text passes as if they were not there. A full
//! lane says when to come back.

use crate::client::{Answer, Served, answer, request, served, served_within};
use crate::tablet::Tablet;
use protocol::{MEDIA_TYPE, PhotoHash, Request, TabletState, Tips, limits, pack};
use server::http::Limits;
use server_core::Storage as _;
use server_storage::Database;
use sha2::{Digest, Sha256};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

const OFFSET: &str = "application/offset+octet-stream";

/// A piece that is announced whole and of which only the beginning comes.
fn begin_piece(served: &Served, tablet: &Tablet, length: usize) -> TcpStream {
    let (path, bearer) = (path(tablet), bearer(tablet));
    let length = length.to_string();
    let headers = [
        ("authorization", bearer.as_str()),
        ("content-type", OFFSET),
        ("upload-offset", "0"),
        ("content-length", length.as_str()),
    ];
    let mut stream = TcpStream::connect(served.address).unwrap();
    stream.write_all(&request("PATCH", &path, &headers, b"slow")).unwrap();
    stream
}

fn path(tablet: &Tablet) -> String {
    format!("/v1/scopes/{}/photos/{}", tablet.scope, PhotoHash(Sha256::digest(b"slow").into()))
}

fn bearer(tablet: &Tablet) -> String {
    format!("Bearer {}", tablet.reply.token)
}

fn exchange(served: &Served, tablet: &Tablet) -> (Answer, Duration) {
    let begun = Instant::now();
    (post(served, tablet, &pages(tablet)), begun.elapsed())
}

fn post(served: &Served, tablet: &Tablet, body: &[u8]) -> Answer {
    let headers = [("authorization", &*bearer(tablet)), ("content-type", MEDIA_TYPE)];
    served.call("POST", "/v1/exchange", &headers, body)
}

/// A request that brings pages.
fn pages(tablet: &Tablet) -> Vec<u8> {
    pack(&tablet.request(&tablet.tips(), false, vec![tablet.run(1)]).encode())
}

/// A request that asks for pages, and says something new of the tablet, which the office writes down.
fn asks_for_pages(tablet: &Tablet) -> Vec<u8> {
    static FREE: AtomicU64 = AtomicU64::new(1);
    let free_mb = Some(FREE.fetch_add(1, Ordering::SeqCst) * 100);
    let said = TabletState { version: "0.1.0".into(), free_mb, ..TabletState::default() };
    pack(&Request { tablet: Some(said), ..tablet.request(&Tips::new(), true, vec![]) }.encode())
}

/// A server in which a lane for requests is of one place, and its office.
fn narrow(entries: usize, deltas: usize) -> (Served, Tablet) {
    let served = served_within(Limits { entries, deltas, patience: Duration::from_millis(200), ..Limits::default() });
    let mut tablet = served.office.enrolled(1, "Team 1", "Demo warden A");
    tablet.find(10);
    (served, tablet)
}

/// Answers two requests that come together while nothing can be written: the one that found the lane full first, then the one that
/// was at work until it could.
fn together(served: &Served, tablet: &Tablet, body: &[u8]) -> [Answer; 2] {
    let database = Database::open(&served.office.data().join("patrolbook.sqlite")).unwrap();
    let writing = database.write().unwrap();
    std::thread::scope(|scope| {
        let (send, answers) = std::sync::mpsc::channel();
        for _ in 0..2 {
            let send = send.clone();
            scope.spawn(move || send.send(post(served, tablet, body)).unwrap());
        }
        let first = answers.recv().unwrap();
        drop(writing);
        [first, answers.recv().unwrap()]
    })
}

#[track_caller]
fn is_busy(answer: &Answer) {
    assert_eq!(answer.refusal(), (503, "busy".into()));
    assert_eq!(answer.header("retry-after"), Some("10"), "{answer:?}");
}

#[test]
fn while_slow_photos_fill_their_lane_pages_pass_at_once_and_another_photo_is_told_when_to_come_back() {
    let served = served();
    let mut tablet = served.office.enrolled(1, "Team 1", "Demo warden A");
    tablet.find(10);
    let put = served.call("PUT", &path(&tablet), &[("authorization", &*bearer(&tablet)), ("upload-length", "4")], b"");
    assert_eq!(put.status, 201);

    let slow: Vec<_> = (0..96).map(|_| begin_piece(&served, &tablet, limits::PHOTO_PIECE)).collect();
    // The next is refused once all of these are in; until then it takes the place of one.
    let full = (0..20).any(|_| {
        let mut next = begin_piece(&served, &tablet, limits::PHOTO_PIECE);
        next.set_read_timeout(Some(Duration::from_secs(12))).unwrap();
        next.shutdown(std::net::Shutdown::Write).unwrap();
        let answer = answer(&mut next, false);
        let busy = answer.status == 503;
        assert!(!busy || answer.header("retry-after") == Some("10"), "{answer:?}");
        busy
    });
    assert!(full, "the photos' lane is bounded");

    let (answer, took) = exchange(&served, &tablet);
    assert_eq!(answer.status, 200);
    assert!(took < Duration::from_secs(10), "pages waited {took:?} for photos");

    drop(slow);
    let headers = [("authorization", &*bearer(&tablet)), ("content-type", OFFSET), ("upload-offset", "0")];
    let patience = Instant::now() + Duration::from_secs(60);
    // Those that broke off may have brought their bytes already: then the office knows of more than this one does.
    let patch = || matches!(served.call("PATCH", &path(&tablet), &headers, b"slow").status, 204 | 409);
    let heard = std::iter::from_fn(|| (Instant::now() < patience).then(patch)).any(|heard| heard);
    assert!(heard, "the lane is free again when they are gone");
}

#[test]
fn text_finds_a_door_while_more_slow_photos_come_than_there_are_connections() {
    let served = served_within(Limits { connections: 8, photo_connections: 5, leaving: 1, ..Limits::default() });
    let mut tablet = served.office.enrolled(1, "Team 1", "Demo warden A");
    tablet.find(10);
    let put = served.call("PUT", &path(&tablet), &[("authorization", &*bearer(&tablet)), ("upload-length", "4")], b"");
    assert_eq!(put.status, 201);
    let mut slow: Vec<_> = (0..24).map(|_| begin_piece(&served, &tablet, limits::PHOTO_PIECE)).collect();
    for _ in 0..3 {
        let (answer, took) = exchange(&served, &tablet);
        assert_eq!(answer.status, 200);
        assert!(took < Duration::from_secs(10), "pages waited {took:?} for photos");
    }
    // The last of these found no place.
    let turned_away = slow.pop().unwrap();
    turned_away.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let mut said = Vec::new();
    let heard = (&turned_away).read_to_end(&mut said);
    // Its bytes were still coming, so the answer may be lost with the connection; what was heard is this.
    let said = String::from_utf8_lossy(&said);
    assert!(
        said.is_empty() && heard.is_err() || said.contains(" 503 ") && said.contains("connection: close"),
        "{heard:?} {said}"
    );
}

#[test]
fn who_brings_pages_while_the_lane_of_entries_is_full_is_told_when_to_come_back() {
    // The lane is also of who asks whose token it is, which is done before.
    let (served, tablet) = narrow(1, 16);
    let [refused, taken] = together(&served, &tablet, &pages(&tablet));
    is_busy(&refused);
    assert_eq!(taken.status, 200);
    assert_eq!(exchange(&served, &tablet).0.status, 200, "the lane is free again");
}

#[test]
fn memory_for_pages_is_bounded_and_who_finds_none_is_told_when_to_come_back() {
    let served = served_within(Limits { text_room: 1024, patience: Duration::from_millis(200), ..Limits::default() });
    let mut tablet = served.office.enrolled(1, "Team 1", "Demo warden A");
    tablet.find(10);
    let (bearer, length) = (bearer(&tablet), (1024 * 1024).to_string());
    let headers = [("authorization", &*bearer), ("content-type", MEDIA_TYPE), ("content-length", &*length)];
    let mut slow = TcpStream::connect(served.address).unwrap();
    slow.write_all(&request("POST", "/v1/exchange", &headers, b"slow")).unwrap();
    // Until its beginning is in, another may find the room.
    let patience = Instant::now() + Duration::from_secs(60);
    let full = std::iter::from_fn(|| (Instant::now() < patience).then(|| exchange(&served, &tablet).0))
        .find(|answer| answer.status != 200);
    is_busy(&full.expect("memory for text is bounded"));
    drop(slow);
    let free = std::iter::from_fn(|| (Instant::now() < patience).then(|| exchange(&served, &tablet).0.status));
    assert!(free.into_iter().any(|status| status == 200), "and the room is free again when it is gone");
}

#[test]
fn who_asks_for_pages_while_the_lane_of_deltas_is_full_is_told_when_to_come_back_and_who_brings_some_is_not() {
    let (served, tablet) = narrow(16, 1);
    let [refused, given] = together(&served, &tablet, &asks_for_pages(&tablet));
    is_busy(&refused);
    assert_eq!(given.status, 200);
    assert_eq!(post(&served, &tablet, &asks_for_pages(&tablet)).status, 200, "the lane is free again");

    // No delta is let in here at all; what brings pages goes another way.
    let (served, tablet) = narrow(16, 0);
    is_busy(&post(&served, &tablet, &asks_for_pages(&tablet)));
    assert_eq!(exchange(&served, &tablet).0.status, 200);
}

#[test]
fn a_connection_that_never_says_what_it_wants_is_closed() {
    let served = served();
    let mut stream = TcpStream::connect(served.address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    stream.write_all(b"POST /v1/exchange HTTP/1.1\r\nhost: off").unwrap();
    let mut rest = Vec::new();
    // Where the timeout never runs, this waits until it gives up.
    let closed = stream.read_to_end(&mut rest);
    assert!(closed.is_ok(), "the connection is still open after a minute: {closed:?}");
}
