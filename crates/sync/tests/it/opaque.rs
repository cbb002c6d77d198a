//! Pages, kinds and fields of a later build or catalogue pass through older tablets as they are.

use crate::world::{NOW, World, record};
use book::{Entry, EntryHash, Writer};
use protocol::{Request, Run};
use serde_json::json;
use store::{Change, DeviceKeys, StoreError};

#[test]
fn a_page_of_a_later_build_goes_from_tablet_to_tablet_as_it_came_and_holds_up_nothing() {
    let world = World::new();
    let (newer, leader) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo leader", "leader"));
    let copy = world.backup();
    newer.finding(record(1), "Before");
    let book = newer.store.own_book().unwrap().unwrap();
    let mut run = newer.store.run(book.book, 0, 10, 1 << 20).unwrap().unwrap();
    // The newer build goes on with a page of its own form.
    let entropy: store::Entropy = std::sync::Arc::new(|_: &mut [u8]| Err(StoreError::NoEntropy));
    let key = DeviceKeys::load_or_make(newer.folder.path(), &entropy).unwrap().signing();
    let mut header = Writer::new();
    header.u8(2).fixed(&book.book.0).number(book.tip.number + 1).fixed(&book.tip.hash.0).fixed(b"of a later build");
    let (header, mut page) = (header.finish(), Writer::new());
    let hash = EntryHash::of_header(&header);
    page.u8(0).bytes(&header).fixed(&key.sign("entry", &hash.0).0).bytes(b"its body");
    let page = page.finish();
    run.entries.push(page.clone());
    let after = {
        let draft = book::Draft {
            clock: book::Clock(1 << 60),
            wall: NOW,
            quality: book::ClockQuality::Checked,
            author: newer.store.entry(book.book, 2).unwrap().unwrap().header.author,
            catalogue: 1,
            writes: vec![(
                record(1),
                book::FieldWrite { field: "description".into(), replaces: vec![book.tip.hash] },
                b"\"After\"".to_vec(),
            )],
            key: [4; 16],
        };
        Entry::write(&key, book.book, book::Tip { number: book.tip.number + 1, hash }, draft).unwrap()
    };
    run.entries.push(after.encode_wire());
    let send = |run: &Run| {
        let centre = world.centre();
        let caller = centre.authorise(&newer.token).unwrap();
        centre.exchange(&caller, &Request { runs: vec![run.clone()], ..Request::default() }, NOW).unwrap()
    };
    assert_eq!(send(&run).refused, []);

    let outcome = world.sync(&leader);
    assert!(outcome.converged, "{outcome:?}");
    let heads = leader.store.record(record(1)).unwrap().unwrap().heads("description");
    assert_eq!(heads, [after.hash()]);
    assert_eq!(leader.description(record(1)).unwrap(), "After", "what comes after the page counts");
    let held = leader.store.run(book.book, 2, 10, 1 << 20).unwrap().unwrap();
    assert_eq!(held.entries[0], page, "byte for byte");
    assert!(leader.store.verify().unwrap().is_empty());

    // The office loses it all; the leader's tablet, which cannot read the page, brings it back.
    world.put_back(&copy);
    assert!(world.sync(&leader).converged);
    let mate = world.tablet("Demo warden B", "warden");
    world.sync(&mate);
    assert_eq!(mate.store.run(book.book, 2, 10, 1 << 20).unwrap().unwrap().entries[0], page);
    world.sync(&leader);
    assert_eq!(mate.tips(), leader.tips());
}

#[test]
fn kinds_and_fields_of_a_later_catalogue_survive_an_edit_by_an_older_tablet() {
    let world = World::new();
    let (newer, older) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo warden B", "warden"));
    let value = json!({"z": 1, "a": [1.5, null, "Größe"], "nested": {"b": true}});
    newer.write(vec![
        Change::new(record(1), "kind", "kind_of_a_later_catalogue"),
        Change::new(record(1), "field_of_a_later_catalogue", value.clone()),
        Change::new(record(1), "description", "As first written"),
    ]);
    let bytes = |tablet: &crate::world::Tablet| {
        let entries = tablet.store.entries_about(record(1)).unwrap();
        let entry = entries.last().unwrap().clone();
        let values: Vec<Vec<u8>> = entry.entry.values().map(|(_, _, value)| value.to_vec()).collect();
        (entry.hash, values)
    };
    let written = bytes(&newer);
    world.sync_all(&[&newer, &older]);
    older.describe(record(1), "As the older tablet put it");
    world.sync_all(&[&older, &newer]);
    for tablet in [&newer, &older] {
        assert_eq!(bytes(tablet), written, "byte for byte");
        let record = tablet.store.record(record(1)).unwrap().unwrap();
        assert_eq!(record.value("field_of_a_later_catalogue"), Some(&value));
        assert_eq!(record.kind(), Some("kind_of_a_later_catalogue"));
        assert_eq!(record.text("description"), Some("As the older tablet put it"));
        assert!(record.fields.values().all(|field| field.heads().len() == 1), "no field is in two versions");
    }
}
