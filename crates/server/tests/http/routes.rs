//! Every route: what it answers, what it refuses, and how few bytes nothing new costs.

use crate::client::{Answer, Served, answer, request, served};
use crate::tablet::{Tablet, request as enrolment};
use book::SecretKey;
use protocol::message::grants_digest;
use protocol::{EnrolReply, MEDIA_TYPE, PhotoHash, Promise, Reply, limits, pack, unpack};
use sha2::{Digest, Sha256};
use std::io::{Read, Write};
use std::net::TcpStream;

const PIECE: (&str, &str) = ("content-type", "application/offset+octet-stream");

/// Method, path, headers, body; status and code of the refusal.
type Case<'a> = (&'a str, &'a str, &'a [(&'a str, &'a str)], &'a [u8], u16, &'a str);

fn bearer(tablet: &Tablet) -> String {
    format!("Bearer {}", tablet.reply.token)
}

fn exchanged(served: &Served, tablet: &Tablet, request: &protocol::Request) -> Reply {
    let bearer = bearer(tablet);
    let headers = [("authorization", bearer.as_str()), ("content-type", MEDIA_TYPE)];
    let answer = served.call("POST", "/v1/exchange", &headers, &pack(&request.encode()));
    assert_eq!((answer.status, answer.header("content-type")), (200, Some(MEDIA_TYPE)));
    Reply::decode(&unpack(&answer.body).unwrap()).unwrap()
}

fn photo_path(tablet: &Tablet, hash: PhotoHash) -> String {
    format!("/v1/scopes/{}/photos/{hash}", tablet.scope)
}

#[test]
fn nothing_new_costs_one_request_and_at_most_700_bytes_both_ways() {
    let served = served();
    let mut tablet = served.office.enrolled(1, "Team 1", "Demo warden A");
    tablet.find(10);
    tablet.send(&served.office);
    served.office.centre.back_up(crate::now()).unwrap();
    let night = crate::now();
    served.office.centre.checkpoint(night, night).unwrap();
    let mut quiet = tablet.request(&tablet.tips(), false, vec![]);
    quiet.grants = grants_digest([&tablet.grant]);
    quiet.backed_up = vec![(tablet.chain.book, 2)];
    quiet.checkpoints = vec![(tablet.scope, night)];
    quiet.restricted = 1;
    let bearer = bearer(&tablet);
    let headers = [("authorization", bearer.as_str()), ("content-type", MEDIA_TYPE), ("accept", "*/*")];
    let sent = request("POST", "/v1/exchange", &headers, &pack(&quiet.encode()));
    let mut stream = TcpStream::connect(served.address).unwrap();
    // Twice on one connection: the second has nothing to write down either.
    for _ in 0..2 {
        stream.write_all(&sent).unwrap();
        let answer = answer(&mut stream, false);
        let reply = Reply::decode(&unpack(&answer.body).unwrap()).unwrap();
        assert_eq!((answer.status, reply.receipts.len(), reply.grants.len()), (200, 0, 0));
        assert_eq!((&reply.scopes[0].tips, reply.checkpoints.len(), reply.restricted), (&None, 0, None));
        let bytes = sent.len() + answer.head.len() + answer.body.len();
        println!("nothing new: {} up, {} down", sent.len(), answer.head.len() + answer.body.len());
        assert!(bytes <= 700, "{bytes} bytes for nothing new: {} up, {}", sent.len(), answer.head);
    }
}

#[test]
fn a_tablet_enrols_sends_a_book_and_is_told_within_the_minute_that_it_is_backed_up() {
    let served = served();
    let key = SecretKey::from_bytes(&[1; 32]);
    let body = serde_json::to_vec(&enrolment(&key, &served.office.code("Team 1", "Demo warden A"))).unwrap();
    let answer = served.call("POST", "/v1/enrol", &[("content-type", "application/json")], &body);
    assert_eq!(answer.status, 200);
    let reply: EnrolReply = serde_json::from_slice(&answer.body).unwrap();
    assert_eq!(reply.book_code, "W01");

    let mut tablet = served.office.enrolled(2, "Team 1", "Demo leader");
    tablet.find(10);
    let taken = exchanged(&served, &tablet, &tablet.request(&tablet.tips(), false, vec![tablet.run(1)]));
    assert_eq!(tablet.promised(&taken, Promise::Arrived), Some(2));
    // The worker begins at once; each answer is one more look, for a minute at most.
    let asked = tablet.request(&tablet.tips(), false, vec![]);
    let begun = std::time::Instant::now();
    let backed_up = std::iter::repeat_with(|| exchanged(&served, &tablet, &asked))
        .take_while(|_| begun.elapsed().as_secs() < 60)
        .any(|reply| tablet.promised(&reply, Promise::BackedUp) == Some(2));
    assert!(backed_up, "the second copy was not written right after the exchange");
}

#[test]
fn a_photo_goes_up_in_pieces_and_comes_down_whole_or_in_part() {
    let served = served();
    let tablet = served.office.enrolled(1, "Team 1", "Demo warden A");
    let bytes: Vec<u8> = (0..300_000u32).map(|at| (at % 251) as u8).collect();
    let path = photo_path(&tablet, PhotoHash(Sha256::digest(&bytes).into()));
    let bearer = bearer(&tablet);
    let who = ("authorization", bearer.as_str());
    let call = |method: &str, headers: &[(&str, &str)], body: &[u8]| {
        served.call(method, &path, &[&[who], headers].concat(), body)
    };
    let offset = |answer: &Answer| answer.header("upload-offset").map(str::to_owned);
    assert_eq!(call("HEAD", &[], b"").status, 404);
    let begun = call("PUT", &[("upload-length", "300000")], b"");
    assert_eq!((begun.status, offset(&begun).as_deref()), (201, Some("0")));
    let piece = call("PATCH", &[PIECE, ("upload-offset", "0")], &bytes[..200_000]);
    assert_eq!((piece.status, offset(&piece).as_deref()), (204, Some("200000")));
    let wrong = call("PATCH", &[PIECE, ("upload-offset", "0")], &bytes[..200_000]);
    assert_eq!((wrong.status, offset(&wrong).as_deref()), (409, Some("200000")));
    let head = call("HEAD", &[], b"");
    assert_eq!(
        (head.status, offset(&head).as_deref(), head.header("upload-length")),
        (200, Some("200000"), Some("300000"))
    );
    assert_eq!(call("GET", &[], b"").refusal(), (404, "not_found".into()), "half a photo is none");
    let known = call("PUT", &[("upload-length", "300000")], b"");
    assert_eq!((known.status, offset(&known).as_deref()), (200, Some("200000")));
    let last = call("PATCH", &[PIECE, ("upload-offset", "200000")], &bytes[200_000..]);
    assert_eq!((last.status, offset(&last).as_deref()), (204, Some("300000")));
    let whole = call("GET", &[], b"");
    assert!((whole.status, &whole.body) == (200, &bytes), "the photo must come back as it went in");
    let part = call("GET", &[("range", "bytes=65530-65545")], b"");
    assert_eq!((part.status, part.header("content-range")), (206, Some("bytes 65530-65545/300000")));
    assert_eq!(part.body, bytes[65_530..=65_545]);
    assert_eq!(call("GET", &[("range", "bytes=300000-")], b"").status, 416);
}

#[test]
fn what_is_wrong_is_refused_with_a_code_that_a_tablet_understands() {
    let served = served();
    let tablet = served.office.enrolled(1, "Team 1", "Demo warden A");
    let other = served.office.enrolled(2, "Team 2", "Demo warden B");
    let bearer = bearer(&tablet);
    let who = ("authorization", bearer.as_str());
    let hash = PhotoHash([7; 32]);
    let (mine, foreign) = (photo_path(&tablet, hash), photo_path(&other, hash));
    let nobody = ("authorization", "Bearer 00");
    let too_long = (limits::BODY_BYTES + 1).to_string();
    let large_piece = (limits::PHOTO_PIECE + 1).to_string();
    let large_photo = (limits::PHOTO_BYTES + 1).to_string();
    let cases: &[Case<'_>] = &[
        ("POST", "/v1/exchange", &[], b"", 401, "unknown_tablet"),
        ("POST", "/v1/exchange", &[nobody], b"", 401, "unknown_tablet"),
        ("POST", "/v1/exchange", &[who], b"", 400, "malformed"),
        ("POST", "/v1/exchange", &[who], b"<html>", 400, "malformed"),
        ("POST", "/v1/exchange", &[who], b"PBX1junk", 400, "malformed"),
        ("POST", "/v1/exchange", &[who], &pack(b"\x02"), 400, "malformed"),
        ("POST", "/v1/exchange", &[who], &pack(&vec![0; limits::UNPACKED_BYTES + 1]), 413, "too_large"),
        ("POST", "/v1/exchange", &[who, ("content-length", &too_long)], b"", 413, "too_large"),
        ("POST", "/v1/enrol", &[], b"{}", 400, "malformed"),
        ("POST", "/v1/enrol", &[], &[b'{'; limits::ENROL_BYTES + 1], 413, "too_large"),
        ("PUT", &foreign, &[who, ("upload-length", "5")], b"", 404, "not_found"),
        ("GET", &foreign, &[who], b"", 404, "not_found"),
        ("PUT", &mine, &[("upload-length", "5")], b"", 401, "unknown_tablet"),
        ("PUT", &mine, &[who], b"", 400, "malformed"),
        ("PUT", &mine, &[who, ("upload-length", "-1")], b"", 400, "malformed"),
        ("PUT", &mine, &[who, ("upload-length", &large_photo)], b"", 413, "too_large"),
        ("PATCH", &mine, &[who, PIECE, ("upload-offset", "0")], b"x", 404, "not_found"),
        ("PATCH", &mine, &[who, ("upload-offset", "0")], b"x", 400, "malformed"),
        ("PATCH", &mine, &[who, PIECE], b"x", 400, "malformed"),
        (
            "PATCH",
            &mine,
            &[who, PIECE, ("upload-offset", "0"), ("content-length", &large_piece)],
            b"",
            413,
            "too_large",
        ),
        ("GET", "/v1/scopes/x/photos/y", &[who], b"", 404, "not_found"),
        ("DELETE", &mine, &[who], b"", 404, "not_found"),
        ("GET", "/", &[], b"", 404, "not_found"),
    ];
    for (method, path, headers, body, status, code) in cases {
        let answer = served.call(method, path, headers, body);
        assert_eq!(answer.refusal(), (*status, (*code).to_owned()), "{method} {path} {headers:?}");
    }
    assert_eq!(served.call("GET", "/health", &[], b"").status, 200);
}

#[test]
fn a_photo_of_another_hash_is_refused_and_begins_again() {
    let served = served();
    let tablet = served.office.enrolled(1, "Team 1", "Demo warden A");
    let path = photo_path(&tablet, PhotoHash([7; 32]));
    let bearer = bearer(&tablet);
    let who = ("authorization", bearer.as_str());
    served.call("PUT", &path, &[who, ("upload-length", "5")], b"");
    let answer = served.call("PATCH", &path, &[who, PIECE, ("upload-offset", "0")], b"false");
    assert_eq!(answer.refusal(), (422, "wrong_hash".into()));
    assert_eq!(served.call("HEAD", &path, &[who], b"").header("upload-offset"), Some("0"));
}

#[test]
fn too_many_wrong_codes_are_told_to_wait() {
    let served = served();
    let body = serde_json::to_vec(&enrolment(&SecretKey::from_bytes(&[1; 32]), "AAAABBBBCCCC")).unwrap();
    for _ in 0..10 {
        assert_eq!(served.call("POST", "/v1/enrol", &[], &body).refusal(), (403, "wrong_code".into()));
    }
    let answer = served.call("POST", "/v1/enrol", &[], &body);
    assert_eq!((answer.refusal(), answer.header("retry-after")), ((429, "too_many".into()), Some("600")));
}

#[test]
fn a_request_in_flight_is_answered_after_the_server_was_told_to_stop() {
    let mut served = served();
    let tablet = served.office.enrolled(1, "Team 1", "Demo warden A");
    let bytes = b"the bytes of a photo";
    let path = photo_path(&tablet, PhotoHash(Sha256::digest(bytes).into()));
    let bearer = bearer(&tablet);
    let who = ("authorization", bearer.as_str());
    served.call("PUT", &path, &[who, ("upload-length", "20")], b"");
    let whole = request("PATCH", &path, &[who, PIECE, ("upload-offset", "0"), ("expect", "100-continue")], bytes);
    let (first, rest) = whole.split_at(whole.len() - 15);
    let mut stream = TcpStream::connect(served.address).unwrap();
    stream.write_all(first).unwrap();
    // The server says "go on" once it has begun to read the body: from then on the request is in flight.
    let mut go_on = [0; 25];
    stream.read_exact(&mut go_on).unwrap();
    assert_eq!(&go_on, b"HTTP/1.1 100 Continue\r\n\r\n");
    served.tell_to_stop();
    stream.write_all(rest).unwrap();
    assert_eq!(answer(&mut stream, true).status, 204);
    served.wait();
    assert!(TcpStream::connect(served.address).is_err(), "it no longer listens");
    assert!(served.office.centre.verify().unwrap().photos == 1);
}

#[test]
fn the_routes_are_those_of_the_page_and_no_others() {
    let page = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/sync.md");
    let page = std::fs::read_to_string(page).unwrap();
    let rows = page.lines().skip_while(|line| *line != "| request | answer |").skip(2);
    let rows: Vec<&str> = rows.take_while(|line| line.starts_with('|')).collect();
    let served = served();
    let (scope, hash) = ("0".repeat(32), "0".repeat(64));
    let mut paths = Vec::new();
    for row in &rows {
        let named = row.split('`').nth(1).unwrap();
        let method = match named.split_once(' ') {
            Some((method, path)) => {
                paths.push(path);
                method
            }
            None => named, // `HEAD` of the path before
        };
        let path = paths.last().unwrap().replace("{scope}", &scope).replace("{sha256}", &hash);
        // Nobody shows a token: what is there asks for it, or for a body; what is not there is not found.
        let status = served.call(method, &path, &[], b"").status;
        assert!([400, 401].contains(&status), "{method} {path} is on the page, and answers {status}");
        assert_eq!(served.call("DELETE", &path, &[], b"").status, 404, "{path} takes what the page does not name");
    }
    let mut in_code: Vec<String> = include_str!("../../src/http/mod.rs")
        .split(".route(\"")
        .skip(1)
        .filter_map(|rest| Some(rest.split_once('"')?.0.replace("{hash}", "{sha256}")))
        .filter(|path| path != "/health")
        .collect();
    in_code.sort();
    paths.sort_unstable();
    paths.dedup();
    assert_eq!(paths, in_code, "the page, then the code");
}
