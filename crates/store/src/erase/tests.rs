//! What the office had erased is nowhere on the tablet, whichever came first, and nobody else can erase.

use super::*;
use crate::{Action, Change, Draft, DraftPhoto, Enrolment, Entropy, Filter, NewPhoto};
use book::{Chain, Clock, ClockQuality, DeviceId, Entry, Grant, GrantId, Opening, ScopeId, SecretKey, UserId};
use domain::catalogue::Catalogue;
use protocol::Run;
use record::Gone;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tempfile::TempDir;
use uuid::Uuid;

const SCOPE: ScopeId = ScopeId(Uuid::from_u128(7));
const FINDING: RecordId = RecordId(Uuid::from_u128(1));
const NOW: i64 = 1_742_292_000_000;
const SECRET: &str = "zqxcanary lived here";
const PHOTO: &[u8] = b"the bytes of a photo";

struct Tablet {
    folder: TempDir,
    store: Store,
    author: GrantId,
}

fn root() -> SecretKey {
    SecretKey::from_bytes(&[9; 32])
}

fn entropy(seed: u8) -> Entropy {
    let drawn = AtomicU64::new(0);
    Arc::new(move |buffer: &mut [u8]| {
        for part in buffer.chunks_mut(32) {
            let count = drawn.fetch_add(1, Ordering::Relaxed);
            let bytes = Sha256::new().chain_update([seed]).chain_update(count.to_be_bytes()).finalize();
            part.copy_from_slice(&bytes[..part.len()]);
        }
        Ok(())
    })
}

impl Tablet {
    fn new(number: u8) -> Self {
        let folder = TempDir::new().unwrap();
        let store = Store::open(folder.path(), Arc::new(Catalogue::built_in().unwrap()), entropy(number)).unwrap();
        let device = DeviceId(Uuid::from_u128(number.into()));
        let grant = Grant {
            user: UserId(Uuid::from_u128(100 + u128::from(number))),
            name: "Demo warden".into(),
            device,
            device_key: store.keys.signing().public(),
            code: format!("W{number:02}"),
            role: "warden".into(),
            scope: SCOPE,
            from: 0,
            until: i64::MAX,
        }
        .sign(&root());
        let enrolment = Enrolment {
            office: "https://office.example".into(),
            device,
            book_code: format!("W{number:02}"),
            token: "0".repeat(64),
            root: root().public(),
            council: "Demo council".into(),
            team: "Demo team".into(),
            scope: SCOPE,
            demo: true,
        };
        store.enrol(&enrolment, &grant, "hash of a PIN", 6, NOW).unwrap();
        Self { folder, store, author: grant.grant.id() }
    }

    fn write(&self, changes: Vec<Change>) {
        self.store.write(Action { author: self.author, changes, completes: None }, NOW).unwrap();
    }

    /// A finding that says what must go, first in other words, and has a photo.
    fn finding(&self) -> PhotoHash {
        let photo = NewPhoto { bytes: PHOTO, mime: "image/jpeg", thumbnail: b"zqxcanary thumbnail", own: true };
        let hash = self.store.add_photo(photo).unwrap();
        self.write(vec![
            Change::new(FINDING, "kind", "drug_litter"),
            Change::new(FINDING, "description", format!("{SECRET}, perhaps")),
            Change::new(FINDING, "n_needle", 3),
            Change::new(FINDING, format!("photo/{hash}"), row(hash)),
        ]);
        self.write(vec![Change::new(FINDING, "description", SECRET)]);
        hash
    }

    fn runs(&self) -> Vec<Run> {
        let lines = self.store.lines(SCOPE).unwrap();
        lines.into_iter().filter_map(|line| self.store.run(line.line, 0, 500, 1 << 20).unwrap()).collect()
    }

    fn take(&self, runs: &[Run]) {
        assert_eq!(self.store.receive(SCOPE, runs, NOW).unwrap(), []);
    }

    fn field(&self, field: &str) -> Value {
        self.store.record(FINDING).unwrap().unwrap().value(field).cloned().unwrap_or_default()
    }

    /// The tables in which a text stands, wherever in them.
    fn tables_with(&self, text: &str) -> Vec<String> {
        self.store
            .read(|db| {
                let sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'words'";
                let tables = all(db, sql, [], |row| Ok(row.get::<_, String>("name")?))?;
                let holds = |table: &String| {
                    let mut rows = db.prepare(&format!("SELECT * FROM {table}")).unwrap();
                    let columns = rows.column_count();
                    let mut rows = rows.query([]).unwrap();
                    while let Some(row) = rows.next().unwrap() {
                        for column in 0..columns {
                            let held = match row.get_ref(column).unwrap() {
                                rusqlite::types::ValueRef::Text(bytes) | rusqlite::types::ValueRef::Blob(bytes) => {
                                    bytes
                                }
                                _ => continue,
                            };
                            if held.windows(text.len()).any(|window| window == text.as_bytes()) {
                                return true;
                            }
                        }
                    }
                    false
                };
                Ok(tables.into_iter().filter(holds).collect())
            })
            .unwrap()
    }

    fn nothing_is_left(&self) {
        // The index holds a word without what it shares with the word before it.
        for part in ["zqxcanary", "qxcanary", "xcanary", "perhaps"] {
            assert_eq!(self.tables_with(part), [""; 0], "{part}");
        }
        let log = std::fs::metadata(self.folder.path().join("patrolbook.db-wal")).map_or(0, |file| file.len());
        assert!(log < 64 * 1024, "the log was emptied and holds no more than the last change: {log}");
        assert_eq!(self.store.verify().unwrap(), [""; 0]);
        let found = Filter { search: Some("zqxcanary".into()), ..Filter::default() };
        assert_eq!(self.store.count(&found, 10).unwrap(), 0);
    }

    fn photos(&self) -> usize {
        std::fs::read_dir(self.folder.path().join("photos")).unwrap().count()
    }
}

fn row(hash: PhotoHash) -> Value {
    json!({"sha256": hash.to_string(), "bytes": PHOTO.len(), "mime": "image/jpeg", "width": 8, "height": 8,
        "taken_at": "2025-03-18T09:00:00Z", "slot": "zqxcanary"})
}

/// A book of the office, or of whoever has this key, in which everything that `tablet` wrote to the finding is erased.
fn order(key: &SecretKey, tablet: &Tablet, fields: Option<&[&str]>) -> Run {
    let fields: Option<Vec<String>> = fields.map(|fields| fields.iter().map(|field| (*field).into()).collect());
    let id = Uuid::from_u128(77);
    let order = Order { id, ground: Ground::RightToErasure, ordered_by: "Records".into(), record: FINDING, fields };
    let entries = tablet.store.entries_about(FINDING).unwrap().into_iter();
    let gone = entries.map(|entry| Gone {
        entry: entry.hash,
        book: entry.entry.book(),
        page: entry.entry.header.number,
        fields: order.takes(&entry.entry),
    });
    let erasure = Erasure { gone: gone.collect(), order, counted: Vec::new() };
    let opening = Opening { device_key: key.public(), scope: SCOPE, nonce: [2; 16], predecessor: None };
    let first = Entry::open(key, opening, Clock(1), 0, [3; 16]);
    let chain = Chain::begin(&first).unwrap();
    let draft = book::Draft {
        clock: Clock(u64::MAX / 4),
        wall: NOW,
        quality: ClockQuality::Checked,
        author: GrantId([0; 32]),
        catalogue: 0,
        writes: erasure.writes(RecordId(Uuid::from_u128(500))),
        key: [4; 16],
    };
    let second = Entry::write(key, chain.book, chain.tip, draft).unwrap();
    Run {
        book: chain.book,
        first: 1,
        previous: EntryHash([0; 32]),
        entries: vec![first.encode_wire(), second.encode_wire()],
    }
}

#[test]
fn what_the_office_had_erased_is_nowhere_and_the_rest_stands() {
    let tablet = Tablet::new(1);
    let hash = tablet.finding();
    let hash_before = tablet.store.tips(SCOPE).unwrap();
    assert!(tablet.tables_with("xcanary").len() >= 4, "page, record, index, thumbnail");
    assert_eq!(tablet.photos(), 1);
    let orders = order(&root(), &tablet, None);
    tablet.take(std::slice::from_ref(&orders));
    tablet.nothing_is_left();
    assert_eq!((tablet.photos(), tablet.store.photo_info(hash).unwrap()), (0, None), "original and thumbnail");

    assert!(tablet.field("description").is_null() && tablet.field("n_needle").is_null());
    assert_eq!(tablet.field("kind"), "drug_litter");
    let found = tablet.store.found(FINDING).unwrap().unwrap();
    assert_eq!((found.photos, found.two_versions), (0, false));
    let erased = tablet.store.erased(FINDING).unwrap();
    let said: Vec<_> = erased.iter().map(|one| (one.field.as_str(), one.at, one.ground)).collect();
    assert!(said.contains(&("n_needle", NOW, Ground::RightToErasure)), "{said:?}");
    let own = tablet.store.own_book().unwrap().unwrap();
    assert!(hash_before.has(own.book, own.tip), "the book is the same");

    // Again, and after a restart, it is the same.
    tablet.take(&[orders]);
    let Tablet { folder, store, author } = tablet;
    drop(store);
    let store = Store::open(folder.path(), Arc::new(Catalogue::built_in().unwrap()), entropy(101)).unwrap();
    let tablet = Tablet { folder, store, author };
    tablet.nothing_is_left();
    tablet.write(vec![Change::new(FINDING, "description", "two needles")]);
    assert_eq!(tablet.field("description"), "two needles", "what is written in knowledge of it stands");
    let own = tablet.store.own_book().unwrap().unwrap();
    let last = tablet.store.entry(own.book, own.tip.number).unwrap().unwrap();
    let mark = EntryHash::of_order(&Uuid::from_u128(77));
    assert!(last.header.writes().all(|(_, write)| write.replaces.contains(&mark)), "and says that it was known");
}

#[test]
fn a_colleague_comes_to_the_same_whichever_comes_first_and_in_whatever_form() {
    let (author, before, after, late) = (Tablet::new(1), Tablet::new(2), Tablet::new(3), Tablet::new(4));
    author.finding();
    let (pages, orders) = (author.runs(), [order(&root(), &author, Some(&["description"]))]);
    before.take(&orders);
    before.take(&pages);
    after.take(&pages);
    after.take(&orders);
    author.take(&orders);
    late.take(&author.runs());
    late.take(&pages);
    for tablet in [&before, &after, &late] {
        assert_eq!(tablet.store.record(FINDING).unwrap(), author.store.record(FINDING).unwrap());
        assert_eq!(tablet.tables_with("lived here"), [""; 0]);
        assert_eq!(tablet.field("n_needle"), 3, "only the description was named");
        assert_eq!(tablet.store.verify().unwrap(), [""; 0]);
        assert!(tablet.store.record(FINDING).unwrap().unwrap().is_erased("description"));
    }
    assert_eq!(
        before.store.found(FINDING).unwrap().unwrap().missing,
        late.store.found(FINDING).unwrap().unwrap().missing
    );
}

#[test]
fn only_the_office_orders_and_a_page_without_a_value_and_without_an_order_is_told() {
    let (author, forger, tablet) = (Tablet::new(1), SecretKey::from_bytes(&[6; 32]), Tablet::new(2));
    author.finding();
    author.take(&[order(&forger, &author, None)]);
    assert_eq!(author.field("description"), SECRET);
    assert_eq!(author.store.erased(FINDING).unwrap(), []);

    let mut run = author.runs().into_iter().find(|run| run.entries.len() == 3).unwrap();
    let own = author.store.own_book().unwrap().unwrap();
    let entry = author.store.entry(own.book, 2).unwrap().unwrap();
    run.entries[1] = entry.erase(|_, field| field == "n_needle").encode_wire();
    tablet.take(&[run]);
    let told = tablet.store.verify().unwrap();
    assert_eq!(told, [format!("Page 2 of book {} lacks, without an order: n_needle.", own.book)]);
}

#[test]
fn a_form_that_quotes_it_goes_on_without_and_a_form_of_another_finding_is_left_alone() {
    let tablet = Tablet::new(1);
    let hash = tablet.finding();
    let draft = |id: u128, record: RecordId, answers: &[&str]| Draft {
        id: Uuid::from_u128(id),
        kind: "drug_litter".into(),
        user: None,
        begun: NOW,
        patrol: None,
        record: Some(record),
        stage: "correct".into(),
        answers: answers.iter().map(|field| ((*field).to_owned(), json!(SECRET))).collect(),
        heads: Default::default(),
        opened: [("description".to_owned(), json!(SECRET))].into(),
        photos: vec![DraftPhoto { row: serde_json::from_value(row(hash)).unwrap(), picked: None }],
        others: Vec::new(),
        begun_as: None,
    };
    let other = RecordId(Uuid::from_u128(2));
    for draft in [draft(1, FINDING, &["description"]), draft(2, FINDING, &["kind"]), draft(3, other, &["description"])]
    {
        tablet.store.keep_draft(&draft, NOW).unwrap();
    }
    tablet.take(&[order(&root(), &tablet, None)]);
    assert_eq!(tablet.store.draft(Uuid::from_u128(1)).unwrap(), None, "nothing was left of it");
    let left = tablet.store.draft(Uuid::from_u128(2)).unwrap().unwrap();
    assert_eq!((left.answers.len(), left.opened.len(), left.photos.len()), (1, 0, 0));
    assert_eq!(tablet.store.draft(Uuid::from_u128(3)).unwrap(), Some(draft(3, other, &["description"])));
    assert_eq!(tablet.photos(), 1, "the other form has the photo");
}

#[test]
fn a_bundle_written_afterwards_holds_nothing_of_it() {
    let tablet = Tablet::new(1);
    tablet.finding();
    tablet.take(&[order(&root(), &tablet, None)]);
    let what = tablet.store.not_backed_up().unwrap();
    assert_eq!(what.photos, []);
    let held: Vec<u8> = what
        .lines
        .iter()
        .filter_map(|(line, after, _)| tablet.store.run(*line, *after, 500, 1 << 20).unwrap())
        .flat_map(|run| run.entries.concat())
        .collect();
    assert!(!held.windows(9).any(|window| window == b"zqxcanary"));
}
