//! The council office's signed word on how far it held every book of a scope at a time. Tablets keep the last one, and so
//! notice an office that drops, rewrites or backdates pages.

use crate::limits;
use book::{BookId, EntryHash, Malformed, PublicKey, Reader, ScopeId, SecretKey, Signature, Tip, Writer};
use std::collections::{BTreeMap, BTreeSet};

/// A signed list of tips.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// The scope.
    pub scope: ScopeId,
    /// When, by the office's clock, milliseconds since 1970.
    pub at: i64,
    /// How far it held each book.
    pub tips: BTreeSet<(BookId, Held)>,
    /// By the council's root key, over scope, time, the number of tips and their digest.
    pub signature: Signature,
}

/// A tip, in ascending order of number and hash.
pub type Held = (u64, [u8; 32]);

impl Checkpoint {
    /// Signs how far books are held.
    pub fn sign<'a>(
        root: &SecretKey,
        scope: ScopeId,
        at: i64,
        tips: impl IntoIterator<Item = (&'a BookId, &'a Tip)>,
    ) -> Self {
        let tips = tips.into_iter().map(|(book, tip)| (*book, (tip.number, tip.hash.0))).collect();
        let signature = root.sign("checkpoint", &text(scope, at, &tips));
        Self { scope, at, tips, signature }
    }

    /// Whether the council's root key signed it.
    pub fn verifies(&self, root: &PublicKey) -> bool {
        root.verifies("checkpoint", &text(self.scope, self.at, &self.tips), &self.signature)
    }

    /// Of each book that is shown shorter than it was confirmed, or with another page as its last, the first page that is no
    /// longer shown.
    pub fn not_shown<'a>(&self, shown: impl IntoIterator<Item = (&'a BookId, &'a Tip)>) -> BTreeMap<BookId, u64> {
        let mut highest: BTreeMap<BookId, u64> = BTreeMap::new();
        let mut all = BTreeSet::new();
        for (book, tip) in shown {
            let number = highest.entry(*book).or_default();
            *number = tip.number.max(*number);
            all.insert((*book, (tip.number, tip.hash.0)));
        }
        let lacking = self.tips.iter().filter_map(|(book, (number, hash))| {
            let shown = highest.get(book).copied().unwrap_or(0);
            let there = shown > *number || all.contains(&(*book, (*number, *hash)));
            (!there).then_some((*book, (shown + 1).min(*number)))
        });
        let mut first = BTreeMap::new();
        for (book, page) in lacking {
            first.entry(book).and_modify(|first| *first = page.min(*first)).or_insert(page);
        }
        first
    }

    /// Appends the stored and sent form.
    pub fn encode(&self, out: &mut Writer) {
        out.fixed(self.scope.0.as_bytes()).signed(self.at).number(self.tips.len() as u64);
        for (book, (number, hash)) in &self.tips {
            out.fixed(&book.0).number(*number).fixed(hash);
        }
        out.fixed(&self.signature.0);
    }

    /// Reads what [`Checkpoint::encode`] wrote.
    pub fn decode(input: &mut Reader<'_>) -> Result<Self, Malformed> {
        let scope = ScopeId(uuid::Uuid::from_bytes(input.fixed()?));
        let at = input.signed()?;
        let count = input.count("books of a checkpoint", limits::BOOKS)?;
        let mut tips = BTreeSet::new();
        for _ in 0..count {
            let tip = (BookId(input.fixed()?), (input.number()?, input.fixed()?));
            if tips.last().is_some_and(|last| *last >= tip) {
                return Err(Malformed::NotCanonical("a checkpoint"));
            }
            tips.insert(tip);
        }
        Ok(Self { scope, at, tips, signature: Signature(input.fixed()?) })
    }
}

fn text(scope: ScopeId, at: i64, tips: &BTreeSet<(BookId, Held)>) -> Vec<u8> {
    let list: Vec<_> =
        tips.iter().map(|(book, (number, hash))| (book, Tip { number: *number, hash: EntryHash(*hash) })).collect();
    let mut out = Writer::new();
    out.fixed(scope.0.as_bytes()).signed(at).number(tips.len() as u64);
    out.fixed(&book::digest(list.iter().map(|(book, tip)| (*book, tip))));
    out.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const SCOPE: ScopeId = ScopeId(Uuid::from_u128(1));

    fn tip(number: u64, hash: u8) -> Tip {
        Tip { number, hash: EntryHash([hash; 32]) }
    }

    fn signed(root: &SecretKey) -> Checkpoint {
        let (one, two) = (tip(5, 1), tip(212, 2));
        Checkpoint::sign(root, SCOPE, 9, [(&BookId([1; 32]), &one), (&BookId([2; 32]), &two)])
    }

    #[test]
    fn a_checkpoint_comes_back_and_verifies_only_as_it_was_signed() {
        let root = SecretKey::from_bytes(&[1; 32]);
        let checkpoint = signed(&root);
        let mut out = Writer::new();
        checkpoint.encode(&mut out);
        let bytes = out.finish();
        let back = Checkpoint::decode(&mut Reader::new(&bytes)).unwrap();
        assert_eq!(back, checkpoint);
        assert!(back.verifies(&root.public()));
        let later = Checkpoint { at: 10, ..back.clone() };
        let elsewhere = Checkpoint { scope: ScopeId(Uuid::from_u128(2)), ..back.clone() };
        let mut less = back;
        less.tips.pop_last();
        for changed in [later, elsewhere, less] {
            assert!(!changed.verifies(&root.public()), "{changed:?}");
        }
        for cut in 0..bytes.len() {
            assert!(Checkpoint::decode(&mut Reader::new(&bytes[..cut])).is_err(), "cut at {cut}");
        }
    }

    #[test]
    fn what_is_shown_shorter_or_otherwise_is_named_by_its_first_page_and_what_grew_is_not() {
        let checkpoint = signed(&SecretKey::from_bytes(&[1; 32]));
        let (one, two) = (BookId([1; 32]), BookId([2; 32]));
        let first = tip(5, 1);
        let of = |two_is: Tip| checkpoint.not_shown([(&one, &first), (&two, &two_is)]);
        assert_eq!(of(tip(212, 2)), [].into());
        assert_eq!(of(tip(300, 9)), [].into(), "it grew");
        assert_eq!(of(tip(211, 9)), [(two, 212)].into());
        assert_eq!(of(tip(100, 9)), [(two, 101)].into());
        assert_eq!(of(tip(212, 9)), [(two, 212)].into(), "another page of that number");
        assert_eq!(checkpoint.not_shown([(&one, &first)]), [(two, 1)].into(), "the book is gone");
        let (branch, other) = (tip(212, 2), tip(212, 9));
        assert_eq!(
            checkpoint.not_shown([(&one, &first), (&two, &branch), (&two, &other)]),
            [].into(),
            "beside another"
        );
    }
}
