//! Pages that this build cannot read: of a later build, of no build, or with another body than the one that was signed.

use crate::chance;
use book::{
    Body, Chain, Clock, ClockQuality, Draft, Entry, EntryHash, GrantId, Malformed, Opacity, Page, SecretKey, Writer,
};

/// One that follows on a line and is properly signed.
pub(super) fn page(key: &SecretKey, chain: &Chain, why: Opacity) -> Result<Page, Malformed> {
    let (book, tip) = (chain.book, chain.tip);
    let wire = match why {
        Opacity::Newer => whole(key, chain, 2),
        Opacity::Unreadable => whole(key, chain, 1),
        Opacity::Damaged => {
            let draft = Draft {
                clock: Clock(1),
                wall: 0,
                quality: ClockQuality::Unchecked,
                author: GrantId([0; 32]),
                catalogue: 1,
                writes: vec![],
                key: chance::bytes(),
            };
            let signed = Entry::write(key, book, tip, draft).map_err(|_| Malformed::NotCanonical("draft"))?;
            let other = Body::Whole { key: chance::bytes(), values: vec![chance::bytes::<9>().to_vec()] };
            Page::from(Entry { body: other, ..signed }).encode_whole()
        }
    };
    Page::decode_wire(&wire, book, tip.number + 1, tip.hash, &key.public())
}

fn whole(key: &SecretKey, chain: &Chain, version: u8) -> Vec<u8> {
    let mut header = Writer::new();
    header.u8(version).fixed(&chain.book.0).number(chain.tip.number + 1).fixed(&chain.tip.hash.0);
    header.fixed(&chance::bytes::<24>());
    let header = header.finish();
    let hash = EntryHash::of_header(&header);
    let mut page = Writer::new();
    page.u8(0).bytes(&header).fixed(&key.sign("entry", &hash.0).0).bytes(&chance::bytes::<24>());
    page.finish()
}
