//! Catalogues that the council publishes: which one is in use, and what becomes of the lines of before.

use crate::tablet::{NOW, Tablet, entropy, record, root, scope};
use book::{Chain, Clock, ClockQuality, Draft, Entry, GrantId, Opening, SecretKey};
use domain::catalogue::Catalogue;
use protocol::Run;
use record::Edition;
use serde_json::json;
use std::sync::Arc;
use store::{CatalogueInUse, Change, Keychain, Store};

/// A book of the office, or of whoever has `key`, that publishes these.
fn published(key: &SecretKey, editions: &[Edition]) -> Run {
    let opening = Opening { device_key: key.public(), scope: scope(), nonce: [5; 16], predecessor: None };
    let first = Entry::open(key, opening, Clock(1), NOW, [6; 16]);
    let mut chain = Chain::begin(&first).unwrap();
    let mut entries = vec![first.encode_wire()];
    for (number, edition) in (2_u8..).zip(editions) {
        let draft = Draft {
            clock: Clock(number.into()),
            wall: NOW,
            quality: ClockQuality::Checked,
            author: GrantId([0; 32]),
            catalogue: 0,
            writes: edition.writes(record(1_000 + u128::from(number))),
            key: [number; 16],
        };
        let entry = Entry::write(key, chain.book, chain.tip, draft).unwrap();
        chain.extend(&entry).unwrap();
        entries.push(entry.encode_wire());
    }
    Run { book: chain.book, first: 1, previous: book::EntryHash([0; 32]), entries }
}

/// The built-in catalogue with items called otherwise, and another text changed.
fn edition(version: u32, items: &str, (from, to): (&str, &str)) -> Edition {
    let built_in = Catalogue::built_in().unwrap().version();
    let files = Catalogue::built_in_files().iter().map(|(name, text)| {
        let text = text.replace(&format!("\nversion = {built_in}\n"), &format!("\nversion = {version}\n"));
        let litter = || text.replacen(from, to, 1).replace("\"item\", \"items\"", &format!("\"item\", \"{items}\""));
        ((*name).to_owned(), if *name == "drug_litter.toml" { litter() } else { text })
    });
    Edition::pack(version, &files.collect()).unwrap()
}

const AS_IT_IS: (&str, &str) = ("", "");

fn summary(tablet: &Tablet) -> String {
    tablet.store.found(record(1)).unwrap().unwrap().summary
}

fn with_needles() -> Tablet {
    let tablet = Tablet::new(1);
    tablet.finding(record(1), "2025-03-18T09:00:00Z", "Needles");
    tablet.write(vec![Change::new(record(1), "n_needle", 4)]);
    assert!(summary(&tablet).contains("4 items"));
    tablet
}

#[test]
fn the_newest_that_can_be_read_is_used_the_others_wait_and_the_lines_follow() {
    let tablet = with_needles();
    let built_in = tablet.store.catalogue().version();
    let unknown = edition(built_in + 3, "wonders", ("finding = true", "finding = true\nhologram = true"));
    let all = [edition(built_in + 2, "pieces", AS_IT_IS), edition(built_in + 1, "things", AS_IT_IS), unknown];
    tablet.store.receive(scope(), &[published(&root(), &all)], NOW).unwrap();
    let using = CatalogueInUse { version: built_in + 2, published: true, unread: Some(built_in + 3) };
    assert_eq!(tablet.store.catalogue_in_use(), using);
    assert!(summary(&tablet).contains("4 pieces"), "{}", summary(&tablet));
    let tablet = tablet.reopen();
    assert_eq!(tablet.store.catalogue_in_use(), using, "also when it is opened again");
    assert!(summary(&tablet).contains("4 pieces"));
    let edition = tablet.store.record(record(1_002)).unwrap();
    assert!(edition.is_none(), "an edition is no record that a list or a search comes upon");
}

#[test]
fn nobody_but_the_office_publishes() {
    let tablet = with_needles();
    let built_in = tablet.store.catalogue().version();
    let other = SecretKey::from_bytes(&[77; 32]);
    tablet.store.receive(scope(), &[published(&other, &[edition(built_in + 1, "things", AS_IT_IS)])], NOW).unwrap();
    assert_eq!(tablet.store.catalogue_in_use(), CatalogueInUse { version: built_in, published: false, unread: None });
    assert!(summary(&tablet).contains("4 items"));
}

#[test]
fn lines_that_another_catalogue_worked_out_are_worked_out_anew_at_the_next_start() {
    let tablet = with_needles();
    let built_in = tablet.store.catalogue().version();
    let run = published(&root(), &[edition(built_in + 1, "things", AS_IT_IS)]);
    tablet.store.receive(scope(), &[run], NOW).unwrap();
    // As if the program had ended after the edition was kept, before any line was worked out by it.
    tablet.store.set_setting("lines", &store::lines_of_built_in(built_in)).unwrap();
    let tablet = tablet.reopen();
    assert!(summary(&tablet).contains("4 things"));
    let mark = tablet.store.setting::<String>("lines").unwrap().unwrap();
    assert!(mark.contains(&format!("published {} at", built_in + 1)), "{mark}");
}

#[test]
fn a_start_under_a_published_catalogue_leaves_the_lines_that_it_worked_out() {
    let tablet = with_needles();
    let newer = tablet.store.catalogue().version() + 1;
    let run = published(&root(), &[edition(newer, "things", AS_IT_IS)]);
    tablet.store.receive(scope(), &[run], NOW).unwrap();
    let tablet = tablet.reopen_after(|folder| {
        let database = crate::opening::raw(folder, &folder.join("patrolbook.db"));
        database.execute("UPDATE record SET summary = 'left as it is'", []).unwrap();
    });
    assert_eq!(summary(&tablet), "left as it is");
    assert_eq!(tablet.store.catalogue_in_use().version, newer);
}

#[test]
fn a_readable_edition_is_taken_though_a_newer_one_that_cannot_be_read_came_before_it() {
    let tablet = with_needles();
    let built_in = tablet.store.catalogue().version();
    let unknown = edition(built_in + 2, "wonders", ("finding = true", "finding = true\nhologram = true"));
    let both = published(&root(), &[unknown, edition(built_in + 1, "things", AS_IT_IS)]);
    let mut newest = both.clone();
    newest.entries.truncate(2);
    tablet.store.receive(scope(), &[newest], NOW).unwrap();
    assert_eq!(tablet.store.catalogue_in_use().unread, Some(built_in + 2));
    tablet.store.receive(scope(), &[both], NOW).unwrap();
    let using = CatalogueInUse { version: built_in + 1, published: true, unread: Some(built_in + 2) };
    assert_eq!(tablet.store.catalogue_in_use(), using);
    assert!(summary(&tablet).contains("4 things"));
}

#[test]
fn an_edition_that_came_to_a_program_that_knew_of_none_is_taken_once_one_that_does_opens_the_tablet() {
    let tablet = with_needles();
    let newer = tablet.store.catalogue().version() + 1;
    let run = published(&root(), &[edition(newer, "things", AS_IT_IS)]);
    let book = run.book;
    tablet.store.receive(scope(), &[run], NOW).unwrap();
    let built_in = store::lines_of_built_in(newer - 1);
    let tablet = tablet.reopen_after(|folder| {
        let database = crate::opening::raw(folder, &folder.join("patrolbook.db"));
        let as_before = format!(
            "DELETE FROM edition; UPDATE setting SET value = '\"{built_in}\"' WHERE name = 'lines';
             UPDATE entry SET opaque = 1 WHERE number = 2 AND book = x'{book}'"
        );
        database.execute_batch(&as_before).unwrap();
    });
    assert_eq!(tablet.store.catalogue_in_use(), CatalogueInUse { version: newer, published: true, unread: None });
    assert!(summary(&tablet).contains("4 things"));
    assert_eq!(tablet.store.record(record(1_002)).unwrap(), None, "it is no record any more");
}

/// What a start tells of how far it is: so many of how many.
fn told_by_a_start(folder: &std::path::Path, catalogue: Catalogue, stop_at: u64) -> (Option<Store>, Vec<(u64, u64)>) {
    let told = std::cell::RefCell::new(Vec::new());
    let tell = |far: store::Anew| {
        told.borrow_mut().push((far.done, far.of));
        assert!(far.done < stop_at, "the program ends here");
    };
    let start = || Store::open_with(folder, Arc::new(catalogue), entropy(9), &Keychain::none(), &tell).unwrap();
    let store = std::panic::catch_unwind(std::panic::AssertUnwindSafe(start)).ok();
    (store, told.take())
}

#[test]
fn a_start_after_an_update_that_is_ended_in_the_middle_goes_on_from_there() {
    let tablet = with_needles();
    let findings = (2..=250).flat_map(|number| {
        [("kind", json!("drug_litter")), ("n_needle", json!(3))]
            .map(|(field, value)| Change::new(record(number), field, value))
    });
    tablet.store.write_whole(tablet.grant, &findings.collect::<Vec<_>>(), NOW).unwrap();
    let built_in = tablet.store.catalogue().version();
    let Tablet { folder, store, .. } = tablet;
    drop(store);
    let called = |version: u32, items: &str| {
        let files = edition(version, items, AS_IT_IS).files().unwrap();
        let files: Vec<_> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        Catalogue::from_files(&files).unwrap()
    };
    let (ended, told) = told_by_a_start(folder.path(), called(built_in + 1, "things"), 200);
    assert!(ended.is_none());
    assert_eq!(told, [(100, 250), (200, 250)]);
    // Under another one it begins anew; under the same it goes on.
    let (ended, told) = told_by_a_start(folder.path(), called(built_in + 2, "pieces"), 100);
    assert!(ended.is_none());
    assert_eq!(told, [(100, 250)]);
    let (store, told) = told_by_a_start(folder.path(), called(built_in + 2, "pieces"), u64::MAX);
    assert_eq!(told, [(200, 250), (250, 250)]);
    let store = store.unwrap();
    for number in 1..=250 {
        let summary = store.found(record(number)).unwrap().unwrap().summary;
        assert!(summary.contains(if number == 1 { "4 pieces" } else { "3 pieces" }), "{number}: {summary}");
    }
    drop(store);
    let (store, told) = told_by_a_start(folder.path(), called(built_in + 2, "pieces"), u64::MAX);
    assert!(store.is_some());
    assert_eq!(told, [], "nothing is left to do");
}

#[test]
fn under_a_published_catalogue_lines_of_an_earlier_format_are_all_worked_out_anew() {
    let tablet = with_needles();
    let newer = tablet.store.catalogue().version() + 1;
    tablet.write(vec![Change::new(record(2), "kind", "abandoned_vehicle"), Change::new(record(2), "make", "Ford")]);
    let before = tablet.store.found(record(2)).unwrap().unwrap().summary;
    tablet.store.receive(scope(), &[published(&root(), &[edition(newer, "things", AS_IT_IS)])], NOW).unwrap();
    let tablet = tablet.reopen_after(|folder| {
        let database = crate::opening::raw(folder, &folder.join("patrolbook.db"));
        let earlier = format!(
            "UPDATE record SET summary = 'of an earlier format';
             UPDATE setting SET value = '\"1, published {newer} at 2\"' WHERE name = 'lines'"
        );
        database.execute_batch(&earlier).unwrap();
    });
    assert!(summary(&tablet).contains("4 things"));
    assert_eq!(
        tablet.store.found(record(2)).unwrap().unwrap().summary,
        before,
        "a kind that the edition leaves as it was"
    );
}

#[test]
fn an_edition_that_cannot_be_read_stays_for_the_next_program_also_when_its_version_is_the_lower() {
    let tablet = with_needles();
    let built_in = tablet.store.catalogue().version();
    let unknown = edition(built_in - 1, "wonders", ("finding = true", "finding = true\nhologram = true"));
    tablet.store.receive(scope(), &[published(&root(), &[unknown])], NOW).unwrap();
    let using = CatalogueInUse { version: built_in, published: false, unread: Some(built_in - 1) };
    assert_eq!(tablet.store.catalogue_in_use(), using);
    tablet.store.set_setting("lines", &store::lines_of_built_in(1)).unwrap();
    let tablet = tablet.reopen().reopen();
    assert_eq!(tablet.store.catalogue_in_use(), using);
}
