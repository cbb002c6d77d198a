//! The restricted part in a sync: whoever records sends and is told of nothing, whoever reads gets all, and what the office
//! keeps out of the sums is sent on to readers alone.

use crate::wire::Wire;
use crate::world::{NOW, Tablet, World, record};
use book::ScopeId;
use protocol::{EnrolReply, EnrolRequest, PhotoHash, Reply, Request, unpack};
use server_core::{EraseError, Ground, Named, Wanted};
use std::cell::RefCell;
use sync::{Office, Trouble};

/// The office, with every request and reply noted.
struct Heard<'a> {
    office: &'a Wire,
    heard: RefCell<Vec<(Request, Reply)>>,
}

impl Office for Heard<'_> {
    fn enrol(&self, request: &EnrolRequest, token: Option<&str>) -> Result<EnrolReply, Trouble> {
        self.office.enrol(request, token)
    }

    fn exchange(&self, packed: &[u8]) -> Result<Vec<u8>, Trouble> {
        let answer = self.office.exchange(packed)?;
        let request = Request::decode(&unpack(packed).unwrap()).unwrap();
        self.heard.borrow_mut().push((request, Reply::decode(&unpack(&answer).unwrap()).unwrap()));
        Ok(answer)
    }

    fn thumbnails(&self, scope: ScopeId, packed: &[u8]) -> Result<Vec<u8>, Trouble> {
        self.office.thumbnails(scope, packed)
    }

    fn photo_begin(&self, scope: ScopeId, hash: PhotoHash, length: u64) -> Result<u64, Trouble> {
        self.office.photo_begin(scope, hash, length)
    }

    fn photo_piece(&self, scope: ScopeId, hash: PhotoHash, offset: u64, bytes: &[u8]) -> Result<u64, Trouble> {
        self.office.photo_piece(scope, hash, offset, bytes)
    }

    fn photo_get(&self, scope: ScopeId, hash: PhotoHash, from: u64, up_to: u64) -> Result<Vec<u8>, Trouble> {
        self.office.photo_get(scope, hash, from, up_to)
    }
}

fn heard(world: &World, tablet: &Tablet) -> Vec<(Request, Reply)> {
    let wire = world.wire(tablet);
    let office = Heard { office: &wire, heard: RefCell::default() };
    assert!(tablet.sync(&office).unwrap().converged);
    office.heard.into_inner()
}

fn lead(world: &World, name: &str) -> Tablet {
    let tablet = world.tablet(name, "leader");
    world.centre().set_safeguarding(name, true, NOW).unwrap();
    world.sync(&tablet);
    tablet
}

/// The grant under which the person of a tablet reads the restricted part.
fn leave_to_read(tablet: &Tablet) -> book::GrantId {
    let here = tablet.store.device_key();
    let reads = |held: &book::SignedGrant| held.grant.role == "safeguarding" && held.grant.device_key == here;
    tablet.store.grants().unwrap().into_iter().find(reads).unwrap().grant.id()
}

fn seen(tablet: &Tablet, id: u128) -> Option<String> {
    let held = tablet.store.restricted_record(record(id)).unwrap();
    held.and_then(|held| held.text("what_seen").map(str::to_owned))
}

#[test]
fn who_only_records_sends_its_pages_and_hears_no_tips_no_names_and_no_pages_of_others() {
    let world = World::new();
    let (a, b, leader) = (world.tablet("A", "warden"), world.tablet("B", "warden"), world.tablet("L", "leader"));
    let lead = lead(&world, "Lead");
    world.sync_all(&[&a, &b, &leader]);
    a.seal(record(1), "Rope Walk");
    b.seal(record(2), "Cliff Walk");
    b.finding(record(3), "Two needles");
    let part = a.scope.restricted();
    for tablet in [&a, &b, &leader] {
        for (_, reply) in heard(&world, tablet) {
            assert!(reply.scopes.iter().all(|state| state.scope == tablet.scope), "it was told of the restricted part");
            let told = reply.own.iter().filter_map(|state| state.tips.as_ref()).flat_map(protocol::Tips::iter);
            let lines = tablet.store.lines(part).unwrap();
            assert!(told.into_iter().all(|(book, _)| lines.iter().any(|line| line.book == *book)), "of another's book");
            assert!(reply.checkpoints.iter().all(|checkpoint| checkpoint.scope == tablet.scope));
            assert!(reply.grants.iter().all(|held| held.grant.scope == tablet.scope), "a reader was named");
            assert!(reply.restricted.is_none_or(|part| part.secret.is_none() && part.readers.is_empty()));
            let own: Vec<_> = tablet.store.lines(part).unwrap().iter().map(|line| line.book).collect();
            assert!(reply.runs.iter().all(|run| !own.contains(&run.book)));
        }
    }
    assert_eq!([&a, &b, &leader].map(|one| one.store.lines(part).unwrap().len()), [1, 1, 0], "its own book at most");
    let own = a.store.restricted_book().unwrap().unwrap();
    assert_eq!((own.tip.number, own.arrived), (2, 2));

    // A tablet that names the part all the same is told nothing.
    let mut request = heard(&world, &leader).remove(0).0;
    let state = protocol::ScopeState { scope: part, digest: [0; 32], tips: Some(protocol::Tips::default()) };
    request.scopes.push(state);
    let caller = world.centre().authorise(&leader.token).unwrap();
    let reply = world.centre().exchange(&caller, &request, NOW).unwrap();
    assert!(reply.scopes.iter().all(|state| state.scope == leader.scope) && reply.runs.is_empty());

    world.centre().checkpoint(NOW, NOW).unwrap();
    world.sync(&lead);
    assert_eq!((seen(&lead, 1).as_deref(), seen(&lead, 2).as_deref()), (Some("Rope Walk"), Some("Cliff Walk")));
    assert_eq!(heard(&world, &lead).len(), 1, "then nothing is new, in one request for both scopes");
    assert!(lead.store.checkpoint(part).unwrap().is_some());
    assert_eq!(world.centre().summary().unwrap().restricted, 2);
}

#[test]
fn a_second_lead_gets_what_the_first_corrected_and_two_versions_stand_there_too() {
    let world = World::new();
    let a = world.tablet("A", "warden");
    let (one, two) = (lead(&world, "Lead one"), lead(&world, "Lead two"));
    world.sync(&a);
    a.seal(record(1), "Rope Walk");
    world.sync_all(&[&a, &one, &two]);
    one.seal(record(1), "Cliff Walk");
    two.seal(record(1), "Quay Walk");
    world.sync_all(&[&one, &two, &one]);
    for tablet in [&one, &two] {
        let found = tablet.store.restricted_found(record(1)).unwrap().unwrap();
        assert!(found.two_versions, "each replaced what it saw, without knowing of the other");
        assert_eq!(tablet.store.entries_about(record(1)).unwrap().len(), 3);
    }
    assert_eq!(a.store.entries_about(record(1)).unwrap().len(), 0);
}

#[test]
fn an_office_put_back_is_filled_again_by_a_reader_and_within_a_day_by_the_tablet_that_sealed_it() {
    const DAY: i64 = 24 * 60 * 60 * 1_000;
    for by_reader in [true, false] {
        let world = World::new();
        let (a, lead) = (world.tablet("A", "warden"), lead(&world, "Lead"));
        world.sync(&a);
        let monday = world.backup();
        a.seal(record(1), "Rope Walk");
        world.sync_all(&[&a, &lead]);
        world.put_back(&monday);
        if by_reader {
            world.sync(&lead);
        } else {
            a.sync_at(&world.wire(&a), NOW + DAY).unwrap();
            let own = a.store.restricted_book().unwrap().unwrap();
            assert_eq!((own.tip.number, own.arrived), (2, 2));
        }
        assert_eq!(world.centre().summary().unwrap().restricted, 1, "brought back, by a reader: {by_reader}");
        assert!(world.centre().verify().unwrap().problems.is_empty());
    }
}

#[test]
fn what_comes_after_the_right_to_write_was_withdrawn_waits_for_a_check_that_only_readers_hear_of() {
    let world = World::new();
    let (a, leader, lead) = (world.tablet("A", "warden"), world.tablet("L", "leader"), lead(&world, "Lead"));
    world.sync_all(&[&a, &leader]);
    a.seal(record(1), "Rope Walk");
    let device = world.centre().devices().unwrap().into_iter().find(|one| one.users == ["A"]).unwrap();
    world.centre().withdraw_device(&device.code, NOW).unwrap();
    let _ = a.sync(&world.wire(&a)).unwrap();
    world.sync_all(&[&leader, &lead]);
    assert_eq!(world.centre().summary().unwrap().restricted, 0);
    assert_eq!(leader.store.held_back(true, true, 9).unwrap(), []);
    let held = lead.store.held_back(true, true, 9).unwrap();
    assert!(held.len() == 1 && held[0].restricted);
    assert_eq!(seen(&lead, 1), None, "it is kept out until it is accepted");
    let entry = held[0].entry;
    let decision = ::record::Decision { entry: entry.to_string(), accepted: true, reason: "Known".into() };
    lead.store.decide_restricted(leave_to_read(&lead), entry, decision, NOW).unwrap();
    assert_eq!(seen(&lead, 1).as_deref(), Some("Rope Walk"));
    world.sync(&lead);
    assert_eq!(world.centre().summary().unwrap().restricted, 1, "the office follows");
}

#[test]
fn why_a_lead_decided_or_withdrew_stands_in_the_clear_nowhere() {
    let world = World::new();
    let (a, lead, other) = (world.tablet("A", "warden"), lead(&world, "Lead"), lead(&world, "Other lead"));
    world.sync(&a);
    a.seal(record(1), "Rope Walk");
    world.sync_all(&[&a, &lead]);
    let author = leave_to_read(&lead);
    let changes = vec![store::Change::new(record(1), "withdrawn", serde_json::json!({ "reason": "Quillfeather" }))];
    lead.store.write_restricted(store::Action { author, changes, completes: None }, NOW).unwrap();
    let device = world.centre().devices().unwrap().into_iter().find(|one| one.users == ["A"]).unwrap();
    world.centre().withdraw_device(&device.code, NOW).unwrap();
    a.seal(record(2), "Cliff Walk");
    let _ = a.sync(&world.wire(&a)).unwrap();
    world.sync(&lead);
    let waiting = lead.store.held_back(false, true, 9).unwrap()[0].entry;
    let decision = ::record::Decision { entry: waiting.to_string(), accepted: false, reason: "Ambrosine".into() };
    lead.store.decide_restricted(author, waiting, decision, NOW).unwrap();
    world.sync_all(&[&lead, &other]);

    let read = other.store.held_back(false, true, 9).unwrap();
    assert_eq!(read[0].decision.as_ref().map(|decision| decision.reason.as_str()), Some("Ambrosine"));
    let withdrawn = other.store.restricted_record(record(1)).unwrap().unwrap();
    assert_eq!(withdrawn.withdrawn(), Some("Quillfeather"));
    let office = world.reads_in_the_database();
    assert!(office.contains("vulnerability_concern"), "it is read as it is kept");
    for word in ["Quillfeather", "Ambrosine"] {
        assert!(!office.contains(word), "{word} stands in the office's database");
    }
    assert_eq!(world.centre().summary().unwrap().restricted, 0, "one by mistake, one kept out");

    // Who no longer reads, reads it there no more.
    world.centre().set_safeguarding("Other lead", false, NOW + 1).unwrap();
    world.sync(&other);
    let kept = other.store.record(::record::Decision::record_of(waiting)).unwrap();
    assert!(!format!("{kept:?}").contains("Ambrosine"));
    assert!(other.store.held_back(true, false, 9).unwrap().is_empty(), "nor that it waits for a check");
}

#[test]
fn accounts_that_were_put_back_take_the_leave_to_read_away_and_never_give_it_back() {
    let world = World::new();
    let tablet = world.tablet("Lead", "leader");
    let reads = || tablet.store.restricted_part().unwrap().unwrap().secret.is_some();
    world.sync(&tablet);
    let before = world.backup();
    world.centre().set_safeguarding("Lead", true, NOW).unwrap();
    world.sync(&tablet);
    assert!(reads());
    let monday = world.backup();
    world.put_back(&before);
    world.sync(&tablet);
    assert!(!reads(), "by these accounts it may not");
    let word = tablet.store.restricted_part().unwrap();
    world.sync(&tablet);
    assert_eq!(tablet.store.restricted_part().unwrap(), word, "it is told so once");

    world.put_back(&monday);
    world.sync(&tablet);
    assert!(!reads(), "it is not known here that it was taken away, but on the tablet");
}

#[test]
fn what_goes_wrong_with_a_restricted_book_is_said_without_a_word_of_it() {
    let world = World::new();
    let a = lead(&world, "Lead");
    world.sync(&a);
    a.seal(record(1), "Rope Walk");
    world.sync(&a);
    let monday = a.disk();
    a.seal(record(2), "Cliff Walk");
    world.sync(&a);
    let a = a.on_disk(monday);
    a.seal(record(3), "Quay Walk");
    let problems: Vec<_> = (0..3).flat_map(|_| a.sync(&world.wire(&a)).unwrap().problems).collect();
    assert_eq!(problems, [sync::Problem::Unsaid], "its book parted, as anyone may read at the tablet");
    let pages = a.store.restricted_pages(&[a.author()], 9).unwrap();
    assert_eq!(pages.len(), 3, "those of the book before are shown, too: {pages:?}");
    assert!(pages.iter().all(|page| page.at == store::PhotoAt::Arrived), "{pages:?}");
}

#[test]
fn an_order_takes_the_sealed_pages_of_a_record_whole_and_what_a_lead_then_seals_in_knowledge_of_it_stands() {
    let world = World::new();
    let (a, one, two) = (world.tablet("A", "warden"), lead(&world, "Lead one"), lead(&world, "Lead two"));
    world.sync(&a);
    a.seal(record(1), "Rope Walk");
    a.seal(record(2), "Quay Walk");
    world.sync_all(&[&a, &one]);
    one.seal(record(1), "Cliff Walk");
    world.sync(&one);
    let wanted = |fields: Option<Vec<String>>| Wanted {
        what: Named::Record(record(1)),
        fields,
        ground: Ground::RecordedUnlawfully,
        ordered_by: "Records".into(),
    };
    let alone = world.centre().erase(&wanted(Some(vec!["sealed".into()])), NOW);
    assert!(matches!(alone, Err(EraseError::Sealed)), "the office cannot take a part of what it does not read");
    assert_eq!(world.centre().erase(&wanted(None), NOW).unwrap().pages.len(), 2);
    assert_eq!(world.centre().back_up(NOW).unwrap().failed, 0);
    assert_eq!(world.centre().summary().unwrap().restricted, 1, "the other");

    // The warden knows of no order.
    a.seal(record(1), "Mill Walk");
    world.sync_all(&[&a, &one, &two]);
    for tablet in [&one, &two] {
        assert_eq!((seen(tablet, 1), seen(tablet, 2).as_deref()), (None, Some("Quay Walk")));
        assert!(tablet.store.restricted_found(record(1)).unwrap().is_none(), "nothing is left to list");
        let filter = store::Filter { restricted: true, ..store::Filter::default() };
        assert_eq!(tablet.store.find(&filter, 9).unwrap().len(), 1);
        let pages = tablet.store.entries_about(record(1)).unwrap();
        assert!(pages.len() == 3 && pages.iter().all(|page| page.entry.values().count() == 0));
        assert_eq!(tablet.store.verify().unwrap(), [""; 0]);
    }
    one.seal(record(1), "A clean word");
    world.sync_all(&[&one, &two]);
    assert_eq!(seen(&two, 1).as_deref(), Some("A clean word"));
    assert!(world.centre().verify().unwrap().problems.is_empty());
}
