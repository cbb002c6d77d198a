//! What the law takes is gone, what it leaves is proved, and the way there makes no difference.

use super::*;
use crate::chain::Chain;
use crate::clock::{Clock, ClockQuality};
use crate::entry::{Draft, Opening};
use crate::ids::{EntryHash, GrantId, ScopeId};
use crate::keys::SecretKey;
use crate::page::Page;
use proptest::prelude::*;
use std::cell::Cell;
use uuid::Uuid;

fn key() -> SecretKey {
    SecretKey::from_bytes(&[7; 32])
}

fn book() -> Chain {
    let opening =
        Opening { device_key: key().public(), scope: ScopeId(Uuid::from_u128(1)), nonce: [2; 16], predecessor: None };
    Chain::begin(&Entry::open(&key(), opening, Clock(1), 0, [3; 16])).unwrap()
}

/// An entry that writes these values to the fields `f0`, `f1`, … of two records by turns.
fn entry(values: &[Vec<u8>], salt: [u8; 16]) -> Entry {
    let writes = values.iter().enumerate().map(|(index, value)| {
        let write = FieldWrite { field: format!("f{index}"), replaces: vec![EntryHash([5; 32])] };
        (RecordId(Uuid::from_u128(index as u128 % 2)), write, value.clone())
    });
    let draft = Draft {
        clock: Clock(2),
        wall: 0,
        quality: ClockQuality::Unchecked,
        author: GrantId([9; 32]),
        catalogue: 1,
        writes: writes.collect(),
        key: salt,
    };
    let book = book();
    Entry::write(&key(), book.book, book.tip, draft).unwrap()
}

/// Whether bit `n` of a mask names field `fn`.
fn named(mask: u8) -> impl Fn(RecordId, &str) -> bool {
    move |_, field| field[1..].parse::<u8>().is_ok_and(|index| mask >> index & 1 == 1)
}

fn travelled(entry: &Entry) -> Entry {
    let book = book();
    let page = Page::decode_wire(&entry.encode_wire(), book.book, 2, book.tip.hash, &key().public()).unwrap();
    match page.verified(&key().public()) {
        (Page::Entry(back), true) => back,
        other => panic!("{other:?}"),
    }
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[test]
fn by_parts_twice_or_in_any_order_is_as_at_once_and_everything_still_verifies() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let [partly, wholly, nothing] = [Cell::new(0), Cell::new(0), Cell::new(0)];
    let values = proptest::collection::vec(proptest::collection::vec(any::<u8>(), 12..40), 1..6);
    runner
        .run(&(values, any::<u8>(), any::<u8>(), any::<[u8; 16]>()), |(values, one, other, salt)| {
            let whole = entry(&values, salt);
            let at_once = whole.clone().erase(named(one | other));
            let parts = |first, second| whole.clone().erase(named(first)).erase(named(second));
            prop_assert_eq!(&parts(one, other), &at_once);
            prop_assert_eq!(&parts(other, one), &at_once);
            prop_assert_eq!(&travelled(&parts(one, one)).erase(named(other)), &at_once, "on the way between two sides");

            prop_assert_eq!(at_once.hash(), whole.hash());
            prop_assert!(at_once.body_matches() && at_once.signed_by(&key().public()));
            book().extend(&at_once).unwrap();
            prop_assert_eq!(&travelled(&at_once), &at_once);

            let wire = at_once.encode_wire();
            for (index, (record, write, value)) in whole.values().enumerate() {
                let gone = named(one | other)(record, &write.field);
                let left = at_once.values().find(|(of, kept, _)| (*of, &kept.field) == (record, &write.field));
                prop_assert_eq!(left.map(|(.., left)| left), (!gone).then_some(value), "write {}", index);
                prop_assert_eq!(holds(&wire, value), !gone);
            }
            let gaps = at_once.gaps().count();
            prop_assert!(gaps == 0 || !holds(&wire, &salt), "the key gives every salt away");
            let reached = [&nothing, &partly, &wholly][usize::from(gaps > 0) + usize::from(gaps == values.len())];
            reached.set(reached.get() + 1);
            Ok(())
        })
        .unwrap();
    assert!(partly.get() > 20 && wholly.get() > 20 && nothing.get() > 5, "{partly:?} {wholly:?} {nothing:?}");
}

#[test]
fn a_value_that_is_left_cannot_be_changed_or_put_in_place_of_a_gap() {
    let whole = entry(&[b"Rope Walk".to_vec(), b"AB07 CDE".to_vec(), b"two".to_vec()], [8; 16]);
    let left = whole.clone().erase(named(0b010));
    let book = book();
    let mut bytes = left.encode_wire();
    let read = |bytes: &[u8]| Page::decode_wire(bytes, book.book, 2, book.tip.hash, &key().public());
    for at in 0..bytes.len() {
        bytes[at] ^= 1;
        let taken = read(&bytes).is_ok_and(|page| page.verified(&key().public()).1);
        assert!(!taken, "byte {at} changed unnoticed");
        bytes[at] ^= 1;
    }
    let Body::Erased(mut leaves) = left.body.clone() else { panic!("nothing was erased") };
    let at = leaves.iter().position(|leaf| matches!(leaf, Leaf::Gone(_))).unwrap();
    leaves[at] = Leaf::Value { salt: [0; 32], value: b"XY99 ZZZ".to_vec() };
    leaves[at - 1] = Leaf::Gone([0; 32]);
    assert!(read(&Entry { body: Body::Erased(leaves), ..left.clone() }.encode_wire()).is_err());
    let one_too_few = Entry { body: Body::Erased(vec![Leaf::Gone([0; 32])]), ..left };
    assert!(read(&one_too_few.encode_wire()).is_err());
}

#[test]
fn there_is_one_form_for_each_state() {
    let whole = entry(&[b"one".to_vec(), b"two".to_vec()], [8; 16]);
    let untouched = whole.clone().erase(|_, _| false);
    assert_eq!(untouched, whole, "erasing nothing leaves the compact form");
    let nothing = whole.clone().erase(|_, _| true);
    assert_eq!(nothing.body, Body::Erased(Vec::new()));
    for leaves in [
        vec![Leaf::Gone([1; 32]), Leaf::Gone([2; 32])],
        vec![Leaf::Value { salt: [1; 32], value: vec![] }, Leaf::Value { salt: [1; 32], value: vec![] }],
    ] {
        let bytes = Body::Erased(leaves).encode();
        assert_eq!(Body::decode_erased(&bytes), Err(Malformed::NotCanonical("erased body")));
    }
}

#[test]
fn the_largest_entry_can_be_erased_by_parts_and_still_travels() {
    let values = vec![vec![7; 470]; MAX_WRITES];
    let largest = entry(&values, [8; 16]).erase(|_, field| field == "f1");
    let wire = largest.encode_wire();
    assert!(wire.len() > crate::entry::MAX_ENTRY, "the test must come near the limit: {}", wire.len());
    assert_eq!(travelled(&largest), largest);
}

#[test]
fn of_a_page_that_cannot_be_read_the_whole_body_goes_and_place_hash_and_signature_stay() {
    let mut header = Writer::new();
    let book = book();
    header.u8(2).fixed(&book.book.0).number(2).fixed(&book.tip.hash.0).fixed(b"what a later build says");
    let header = header.finish();
    let signature = key().sign("entry", &EntryHash::of_header(&header).0);
    let mut bytes = Writer::new();
    bytes.u8(0).bytes(&header).fixed(&signature.0).bytes(b"AB07 CDE");
    let read = |bytes: &[u8]| Page::decode_wire(bytes, book.book, 2, book.tip.hash, &key().public()).unwrap();
    let page = read(&bytes.finish());
    let erased = page.clone().erase(|_, _| true);
    assert!(page.entry().is_none() && !page.is_erased() && erased.is_erased());
    let wire = erased.encode_wire();
    assert!(!holds(&wire, b"AB07 CDE"));
    let (back, signed) = read(&wire).verified(&key().public());
    assert!(signed && back == erased && back.hash() == page.hash());
}

proptest! {
    #[test]
    fn no_bytes_from_outside_panic(mut bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = Body::decode_erased(&bytes);
        if let Some(first) = bytes.first_mut() {
            *first = 255;
        }
        let book = book();
        let _ = Page::decode_wire(&bytes, book.book, 2, book.tip.hash, &key().public());
        let _ = Page::place(&bytes);
    }
}
