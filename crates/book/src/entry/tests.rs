//! Entries travel and come back, and every change to one is noticed.

use super::*;
use crate::chain::{Broken, Chain};
use proptest::prelude::*;

fn key() -> SecretKey {
    SecretKey::from_bytes(&[7; 32])
}

fn opened() -> (Entry, Chain) {
    let opening =
        Opening { device_key: key().public(), scope: ScopeId(Uuid::from_u128(1)), nonce: [2; 16], predecessor: None };
    let entry = Entry::open(&key(), opening, Clock(1), 1_700_000_000_000, [3; 16]);
    let chain = Chain::begin(&entry).unwrap();
    (entry, chain)
}

fn draft(fields: &[(&str, &str)]) -> Draft {
    Draft {
        clock: Clock(2),
        wall: 1_700_000_000_001,
        quality: ClockQuality::Unchecked,
        author: GrantId([9; 32]),
        catalogue: 1,
        writes: fields
            .iter()
            .map(|(field, value)| {
                let write = FieldWrite { field: (*field).to_owned(), replaces: vec![EntryHash([5; 32])] };
                (RecordId(Uuid::from_u128(4)), write, value.as_bytes().to_vec())
            })
            .collect(),
        key: [8; 16],
    }
}

#[test]
fn an_entry_travels_without_its_place_and_root_and_comes_back_whole() {
    let (first, mut chain) = opened();
    let second = Entry::write(&key(), chain.book, chain.tip, draft(&[("n_needle", "2"), ("action", "\"x\"")])).unwrap();
    let opening = Entry::decode_wire(&first.encode_wire(), chain.book, 1, EntryHash([0; 32])).unwrap();
    assert_eq!(opening, first);
    let back = Entry::decode_wire(&second.encode_wire(), chain.book, 2, chain.tip.hash).unwrap();
    assert_eq!(back, second);
    assert_eq!(Header::decode(&second.header.encode()).unwrap(), second.header);
    chain.extend(&back).unwrap();
    assert_eq!(chain.tip.number, 2);
}

#[test]
fn a_changed_value_a_changed_link_and_a_foreign_signature_are_each_named() {
    let (_, chain) = opened();
    let good = Entry::write(&key(), chain.book, chain.tip, draft(&[("n_needle", "2")])).unwrap();

    let mut changed = good.clone();
    changed.body = Body::Whole { key: [8; 16], values: vec![b"3".to_vec()] };
    assert_eq!(chain.clone().extend(&changed), Err(Broken::Body(2)));

    let relinked = Entry::decode_wire(&good.encode_wire(), chain.book, 2, EntryHash([1; 32])).unwrap();
    assert_eq!(chain.clone().extend(&relinked), Err(Broken::Link(2)));

    let foreign = SecretKey::from_bytes(&[6; 32]);
    let forged = Entry::write(&foreign, chain.book, chain.tip, draft(&[("n_needle", "2")])).unwrap();
    assert_eq!(chain.clone().extend(&forged), Err(Broken::Signature(2)));

    let mut skipped = good;
    skipped.header.number = 3;
    assert_eq!(chain.clone().extend(&skipped), Err(Broken::Number { expected: 2, got: 3 }));
}

#[test]
fn the_same_value_under_another_key_has_another_root() {
    let (_, chain) = opened();
    let one = Entry::write(&key(), chain.book, chain.tip, draft(&[("vrm", "\"AB07CDE\"")])).unwrap();
    let other_key = Draft { key: [1; 16], ..draft(&[("vrm", "\"AB07CDE\"")]) };
    let two = Entry::write(&key(), chain.book, chain.tip, other_key).unwrap();
    assert_ne!(one.header.root, two.header.root, "an unsalted leaf would give short values away");
}

#[test]
fn a_draft_over_the_limits_is_refused_before_it_is_saved() {
    let (_, chain) = opened();
    let long = "x".repeat(MAX_VALUE + 1);
    let refused = Entry::write(&key(), chain.book, chain.tip, draft(&[("description", &long)]));
    assert_eq!(refused, Err(Malformed::OverLimit { what: "value", limit: MAX_VALUE }));
    let twice = Entry::write(&key(), chain.book, chain.tip, draft(&[("a", "1"), ("a", "2")]));
    assert_eq!(twice, Err(Malformed::NotCanonical("order of fields")));
}

proptest! {
    #[test]
    fn no_bytes_from_outside_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = Header::decode(&bytes);
        let _ = Body::decode(&bytes);
        let _ = Entry::decode_wire(&bytes, BookId([0; 32]), 2, EntryHash([0; 32]));
        let _ = crate::grant::SignedGrant::decode(&bytes);
    }

    #[test]
    fn a_flipped_bit_anywhere_is_noticed(position: prop::sample::Index, bit in 0u8..8) {
        let (_, chain) = opened();
        let good = Entry::write(&key(), chain.book, chain.tip, draft(&[("n_needle", "2"), ("place", "{}")])).unwrap();
        let mut bytes = good.encode_wire();
        let at = position.index(bytes.len());
        bytes[at] ^= 1 << bit;
        let taken = Entry::decode_wire(&bytes, chain.book, 2, chain.tip.hash)
            .map_err(|_| ())
            .and_then(|entry| chain.clone().extend(&entry).map_err(|_| ()));
        prop_assert!(taken.is_err(), "byte {} bit {} changed unnoticed", at, bit);
    }
}
