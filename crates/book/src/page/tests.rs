//! What a build cannot read it keeps as it came, and what only travelled in the other form is read.

use super::*;
use crate::chain::Chain;
use crate::clock::{Clock, ClockQuality};
use crate::entry::{Draft, FieldWrite, Opening};
use crate::ids::{GrantId, RecordId, ScopeId};
use crate::keys::SecretKey;
use proptest::prelude::*;
use uuid::Uuid;

fn key() -> SecretKey {
    SecretKey::from_bytes(&[7; 32])
}

fn book() -> Chain {
    let opening =
        Opening { device_key: key().public(), scope: ScopeId(Uuid::from_u128(1)), nonce: [2; 16], predecessor: None };
    Chain::begin(&Entry::open(&key(), opening, Clock(1), 0, [3; 16])).unwrap()
}

fn entry(chain: &Chain) -> Entry {
    let draft = Draft {
        clock: Clock(2),
        wall: 0,
        quality: ClockQuality::Unchecked,
        author: GrantId([9; 32]),
        catalogue: 1,
        writes: vec![(RecordId(Uuid::from_u128(4)), FieldWrite { field: "n".into(), replaces: vec![] }, b"2".to_vec())],
        key: [8; 16],
    };
    Entry::write(&key(), chain.book, chain.tip, draft).unwrap()
}

/// A page with any header behind its fixed start, properly signed.
fn later(chain: &Chain, version: u8, rest: &[u8], body: &[u8]) -> Vec<u8> {
    let mut header = Writer::new();
    header.u8(version).fixed(&chain.book.0).number(chain.tip.number + 1).fixed(&chain.tip.hash.0).fixed(rest);
    let header = header.finish();
    let signature = key().sign("entry", &EntryHash::of_header(&header).0);
    let mut out = Writer::new();
    out.u8(WHOLE).bytes(&header).fixed(&signature.0).bytes(body);
    out.finish()
}

fn decode(bytes: &[u8], chain: &Chain) -> Result<Page, Malformed> {
    Page::decode_wire(bytes, chain.book, chain.tip.number + 1, chain.tip.hash, &key().public())
}

#[test]
fn a_page_of_a_later_version_is_kept_as_it_came_linked_and_signed_for() {
    let mut chain = book();
    let bytes = later(&chain, 2, b"what only a later build can read", b"and its body");
    let (page, signed) = decode(&bytes, &chain).unwrap().verified(&key().public());
    assert!(signed && matches!(&page, Page::Opaque(opaque) if opaque.why == Opacity::Newer), "{page:?}");
    assert_eq!(page.encode_wire(), bytes, "byte for byte");
    chain.link(&page).unwrap();
    assert_eq!((chain.tip.number, chain.tip.hash), (2, page.hash()));
    let next = Page::from(entry(&chain));
    chain.link(&next).unwrap();
}

#[test]
fn why_a_page_cannot_be_read_is_told_apart() {
    let chain = book();
    let why = |bytes: &[u8]| match decode(bytes, &chain).unwrap().verified(&key().public()) {
        (Page::Opaque(opaque), true) => opaque.why,
        other => panic!("{other:?}"),
    };
    let good = entry(&chain);
    let header = good.header.encode();
    // Version, book, number (one byte), previous hash.
    let start = 1 + 32 + 1 + 32;
    let mut unknown_quality = header[start..].to_vec();
    unknown_quality[9] = 77;
    assert_eq!(why(&later(&chain, 1, &unknown_quality, &good.body.encode())), Opacity::Newer);
    assert_eq!(why(&later(&chain, 1, b"nonsense", b"")), Opacity::Unreadable);
    assert_eq!(why(&later(&chain, 1, &header[start..], b"not a body")), Opacity::Damaged);
    let other = Body::Whole { key: [1; 16], values: vec![b"3".to_vec()] };
    assert_eq!(why(&later(&chain, 1, &header[start..], &other.encode())), Opacity::Damaged, "other values than signed");
}

#[test]
fn an_entry_that_travels_whole_is_the_same_entry() {
    let chain = book();
    let page = Page::from(entry(&chain));
    let back = decode(&page.encode_whole(), &chain).unwrap();
    assert_eq!(back, page);
    assert_eq!(Page::place(&page.encode_whole()), Some((chain.book, chain.tip)));
    assert_eq!(Page::place(&page.encode_wire()), None, "the compact form has no place of its own");
}

#[test]
fn an_entry_that_another_key_signed_is_not_one_even_when_it_is_stored() {
    let chain = book();
    let mut forged = entry(&chain);
    forged.signature = SecretKey::from_bytes(&[6; 32]).sign("entry", &forged.hash().0);
    let (page, signed) = Page::from(forged).verified(&key().public());
    assert!(!signed && page.entry().is_none());
    let again = decode(&page.encode_wire(), &chain).unwrap();
    assert_eq!(again, page, "nor is it after a restart");
}

#[test]
fn a_whole_page_out_of_another_place_is_refused() {
    let chain = book();
    let bytes = later(&chain, 2, b"", b"");
    let elsewhere = Page::decode_wire(&bytes, chain.book, 3, chain.tip.hash, &key().public());
    assert_eq!(elsewhere, Err(Malformed::NotCanonical("place of a whole page")));
    let too_large = vec![0; MAX_PAGE + 1];
    assert_eq!(decode(&too_large, &chain), Err(Malformed::OverLimit { what: "page", limit: MAX_PAGE }));
}

proptest! {
    #[test]
    fn any_later_form_comes_back_byte_for_byte_and_a_flipped_bit_is_never_signed(
        version in 2u8..,
        rest in proptest::collection::vec(any::<u8>(), 0..300),
        body in proptest::collection::vec(any::<u8>(), 0..300),
        position: prop::sample::Index,
        bit in 0u8..8,
    ) {
        let chain = book();
        let bytes = later(&chain, version, &rest, &body);
        let (page, signed) = decode(&bytes, &chain).unwrap().verified(&key().public());
        prop_assert!(signed);
        prop_assert_eq!(page.encode_wire(), bytes.clone());
        let mut changed = bytes.clone();
        let at = position.index(bytes.len() - body.len());
        changed[at] ^= 1 << bit;
        if let Ok(other) = decode(&changed, &chain) {
            let (other, signed) = other.verified(&key().public());
            prop_assert!(!signed || other.hash() == page.hash(), "byte {} changed unnoticed", at);
        }
    }

    #[test]
    fn no_bytes_from_outside_panic(mut bytes in proptest::collection::vec(any::<u8>(), 0..400), whole: bool) {
        if whole && !bytes.is_empty() {
            bytes[0] = WHOLE;
        }
        let _ = decode(&bytes, &book());
        let _ = Page::place(&bytes);
    }
}
