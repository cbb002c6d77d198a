//! The restricted part on a tablet: what a tablet that only records keeps of it, what one that reads makes of it, and that
//! it forgets.

use crate::opening::raw;
use crate::tablet::{NOW, Tablet, record, root, scope};
use book::{Grant, GrantId, SignedGrant, UserId};
use protocol::RestrictedPart;
use rusqlite::types::ValueRef;
use serde_json::json;
use std::collections::BTreeMap;
use store::{Action, Change, Draft, Filter, PhotoAt, StateFilter, Store, StoreError, Written};
use uuid::Uuid;

/// Words that stand nowhere but in what was sealed.
const CANARY: &str = "Quillfeather";
const SECRET: [u8; 32] = [7; 32];

/// The office's word to a tablet.
fn part(tablet: &Tablet, readers: Vec<GrantId>, at: i64) -> RestrictedPart {
    RestrictedPart::sign(&root(), &tablet.store.device_key(), scope().restricted(), SECRET, readers, at)
}

/// A safeguarding lead's grant on a tablet.
fn reading(tablet: &Tablet) -> SignedGrant {
    let own = tablet.store.grants().unwrap().into_iter().find(|held| held.grant.id() == tablet.grant).unwrap();
    Grant { role: "safeguarding".into(), scope: scope().restricted(), ..own.grant }.sign(&root())
}

/// A tablet that has heard of the restricted part; one of its people may read it.
fn reader(number: u8) -> (Tablet, GrantId, UserId) {
    let tablet = Tablet::new(number);
    let grant = reading(&tablet);
    tablet.store.keep_grants(std::slice::from_ref(&grant)).unwrap();
    tablet.store.keep_restricted(&part(&tablet, vec![grant.grant.id()], 2)).unwrap();
    (tablet, grant.grant.id(), grant.grant.user)
}

fn seal(tablet: &Tablet, author: GrantId, id: u128, field: &str, value: &str) -> Result<Written, StoreError> {
    let changes = vec![
        Change::new(record(id), "kind", "vulnerability_concern"),
        Change::new(record(id), "occurred_at", "2025-03-18T09:00:00Z"),
        Change::new(record(id), field, value),
    ];
    tablet.store.write_restricted(Action { author, changes, completes: None }, NOW)
}

/// Gives `to` all pages of the restricted part that `from` holds.
fn give(from: &Tablet, to: &Tablet) {
    let part = scope().restricted();
    for line in from.store.lines(part).unwrap() {
        let run = from.store.run(line.line, 0, 500, 1 << 20).unwrap().unwrap();
        assert_eq!(to.store.receive(part, &[run], NOW).unwrap(), []);
    }
}

/// Every value of every row, as any program with the tablet's key reads them.
fn everything(tablet: &Tablet) -> Vec<u8> {
    let database = raw(tablet.folder.path(), &tablet.folder.path().join("patrolbook.db"));
    let mut tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").unwrap();
    let names: Vec<String> = tables.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    let mut all = Vec::new();
    for name in names {
        // The search index cannot be read as a table; what it is made of stands in tables of their own.
        let Ok(mut rows) = database.prepare(&format!("SELECT * FROM \"{name}\"")) else { continue };
        let columns = rows.column_count();
        let mut rows = rows.query([]).unwrap();
        while let Ok(Some(row)) = rows.next() {
            for column in 0..columns {
                match row.get_ref(column).unwrap() {
                    ValueRef::Text(bytes) | ValueRef::Blob(bytes) => all.extend_from_slice(bytes),
                    _ => {}
                }
                all.push(0);
            }
        }
    }
    all
}

fn says(all: &[u8], word: &str) -> bool {
    all.windows(word.len()).any(|bytes| bytes.eq_ignore_ascii_case(word.as_bytes()))
}

fn list(store: &Store, restricted: bool) -> usize {
    store.find(&Filter { restricted, ..Filter::default() }, 50).unwrap().len()
}

#[test]
fn a_tablet_that_only_records_keeps_nothing_that_can_be_read_not_even_with_its_own_key() {
    let tablet = Tablet::new(1);
    let early = seal(&tablet, tablet.grant, 1, "what_seen", CANARY);
    assert!(matches!(early, Err(StoreError::NoRestrictedPart)), "before the office has said how");
    tablet.store.keep_restricted(&part(&tablet, Vec::new(), 1)).unwrap();
    let draft = Draft {
        id: Uuid::from_u128(5),
        kind: "vulnerability_concern".into(),
        user: None,
        begun: NOW,
        patrol: None,
        record: None,
        stage: "now".into(),
        answers: BTreeMap::from([("what_seen".into(), json!(CANARY))]),
        heads: BTreeMap::new(),
        opened: BTreeMap::new(),
        photos: Vec::new(),
        others: Vec::new(),
        begun_as: None,
    };
    tablet.store.keep_draft(&draft, NOW).unwrap();
    assert!(says(&everything(&tablet), CANARY), "an open draft lies in the store, so the scan finds what is there");
    let changes =
        vec![Change::new(record(1), "kind", "vulnerability_concern"), Change::new(record(1), "what_seen", CANARY)];
    let action = Action { author: tablet.grant, changes, completes: Some(draft.id) };
    let written = tablet.store.write_restricted(action, NOW).unwrap();
    assert_eq!(written.page, 2, "the first page after the opening of a book of its own");

    let all = everything(&tablet);
    for word in [CANARY, "vulnerability", "what_seen"] {
        assert!(!says(&all, word), "{word} is left on the tablet");
    }
    assert_eq!(tablet.store.drafts().unwrap(), []);
    assert!(
        tablet.store.found(record(1)).unwrap().is_none() && tablet.store.restricted_found(record(1)).unwrap().is_none()
    );
    assert_eq!((list(&tablet.store, false), list(&tablet.store, true)), (0, 0));
    assert_eq!(tablet.store.next_page().unwrap(), 2, "the team's book has no gap that tells of it");
    let pages = tablet.store.restricted_pages(&[tablet.grant], 50).unwrap();
    assert_eq!(pages.iter().map(|page| (page.number, page.at)).collect::<Vec<_>>(), [(2, PhotoAt::OnThisTablet)]);
    assert_eq!(tablet.store.restricted_pages(&[GrantId([9; 32])], 50).unwrap(), [], "it is shown to nobody else");
    assert_eq!(tablet.store.not_backed_up().unwrap().lines.len(), 2, "a bundle would hold the sealed page, too");
    assert_eq!(tablet.store.verify().unwrap(), Vec::<String>::new());
}

#[test]
fn whoever_reads_finds_it_and_every_other_question_passes_it_by() {
    let warden = Tablet::new(1);
    warden.store.keep_restricted(&part(&warden, Vec::new(), 1)).unwrap();
    seal(&warden, warden.grant, 1, "what_seen", CANARY).unwrap();
    let (lead, author, user) = reader(2);
    give(&warden, &lead);
    lead.finding(record(9), "2025-03-18T08:00:00Z", "One needle");
    lead.write(vec![Change::new(record(9), "patrol", record(8).to_string())]);
    let store = &lead.store;
    assert_eq!(store.may_read_restricted(user, NOW).unwrap(), Some(author));
    assert_eq!(store.may_read_restricted(UserId(Uuid::from_u128(1)), NOW).unwrap(), None);
    assert_eq!(store.restricted_record(record(1)).unwrap().unwrap().text("what_seen"), Some(CANARY));
    let found = store.restricted_found(record(1)).unwrap().unwrap();
    assert!(found.restricted && found.kind == "vulnerability_concern");

    let search = Filter { search: Some(CANARY.into()), ..Filter::default() };
    let kind = Filter { kind: Some("vulnerability_concern".into()), ..Filter::default() };
    let state = Filter { state: Some(StateFilter::ToFinish), ..Filter::default() };
    for filter in [Filter::default(), search, kind, state] {
        let (team, all) = (filter.clone(), Filter { restricted: true, ..filter });
        let ids = |filter: &Filter| store.find(filter, 50).unwrap().iter().map(|one| one.id).collect::<Vec<_>>();
        assert!(!ids(&team).contains(&record(1)), "{team:?}");
        assert!(ids(&all).contains(&record(1)), "{all:?}");
        assert_eq!(store.count(&all, 99).unwrap(), store.count(&team, 99).unwrap() + 1, "{all:?}");
    }
    let mark = Filter { kind: Some("restricted/vulnerability_concern".into()), ..Filter::default() };
    assert_eq!(store.find(&mark, 9).unwrap(), [], "nobody asks for it by its mark");
    assert_eq!(list(store, true), 2, "newest first, both parts in one list");
    assert_eq!(store.find(&Filter { restricted: true, ..Filter::default() }, 1).unwrap()[0].id, record(1));
    assert!(store.found(record(1)).unwrap().is_none() && store.record(record(1)).unwrap().is_none());
    assert_eq!(store.counts_by_kind(None).unwrap(), [("drug_litter".to_owned(), 1)]);

    // What belongs to the restricted part is never said in the team's book, and a correction is sealed again.
    let change = || vec![Change::new(record(1), "what_said", "Cliff Walk")];
    assert!(store.write(Action { author: lead.grant, changes: change(), completes: None }, NOW).is_err());
    store.write_restricted(Action { author, changes: change(), completes: None }, NOW).unwrap();
    assert_eq!(store.restricted_record(record(1)).unwrap().unwrap().text("what_said"), Some("Cliff Walk"));
    let state = Filter { state: Some(StateFilter::OnThisTablet), restricted: true, ..Filter::default() };
    assert!(store.find(&state, 9).unwrap().iter().any(|found| found.id == record(1)));
    give(&lead, &warden);
    assert!(!says(&everything(&warden), "Cliff Walk"));
}

#[test]
fn a_tablet_that_is_told_later_opens_what_it_holds_and_forgets_it_when_the_right_is_withdrawn() {
    let (lead, author, user) = reader(2);
    seal(&lead, author, 1, "what_seen", CANARY).unwrap();
    let draft = Draft {
        id: Uuid::from_u128(5),
        kind: "vulnerability_concern".into(),
        user: Some(user),
        begun: NOW,
        patrol: None,
        record: Some(record(1)),
        stage: "correct".into(),
        answers: BTreeMap::from([("what_said".into(), json!("Cliff Walk"))]),
        heads: BTreeMap::new(),
        opened: BTreeMap::new(),
        photos: Vec::new(),
        others: Vec::new(),
        begun_as: None,
    };
    lead.store.keep_draft(&draft, NOW).unwrap();
    assert!(says(&everything(&lead), CANARY));
    lead.store.keep_restricted(&part(&lead, Vec::new(), 3)).unwrap();
    let all = everything(&lead);
    for word in [CANARY, "Cliff Walk", "vulnerability"] {
        assert!(!says(&all, word), "{word} was not forgotten");
    }
    assert!(!says(&all, &hex::encode(SECRET)), "nor was the key");
    assert_eq!(lead.store.may_read_restricted(user, NOW).unwrap(), None);
    assert_eq!(list(&lead.store, true), 0);
    assert_eq!(lead.store.grants().unwrap().len(), 1, "nor is it known who read");

    lead.store.keep_restricted(&part(&lead, vec![author], 2)).unwrap();
    assert_eq!(list(&lead.store, true), 0, "an earlier word changes nothing");
    lead.store.keep_grants(&[reading(&lead)]).unwrap();
    lead.store.keep_restricted(&part(&lead, vec![author], 4)).unwrap();
    assert_eq!(list(&lead.store, true), 1, "the sealed pages were kept");
    assert!(lead.store.may_read_restricted(user, i64::MAX).unwrap().is_none(), "a grant that has ended is none");
    let lead = lead.reopen();
    assert_eq!(lead.store.restricted_record(record(1)).unwrap().unwrap().text("what_seen"), Some(CANARY));
}

#[test]
fn what_does_not_fit_into_one_sealed_value_is_refused_before_it_is_saved() {
    let tablet = Tablet::new(1);
    tablet.store.keep_restricted(&part(&tablet, Vec::new(), 1)).unwrap();
    let refused = seal(&tablet, tablet.grant, 1, "what_seen", &"x".repeat(66_000));
    assert!(matches!(refused, Err(StoreError::TooMuch(_))));
    assert_eq!(tablet.store.restricted_book().unwrap(), None, "nothing of it was kept");
}
