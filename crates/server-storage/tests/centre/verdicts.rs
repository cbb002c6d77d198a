//! What was written without authority is kept and chained, and stays out of the count; the reason travels in a book.

use crate::NOW;
use crate::tablet::*;
use book::{Chain, Entry, EntryHash, GrantId};
use protocol::{Promise::Arrived, Tips};
use record::{Decision, Verdict};
use serde_json::json;

/// The verdicts that a tablet of the team reads, out of books that the pinned key signs.
fn read(office: &Office, tablet: &Tablet) -> Vec<(u64, String)> {
    let reply = tablet.exchange(office, &tablet.request(&Tips::new(), true, vec![])).unwrap();
    let mut found = Vec::new();
    for run in &reply.runs {
        let taken = protocol::verify_run(&[], run, |_, _| None);
        assert_eq!(taken.problem, None);
        let ours = taken.chain.is_some_and(|chain: Chain| chain.opening.device_key == tablet.reply.root);
        let entries = taken.pages.iter().filter(|_| ours).filter_map(book::Page::entry);
        found.extend(entries.flat_map(Verdict::read).map(|verdict| (verdict.page, verdict.reason)));
    }
    found.sort();
    found
}

#[test]
fn an_entry_under_no_grant_is_kept_and_receipted_but_does_not_count() {
    let office = an_office();
    let mut tablet = office.enrolled(1, "Team 1", "Demo warden A");
    let mate = office.enrolled(2, "Team 1", "Demo leader");
    tablet.find(10);
    tablet.author = GrantId([9; 32]);
    tablet.find(11);
    tablet.author = tablet.grant.grant.id();
    tablet.find(12);
    for _ in 0..2 {
        let reply = tablet.send(&office);
        assert_eq!(tablet.promised(&reply, Arrived), Some(4), "it is in the book like any other page");
        assert_eq!(office.centre.summary().unwrap().findings, 2);
        assert_eq!(read(&office, &mate), [(3, "unknown_grant".to_owned())], "one verdict, however often it is sent");
    }
}

#[test]
fn a_grant_of_another_tablet_or_team_or_one_that_has_run_out_does_not_cover_an_entry() {
    let office = an_office();
    let mut tablet = office.enrolled(1, "Team 1", "Demo warden A");
    let mate = office.enrolled(2, "Team 1", "Demo leader");
    let code = office.code("Team 2", "Demo warden A");
    let elsewhere = office.centre.enrol(&request(&tablet.key, &code), Some(&tablet.reply.token), HERE, NOW).unwrap();
    let elsewhere = book::SignedGrant::decode(&hex(&elsewhere.grant)).unwrap().grant.id();
    let own = tablet.author;
    tablet.author = mate.author;
    tablet.find(10);
    tablet.author = elsewhere;
    tablet.find(11);
    tablet.author = own;
    tablet.write_at(12, &[("kind", json!("drug_litter"))], NOW + 401 * DAY);
    tablet.write(13, &[("review", json!({"outcome": "approved", "seen": "00"}))]);
    tablet.send(&office);
    assert_eq!(office.centre.summary().unwrap().findings, 0);
    let expected = [(2, "other_tablet"), (3, "other_team"), (4, "out_of_date"), (5, "not_allowed")];
    assert_eq!(read(&office, &mate), expected.map(|(page, reason)| (page, reason.to_owned())));
}

#[test]
fn a_withdrawn_tablet_can_still_drain_reads_nothing_and_what_it_sends_waits() {
    let office = an_office();
    let mut tablet = office.enrolled(1, "Team 1", "Demo warden A");
    let mate = office.enrolled(2, "Team 1", "Demo leader");
    tablet.find(10);
    tablet.send(&office);
    office.centre.withdraw_device("W01", NOW).unwrap();
    tablet.find(11);
    let reply = tablet.exchange(&office, &tablet.request(&Tips::new(), true, vec![tablet.run(1)])).unwrap();
    assert_eq!(tablet.promised(&reply, Arrived), Some(3), "nothing recorded is ever turned away");
    assert!(reply.scopes.is_empty() && reply.runs.is_empty() && reply.grants.is_empty(), "it reads nothing");
    assert_eq!(office.centre.summary().unwrap().findings, 1, "what came before counts, what came after waits");
    assert_eq!(read(&office, &mate), [(3, "withdrawn".to_owned())]);
}

#[test]
fn verdicts_come_in_a_new_book_after_a_restart_and_the_old_one_stays() {
    let office = an_office();
    let mut tablet = office.enrolled(1, "Team 1", "Demo warden A");
    let mate = office.enrolled(2, "Team 1", "Demo leader");
    tablet.author = GrantId([9; 32]);
    tablet.find(10);
    tablet.send(&office);
    let office = office.restarted();
    tablet.find(11);
    tablet.send(&office);
    let mut pages: Vec<_> = read(&office, &mate).into_iter().map(|(page, _)| page).collect();
    pages.sort_unstable();
    assert_eq!(pages, [2, 3]);
    let reply = mate.exchange(&office, &mate.request(&Tips::new(), true, vec![])).unwrap();
    assert_eq!(reply.runs.len(), 3, "the tablet's book and two of the office's");
}

#[test]
fn nobody_but_the_root_key_gives_verdicts() {
    let office = an_office();
    let mut honest = office.enrolled(1, "Team 1", "Demo warden A");
    let mut liar = office.enrolled(2, "Team 1", "Demo warden B");
    let entry = honest.find(10);
    honest.send(&office);
    let verdict = Verdict { entry, book: honest.chain.book, page: 2, reason: "withdrawn".into() };
    let writes = verdict.writes(book::RecordId(uuid::Uuid::from_u128(99)));
    let fields: Vec<_> =
        writes.iter().map(|(_, write, value)| (write.field.as_str(), serde_json::from_slice(value).unwrap())).collect();
    liar.write(99, &fields);
    liar.send(&office);
    assert_eq!(office.centre.summary().unwrap().findings, 1);
}

#[test]
fn an_office_put_back_in_time_takes_its_own_verdicts_back_from_a_tablet() {
    let before = an_office();
    let mut tablet = before.enrolled(1, "Team 1", "Demo warden A");
    let mate = before.enrolled(2, "Team 1", "Demo leader");
    let old = tempfile::tempdir().unwrap();
    let kept = old.path().join("patrolbook.sqlite");
    // A copy of the database from before anything was sent, and no second copy.
    rusqlite::Connection::open(before.data().join("patrolbook.sqlite"))
        .unwrap()
        .execute("VACUUM INTO ?1", [kept.to_str().unwrap()])
        .unwrap();
    tablet.author = GrantId([9; 32]);
    tablet.find(10);
    tablet.send(&before);
    let everything = mate.exchange(&before, &mate.request(&Tips::new(), true, vec![])).unwrap().runs;
    assert_eq!(everything.len(), 2);

    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("data")).unwrap();
    std::fs::copy(&kept, folder.path().join("data/patrolbook.sqlite")).unwrap();
    let copy = folder.path().join("copy");
    let centre = server_storage::open(&folder.path().join("data"), Some(&copy)).unwrap();
    let after = Office { folder, centre };
    let reply = mate.exchange(&after, &mate.request(&Tips::new(), false, everything.clone())).unwrap();
    assert_eq!(reply.refused, []);
    let held: Tips = reply.scopes[0].tips.clone().unwrap();
    assert_eq!(held.len(), 2, "both books are back, and no third was begun for a verdict that is already given");
    for run in &everything {
        let last = run.entries.len() as u64;
        let mut hash = EntryHash([0; 32]);
        for (number, wire) in (1..).zip(&run.entries) {
            hash = Entry::decode_wire(wire, run.book, number, hash).unwrap().hash();
        }
        assert!(held.has(run.book, book::Tip { number: last, hash }));
    }
    assert_eq!(after.centre.summary().unwrap().findings, 0);
}

#[test]
fn a_decision_lets_a_page_in_only_if_a_leader_wrote_it_and_also_after_all_is_added_up_anew() {
    let office = an_office();
    let mut tablet = office.enrolled(1, "Team 1", "Demo warden A");
    let mut warden = office.enrolled(2, "Team 1", "Demo warden B");
    let mut leader = office.enrolled(3, "Team 1", "Demo leader");
    tablet.author = GrantId([9; 32]);
    let page = tablet.find(10);
    tablet.send(&office);
    let record = Decision::record_of(page).0.as_u128();
    let decided = |accepted| json!({ "entry": page.to_string(), "accepted": accepted, "reason": "x" });
    warden.write(record, &[("decided_check", decided(true))]);
    warden.send(&office);
    assert_eq!(office.centre.summary().unwrap().findings, 0, "a warden must not let pages in");
    leader.write(record, &[("decided_check", decided(true))]);
    leader.send(&office);
    assert_eq!(office.centre.summary().unwrap().findings, 1);
    let mut mate = office.enrolled(4, "Team 1", "Demo warden B");
    mate.author = GrantId([8; 32]);
    mate.find(11);
    mate.send(&office);
    assert_eq!(
        office.centre.summary().unwrap().findings,
        1,
        "what was let in stays in, and nothing else comes with it"
    );
}

#[test]
fn what_a_warden_writes_to_a_register_waits_for_a_check_whichever_book_comes_first() {
    let name = |name: &str| [("name", json!(name))];
    let spot = [("kind", json!("hotspot")), ("name", json!("The old school"))];
    // Books are taken in the order of their ids: with another key the other one goes first.
    for seed in 1..5 {
        let office = an_office();
        let mut warden = office.enrolled(seed, "Team 1", "Demo warden A");
        let mut leader = office.enrolled(9, "Team 1", "Demo leader");
        leader.write(10, &spot);
        leader.write(10, &name("Old school"));
        warden.write(10, &name("Mine"));
        warden.write(10, &[("withdrawn", json!({ "reason": "Gone" }))]);
        warden.write(11, &spot);
        warden.write(10, &[("answer/1", json!({ "text": "Yes" }))]);
        warden.find(12);
        let both = vec![leader.run(1), warden.run(1)];
        leader.exchange(&office, &leader.request(&Tips::new(), false, both)).unwrap();
        warden.write(10, &name("Mine after all"));
        warden.send(&office);
        let expected = [2, 3, 4, 7].map(|page| (page, "not_allowed".to_owned()));
        assert_eq!(read(&office, &leader), expected, "{seed}");
        assert_eq!(office.centre.summary().unwrap().findings, 1);
    }
}
