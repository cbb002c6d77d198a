//! Over HTTP: the real server, a counting proxy in front of it, and strangers that answer in its place.

use crate::world::{NOW, TEAM, Tablet, World, photo_row, record};
use protocol::{Credential, EnrolRequest, PhotoHash, RefusalCode, Thumbnail, Thumbnails, pack, unpack};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use store::{Change, NewPhoto};
use sync::{HttpOffice, Office, Trouble};

/// The world's office over HTTP, until dropped.
struct Served {
    address: SocketAddr,
    runtime: Option<tokio::runtime::Runtime>,
}

impl Served {
    fn new(world: &World) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
        let address = listener.local_addr().unwrap();
        runtime.spawn(server::serve::run(world.centre(), listener, std::future::pending()));
        Self { address, runtime: Some(runtime) }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// Passes connections on and counts their bytes both ways.
fn counting_proxy(to: SocketAddr) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let counted = Arc::new(AtomicUsize::new(0));
    let count = counted.clone();
    std::thread::spawn(move || {
        for near in listener.incoming().flatten() {
            let far = TcpStream::connect(to).unwrap();
            for (mut from, mut to) in
                [(near.try_clone().unwrap(), far.try_clone().unwrap()), (far.try_clone().unwrap(), near)]
            {
                let count = count.clone();
                std::thread::spawn(move || {
                    let mut buffer = [0; 65_536];
                    while let Ok(length @ 1..) = from.read(&mut buffer) {
                        count.fetch_add(length, Ordering::Relaxed);
                        if to.write_all(&buffer[..length]).is_err() {
                            break;
                        }
                    }
                });
            }
        }
    });
    (address, counted)
}

/// Answers every request with these bytes.
fn stranger(answer: String) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for mut connection in listener.incoming().flatten() {
            let mut buffer = [0; 65_536];
            let _ = connection.read(&mut buffer);
            let _ = connection.write_all(answer.as_bytes());
        }
    });
    address
}

fn enrolled(world: &World, address: &str) -> Tablet {
    let centre = world.centre();
    centre.add_user("Demo warden A", "warden").unwrap();
    // The office over HTTP goes by the real clock.
    let code = centre.new_code(TEAM, "Demo warden A", i64::MAX - NOW, NOW).unwrap().code;
    Tablet::enrol(&HttpOffice::new(address, None).unwrap(), address, &code)
}

#[test]
fn a_tablet_enrols_sends_pages_and_a_photo_and_nothing_new_is_one_request_under_700_bytes() {
    let world = World::new();
    let served = Served::new(&world);
    let (address, counted) = counting_proxy(served.address);
    let tablet = enrolled(&world, &address);
    let bytes: Vec<u8> = (0..600_000_u32).map(|at| (at >> 3) as u8).collect();
    let new = NewPhoto { bytes: &bytes, mime: "image/jpeg", thumbnail: b"small", own: true };
    let hash = tablet.store.add_photo(new).unwrap();
    tablet.finding(record(1), "Two needles");
    tablet.write(vec![Change::new(record(1), format!("photo/{hash}"), photo_row(hash, bytes.len()))]);
    let office = HttpOffice::new(&address, Some(&tablet.token)).unwrap();
    let outcome = tablet.sync(&office).unwrap();
    assert_eq!((outcome.converged, outcome.photos_sent, outcome.problems), (true, 1, vec![]));
    assert_eq!(tablet.pages(), (3, 3));
    let back = office.photo_get(tablet.scope, hash, 10, 20).unwrap();
    assert_eq!(back, &bytes[10..20]);

    world.centre().back_up(NOW).unwrap();
    tablet.sync(&office).unwrap();
    assert_eq!(tablet.store.whereabouts().unwrap().photos, [0, 0, 1]);
    let before = counted.load(Ordering::Relaxed);
    let outcome = tablet.sync(&office).unwrap();
    let spent = counted.load(Ordering::Relaxed) - before;
    assert_eq!(outcome.exchanges, 1);
    assert!((100..=700).contains(&spent), "nothing new took {spent} bytes");
}

#[test]
fn nothing_new_is_one_request_under_700_bytes_with_books_in_the_restricted_part_too_whether_it_reads_or_only_sends() {
    let world = World::new();
    let served = Served::new(&world);
    let (address, counted) = counting_proxy(served.address);
    let tablet = enrolled(&world, &address);
    let office = HttpOffice::new(&address, Some(&tablet.token)).unwrap();
    let quiet = |reads: bool| {
        for _ in 0..3 {
            tablet.sync(&office).unwrap();
        }
        world.centre().back_up(NOW).unwrap();
        tablet.sync(&office).unwrap();
        let before = counted.load(Ordering::Relaxed);
        let outcome = tablet.sync(&office).unwrap();
        let spent = counted.load(Ordering::Relaxed) - before;
        println!("nothing new, {}: {spent} bytes", if reads { "reads" } else { "only sends" });
        assert_eq!((outcome.exchanges, outcome.converged, outcome.problems), (1, true, vec![]));
        assert!((100..=700).contains(&spent), "nothing new took {spent} bytes, reads: {reads}");
    };
    quiet(false);
    tablet.finding(record(1), "Two needles");
    tablet.seal(record(2), "Quillfeather");
    quiet(false);
    let own = tablet.store.restricted_book().unwrap().unwrap();
    assert_eq!((own.tip.number, own.arrived, own.backed_up), (2, 2, 2));
    assert!(tablet.store.restricted_record(record(2)).unwrap().is_none());
    // The office over HTTP goes by the real clock.
    let now = std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap().as_millis() as i64;
    world.centre().set_safeguarding("Demo warden A", true, now).unwrap();
    quiet(true);
    let read = tablet.store.restricted_record(record(2)).unwrap().unwrap();
    assert_eq!(read.text("what_seen"), Some("Quillfeather"));
}

#[test]
fn a_refusal_comes_through_with_its_code() {
    let world = World::new();
    let served = Served::new(&world);
    let address = format!("http://{}", served.address);
    let key = book::SecretKey::from_bytes(&[3; 32]);
    let request = EnrolRequest::new(&key, Credential::code("NO-SUCH-CODE"));
    let refused = HttpOffice::new(&address, None).unwrap().enrol(&request, None);
    assert!(
        matches!(&refused, Err(Trouble::Refused(refusal)) if refusal.code == RefusalCode::WrongCode),
        "{refused:?}"
    );

    let unknown = HttpOffice::new(&address, Some(&"0".repeat(64))).unwrap().exchange(b"");
    assert!(matches!(&unknown, Err(Trouble::Refused(refusal)) if refusal.code == RefusalCode::UnknownTablet));
}

#[test]
fn a_stranger_that_says_200_to_everything_is_never_the_council_office() {
    let page = "<html><title>Welcome to the cafe</title></html>";
    let html = format!("HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: {}\r\n\r\n{page}", page.len());
    let redirect = "HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:9/login\r\ncontent-length: 0\r\n\r\n";
    let no_type = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";
    let endless = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n".to_owned() + &"x".repeat(1 << 20);
    let world = World::new();
    let tablet = world.tablet("Demo warden A", "warden");
    let key = book::SecretKey::from_bytes(&[3; 32]);
    let request = EnrolRequest::new(&key, Credential::code("A"));
    let hash = PhotoHash([1; 32]);
    for answer in [html, redirect.into(), no_type.into(), endless] {
        let office = HttpOffice::new(&stranger(answer.clone()), Some(&tablet.token)).unwrap();
        let head = answer.lines().take(2).collect::<Vec<_>>();
        for trouble in [
            office.enrol(&request, None).map(drop),
            tablet.sync(&office).map(drop),
            office.photo_begin(tablet.scope, hash, 10).map(drop),
            office.photo_piece(tablet.scope, hash, 0, b"abc").map(drop),
            office.photo_get(tablet.scope, hash, 0, 10).map(drop),
        ] {
            assert!(matches!(trouble, Err(Trouble::NotTheOffice | Trouble::NoSignal)), "{head:?}: {trouble:?}");
        }
        assert_eq!(tablet.pages(), (1, 0));
    }
}

#[test]
fn a_full_gateway_is_busy_and_says_for_how_long() {
    let answer = "HTTP/1.1 503 Service Unavailable\r\nretry-after: 30\r\ncontent-length: 4\r\n\r\nfull";
    let busy = HttpOffice::new(&stranger(answer.into()), None).unwrap().exchange(b"");
    assert!(matches!(busy, Err(Trouble::Busy { retry_after: Some(wait) }) if wait.as_secs() == 30), "{busy:?}");
}

#[test]
fn an_office_that_fails_is_asked_again_later_and_nothing_of_the_tablets_moves() {
    let world = World::new();
    let tablet = world.tablet("Demo warden A", "warden");
    tablet.finding(record(1), "Two needles");
    let html = "<html>Internal Server Error</html>";
    let told = r#"{"code":"fault","message":"The council office failed."}"#;
    for (kind, body, busy) in [("text/html", html, true), ("application/json", told, false)] {
        let length = body.len();
        let answer = format!(
            "HTTP/1.1 500 Internal Server Error\r\ncontent-type: {kind}\r\ncontent-length: {length}\r\n\r\n{body}"
        );
        let office = HttpOffice::new(&stranger(answer), Some(&tablet.token)).unwrap();
        let trouble = tablet.sync(&office).map(drop);
        match trouble {
            Err(Trouble::Busy { retry_after: None }) => assert!(busy, "{kind}"),
            Err(Trouble::Refused(refusal)) => assert!(!busy && refusal.code == RefusalCode::Fault, "{kind}"),
            other => panic!("{kind}: {other:?}"),
        }
        assert_eq!(tablet.pages(), (2, 0), "nothing is taken for arrived");
    }
    world.sync(&tablet);
    assert_eq!(tablet.pages(), (2, 2), "and with the office back everything goes");
}

#[test]
fn an_office_that_takes_the_connection_and_says_nothing_is_no_signal_after_a_while() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    // Held open and never answered.
    std::thread::spawn(move || listener.incoming().collect::<Vec<_>>());
    let short = Duration::from_millis(200);
    let office = HttpOffice::waiting(&address, Some(&"0".repeat(64)), short, short).unwrap();
    let key = book::SecretKey::from_bytes(&[3; 32]);
    let request = EnrolRequest::new(&key, Credential::code("A"));
    for trouble in [office.exchange(b"").map(drop), office.enrol(&request, None).map(drop)] {
        assert!(matches!(trouble, Err(Trouble::NoSignal)), "{trouble:?}");
    }
}

#[test]
fn no_office_at_all_is_no_signal_and_a_bad_address_is_named() {
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let office = HttpOffice::new(&format!("http://{closed}"), None).unwrap();
    assert!(matches!(office.exchange(b""), Err(Trouble::NoSignal)));
    for address in ["", "office", "ftp://office.example", "http://"] {
        assert!(matches!(HttpOffice::new(address, None), Err(Trouble::BadAddress(_))), "{address:?}");
    }
}

/// The whole of a request with a body of which only the beginning is sent.
fn cut_request(address: SocketAddr, head: &str, length: usize, body: &[u8]) {
    let mut connection = TcpStream::connect(address).unwrap();
    write!(connection, "{head}Host: office\r\nContent-Length: {length}\r\n\r\n").unwrap();
    connection.write_all(body).unwrap();
    connection.shutdown(std::net::Shutdown::Write).unwrap();
    // Whatever it answers, it has done with the request when the connection ends.
    let _ = connection.read_to_end(&mut Vec::new());
}

#[test]
fn of_a_piece_that_breaks_off_the_office_keeps_what_came_and_of_anything_else_nothing() {
    let world = World::new();
    let served = Served::new(&world);
    let address = format!("http://{}", served.address);
    let tablet = enrolled(&world, &address);
    let office = HttpOffice::new(&address, Some(&tablet.token)).unwrap();
    let bytes: Vec<u8> = (0..300_000).map(|at| (at % 251) as u8).collect();
    let hash = PhotoHash(<[u8; 32]>::from(<sha2::Sha256 as sha2::Digest>::digest(&bytes)));
    assert_eq!(office.photo_begin(tablet.scope, hash, 300_000).unwrap(), 0);
    let path = format!("/v1/scopes/{}/photos/{hash}", tablet.scope);
    let bearer = format!("Authorization: Bearer {}\r\n", tablet.token);
    let mut held = 0;
    for came in [1, 70_001, 100_000] {
        let tus = format!(
            "Tus-Resumable: 1.0.0\r\nUpload-Offset: {held}\r\nContent-Type: application/offset+octet-stream\r\n"
        );
        cut_request(
            served.address,
            &format!("PATCH {path} HTTP/1.1\r\n{bearer}{tus}"),
            300_000 - held,
            &bytes[held..held + came],
        );
        held += came;
        assert_eq!(office.photo_begin(tablet.scope, hash, 300_000).unwrap(), held as u64, "after {came} more");
    }
    assert_eq!(office.photo_piece(tablet.scope, hash, held as u64, &bytes[held..]).unwrap(), 300_000);
    assert_eq!(office.photo_get(tablet.scope, hash, 0, 300_000).unwrap(), bytes);

    let jpeg = thumbnail();
    let said = Thumbnails { brought: vec![Thumbnail { of: hash, jpeg: jpeg.clone() }], wanted: vec![] };
    let packed = pack(&said.encode());
    let media = format!("Content-Type: {}\r\n", protocol::MEDIA_TYPE);
    let head = format!("POST /v1/scopes/{}/thumbnails HTTP/1.1\r\n{bearer}{media}", tablet.scope);
    cut_request(served.address, &head, packed.len(), &packed[..packed.len() - 1]);
    let wanted = pack(&Thumbnails { brought: vec![], wanted: vec![hash] }.encode());
    let ask = || Thumbnails::decode(&unpack(&office.thumbnails(tablet.scope, &wanted).unwrap()).unwrap()).unwrap();
    assert_eq!(ask().brought, [], "half a message is none");
    office.thumbnails(tablet.scope, &packed).unwrap();
    assert_eq!(ask().brought, [Thumbnail { of: hash, jpeg }]);
}

#[test]
fn of_a_photo_that_breaks_off_while_it_is_fetched_what_came_is_kept() {
    let answer = "HTTP/1.1 206 Partial Content\r\nContent-Length: 1000\r\n\r\nwhat came";
    let office = HttpOffice::new(&stranger(answer.into()), Some(&"0".repeat(64))).unwrap();
    let scope = book::ScopeId(uuid::Uuid::from_u128(1));
    assert_eq!(office.photo_get(scope, PhotoHash([1; 32]), 0, 1000).unwrap(), b"what came");
    let nothing = "HTTP/1.1 206 Partial Content\r\nContent-Length: 1000\r\n\r\n";
    let office = HttpOffice::new(&stranger(nothing.into()), Some(&"0".repeat(64))).unwrap();
    assert!(matches!(office.photo_get(scope, PhotoHash([1; 32]), 0, 1000), Err(Trouble::NoSignal)));
}

fn thumbnail() -> Vec<u8> {
    let mut png = std::io::Cursor::new(Vec::new());
    image::RgbImage::new(64, 48).write_to(&mut png, image::ImageFormat::Png).unwrap();
    photo::thumbnail(png.get_ref(), 480).unwrap()
}
