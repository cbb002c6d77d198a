//! The page's tables: limits against `protocol::limits`, sizes against messages that are made and measured.

use super::table;
use book::{
    BookId, DeviceId, EntryHash, Grant, ScopeId, SealingKey, SecretKey, SignedGrant, Tip, UserId, entry, page::MAX_PAGE,
};
use protocol::{
    Checkpoint, Notice, PhotoHash, Promise, Receipt, Reply, Request, RestrictedPart, Run, ScopeState, Subject,
    TabletReport, TabletState, Thumbnail, Thumbnails, Tips, UnlockKey, limits,
};
use record::edition;
use uuid::Uuid;

const BOOK: BookId = BookId([1; 32]);
const SCOPE: ScopeId = ScopeId(Uuid::nil());
const TIME: i64 = crate::world::NOW;

#[test]
fn the_limits_are_those_of_the_code() {
    let size = |bytes: usize| match bytes {
        bytes if bytes % (1024 * 1024) == 0 => format!("{} MiB", bytes / 1024 / 1024),
        bytes => format!("{} KiB", bytes / 1024),
    };
    let many = |number: usize| match number {
        1_000.. => format!("{},{:03}", number / 1_000, number % 1_000),
        _ => number.to_string(),
    };
    let (entries, bytes) = (many(limits::PAGE_ENTRIES), size(limits::PAGE_BYTES));
    let over = MAX_PAGE - entry::MAX_ENTRY;
    let code = [
        ("entries in a message / bytes of entries", format!("{entries} / {bytes}")),
        ("one entry; one value in it", format!("{}; {}", size(entry::MAX_ENTRY), size(entry::MAX_VALUE))),
        (
            "fields in an entry; bytes of a field's name; writes that one replaces",
            format!("{}; {}; {}", many(entry::MAX_WRITES), many(entry::MAX_FIELD), many(entry::MAX_REPLACES)),
        ),
        (
            "the files of a published catalogue; packed",
            format!("{}; {}", size(edition::MAX_FILES), size(edition::MAX_PACKED)),
        ),
        ("one page in the whole or the erased form", format!("{} and {} bytes", size(entry::MAX_ENTRY), many(over))),
        ("a packed body / unpacked", format!("{} / {}", size(limits::BODY_BYTES), size(limits::UNPACKED_BYTES))),
        (
            "scopes in a request; books in a list of tips; runs",
            format!("{}; {}; {}", many(limits::SCOPES), many(limits::BOOKS), many(limits::RUNS)),
        ),
        ("photos asked about in a request", many(limits::PHOTOS)),
        ("grants in a reply; tablets in a reply", format!("{}; {}", many(limits::GRANTS), many(limits::TABLETS))),
        ("receipts in a reply; bytes of a grant", format!("{}; {}", many(limits::RECEIPTS), many(limits::GRANT_BYTES))),
        (
            "bytes of a version, of a book's short code, of a notice, of the word on the restricted part",
            [limits::VERSION_BYTES, limits::CODE_BYTES, limits::NOTICE_BYTES, limits::PART_BYTES].map(many).join("; "),
        ),
        ("people on a tablet who read the restricted part", many(limits::READERS)),
        ("a photo; a piece of one", format!("{}; {}", size(limits::PHOTO_BYTES as usize), size(limits::PHOTO_PIECE))),
        (
            "a thumbnail; thumbnails in a message",
            format!(
                "{}; {} and {}",
                size(limits::THUMBNAIL_BYTES),
                size(limits::THUMBNAILS_BYTES),
                many(limits::PHOTOS)
            ),
        ),
        ("exchanges in a sync", many(limits::ROUNDS)),
        ("an enrolment, a refusal", size(limits::ENROL_BYTES)),
    ];
    let page = table("Limits", "what");
    assert_eq!(page, code.each_ref().map(|(what, says)| (*what, says.as_str())), "the page, then the code");
}

/// What a size on the page allows: numbers and ranges added up, an `about` within a third.
fn allowed(says: &str) -> (usize, usize) {
    let (mut least, mut most) = (0, 0);
    for part in says.split(" + ") {
        let (low, high) = match part.strip_prefix("about ") {
            Some(about) => {
                let about: usize = about.split(' ').next().unwrap().parse().unwrap();
                (about * 2 / 3, about * 4 / 3)
            }
            None => match part.split_once('…') {
                Some((low, high)) => (low.parse().unwrap(), high.parse().unwrap()),
                None => (part.parse().unwrap(), part.parse().unwrap()),
            },
        };
        (least, most) = (least + low, most + high);
    }
    (least, most)
}

/// Holds a table against what was measured, row by row.
fn holds(page: &[(&str, &str)], measured: &[(&str, usize)]) {
    let names: Vec<_> = page.iter().map(|(what, _)| *what).collect();
    let known: Vec<_> = measured.iter().map(|(what, _)| *what).collect();
    for (name, what) in names.iter().zip(&known) {
        assert!(name.starts_with(what), "the page has \"{name}\" where the code has \"{what}\"");
    }
    assert_eq!(names.len(), known.len(), "the page has rows that are not measured, or lacks some: {names:?}");
    for ((what, says), (_, bytes)) in page.iter().zip(measured) {
        for says in says.split(" / ") {
            let (least, most) = allowed(says);
            assert!((least..=most).contains(bytes), "\"{what}\" takes {bytes} bytes, and the page says {says}");
        }
    }
}

fn state(tips: Option<Tips>) -> ScopeState {
    ScopeState { scope: SCOPE, digest: [2; 32], tips }
}

fn tip(number: u64) -> Tip {
    Tip { number, hash: EntryHash([3; 32]) }
}

fn run() -> Run {
    Run { book: BOOK, first: 300, previous: EntryHash([3; 32]), entries: Vec::new() }
}

fn tablet_state() -> TabletState {
    let (oldest, patrol_ended) = (Some(TIME), Some(TIME));
    TabletState { pages: 12, photos: 3, oldest, patrol_ended, free_mb: Some(23_400), version: "0.2.0".into() }
}

/// One entry as wardens write them, with a field of a name of ten letters and a value of as many.
fn an_entry() -> (usize, usize) {
    let key = SecretKey::from_bytes(&[1; 32]);
    let draft = |replaces| book::Draft {
        clock: book::Clock::default().tick(TIME as u64),
        wall: TIME,
        quality: book::ClockQuality::Checked,
        author: book::GrantId([4; 32]),
        catalogue: 2,
        writes: vec![(
            book::RecordId(Uuid::nil()),
            book::FieldWrite { field: "n_syringes".into(), replaces },
            b"\"ten bytes".to_vec(),
        )],
        key: [5; 16],
    };
    let written = |replaces| book::Entry::write(&key, BOOK, tip(7), draft(replaces)).unwrap().encode_wire().len();
    (written(Vec::new()), written(vec![EntryHash([6; 32])]))
}

#[test]
fn the_sizes_of_a_request_are_those_of_the_code() {
    let request = |change: &dyn Fn(&mut Request)| {
        let mut request = Request { device_time: TIME, ..Request::default() };
        change(&mut request);
        request.encode().len()
    };
    let empty = request(&|_| {});
    let more = |change: &dyn Fn(&mut Request)| request(change) - empty;
    // Four lists, one thing that may be missing, one question and two times besides.
    assert_eq!(empty, 1 + 6 + 32 + 5 + 1 + 1 + 1 + 1, "a list is one byte while it is empty");
    let with_tips = |tips: Tips| more(&|request| request.scopes = vec![state(Some(tips.clone()))]);
    let runs = more(&|request| request.runs = vec![run()]);
    let (bare, replacing) = an_entry();
    let (entry, replaces) = (bare - "n_syringes".len() - b"\"ten bytes".len(), replacing - bare);
    let sent = |bytes: usize| more(&|request| request.runs = vec![Run { entries: vec![vec![9; bytes]], ..run() }]);
    assert_eq!((sent(entry) - runs - entry, replaces), (2, 32), "the length before an entry; each replaced write");
    holds(
        &table("Messages", "request").iter().map(|row| trimmed(*row)).collect::<Vec<_>>(),
        &[
            ("version 1; tablet's time; digest of grants", empty - 9),
            ("per scope", more(&|request| request.scopes = vec![state(None)])),
            ("per tip", with_tips([(BOOK, tip(300))].into()) - with_tips(Tips::new())),
            ("per own book", more(&|request| request.backed_up = vec![(BOOK, 300)])),
            ("per run", runs),
            ("per entry", entry),
            ("per photo asked about", more(&|request| request.photos = vec![PhotoHash([7; 32])])),
            ("of the tablet", more(&|request| request.tablet = Some(tablet_state()))),
            ("whether it asks for the team's tablets", 1),
            ("when the office's notice", more(&|request| request.notice = TIME) + 1),
            ("when the office's word on the restricted part", more(&|request| request.restricted = TIME) + 1),
            ("per checkpoint kept", more(&|request| request.checkpoints = vec![(SCOPE, TIME)])),
        ],
    );
}

/// The row of an entry says more than a sum.
fn trimmed((what, says): (&'static str, &'static str)) -> (&'static str, &'static str) {
    match says.strip_prefix("1…3 + ") {
        Some(says) => {
            let (bare, rest) = says.split_once(" + ").unwrap();
            assert_eq!(rest, "names and values + 32 for each replaced write");
            (what, bare)
        }
        None => (what, says),
    }
}

#[test]
fn the_sizes_of_a_reply_are_those_of_the_code() {
    let root = SecretKey::from_bytes(&[8; 32]);
    let reply = |change: &dyn Fn(&mut Reply)| {
        let mut reply = Reply { office_time: TIME, ..Reply::default() };
        change(&mut reply);
        reply.encode().len()
    };
    let empty = reply(&|_| {});
    let more = |change: &dyn Fn(&mut Reply)| reply(change) - empty;
    let receipt = |subject| more(&|reply| reply.receipts = vec![Receipt::sign(&root, Promise::Arrived, subject, TIME)]);
    let grant = Grant {
        user: UserId(Uuid::nil()),
        name: "Demo warden A".into(),
        device: DeviceId(Uuid::nil()),
        device_key: root.public(),
        code: "W01".into(),
        role: "warden".into(),
        scope: SCOPE,
        from: TIME,
        until: TIME,
    };
    let signed: SignedGrant = grant.sign(&root);
    let unlock = Some(UnlockKey::of(&[7; 32]));
    let report =
        TabletReport { unlock, code: "W01".into(), heard_at: TIME, standing: true, said: Some((90, tablet_state())) };
    let checkpoint = |tips: &[(BookId, Tip)]| {
        let signed = Checkpoint::sign(&root, SCOPE, TIME, tips.iter().map(|(book, tip)| (book, tip)));
        more(&|reply| reply.checkpoints = vec![signed.clone()])
    };
    let notice = Notice::sign(&root, SealingKey([2; 32]), true, TIME);
    let part = |readers: usize| {
        let readers = vec![book::GrantId([3; 32]); readers];
        let part = RestrictedPart::sign(&root, &root.public(), SCOPE, [5; 32], readers, TIME);
        more(&|reply| reply.restricted = Some(part.clone()))
    };
    let tablets = |reports: Vec<TabletReport>| more(&|reply| reply.tablets = Some(reports.clone()));
    let (book, photo) = (Subject::Book(BOOK, tip(300)), Subject::Photo(PhotoHash([7; 32]), 4_000_000));
    let page = table("Messages", "reply");
    let (_, says) = page.iter().find(|(what, _)| *what == "per receipt of a book / of a photo").unwrap();
    let (of_a_book, of_a_photo) = says.strip_prefix("about ").unwrap().split_once(" / ").unwrap();
    for (says, subject) in [(of_a_book, book), (of_a_photo, photo)] {
        let says: usize = says.parse().unwrap();
        let bytes = receipt(subject);
        assert!(bytes.abs_diff(says) <= 2, "a receipt takes {bytes} bytes, and the page says about {says}");
    }
    let without_receipts: Vec<_> = page.iter().copied().filter(|(what, _)| !what.starts_with("per receipt")).collect();
    holds(
        &without_receipts,
        &[
            // Eight lists, three things that may be missing, and whether more is to come.
            ("version 1; office's time", empty - 12),
            ("per scope to which the tablet may only send", more(&|reply| reply.own = vec![state(None)])),
            ("more to come", 1),
            ("per grant", more(&|reply| reply.grants = vec![signed.clone()])),
            ("per photo wanted", more(&|reply| reply.wanted = vec![(PhotoHash([7; 32]), 70_000)])),
            ("per book refused", more(&|reply| reply.refused = vec![(BOOK, 300)])),
            ("per tablet of the team", tablets(vec![report]) - tablets(vec![])),
            ("the office's notice", more(&|reply| reply.notice = Some(notice.clone()))),
            ("the office's word on the restricted part", part(1) - 32),
            ("per grant of a reader in it", part(2) - part(1)),
            ("per checkpoint newer", checkpoint(&[])),
            ("per tip in it", checkpoint(&[(BOOK, tip(300))]) - checkpoint(&[])),
        ],
    );
}

#[test]
fn the_sizes_of_thumbnails_are_those_of_the_code() {
    let said = |brought, wanted| Thumbnails { brought, wanted }.encode().len();
    let empty = said(vec![], vec![]);
    let jpeg = vec![0; 20_000];
    let thumbnail = Thumbnail { of: PhotoHash([7; 32]), jpeg: jpeg.clone() };
    holds(
        &table("Messages", "thumbnails"),
        &[
            ("version 1", empty),
            ("per thumbnail:", said(vec![thumbnail], vec![]) - empty - jpeg.len()),
            ("per thumbnail wanted", said(vec![], vec![PhotoHash([7; 32])]) - empty),
        ],
    );
}
