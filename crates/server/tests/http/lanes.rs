//! Lanes: slow photos take up the photos' lane, and text passes as if they were not there.

use crate::client::{Answer, Served, answer, request, served};
use crate::tablet::Tablet;
use protocol::{MEDIA_TYPE, PhotoHash, limits, pack};
use sha2::{Digest, Sha256};
use std::io::{Read, Write};
use std::net::TcpStream;
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
    let body = pack(&tablet.request(&tablet.tips(), false, vec![tablet.run(1)]).encode());
    let headers = [("authorization", &*bearer(tablet)), ("content-type", MEDIA_TYPE)];
    (served.call("POST", "/v1/exchange", &headers, &body), begun.elapsed())
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
