//! The council office's signed word that it holds something. Only a receipt counts as *arrived* or *backed up*; an answer
//! of 200 from a café's portal is nothing.

use crate::message::PhotoHash;
use book::{BookId, Malformed, PublicKey, Reader, SecretKey, Signature, Tip, Writer};

/// What is promised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Promise {
    /// The council office holds it.
    Arrived = 1,
    /// It also holds it in a second, verified place.
    BackedUp = 2,
}

/// What the promise is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// A book, whole up to this tip: its number *and* its hash.
    Book(BookId, Tip),
    /// A photo of this hash and length.
    Photo(PhotoHash, u64),
}

/// A signed promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Receipt {
    /// What is promised.
    pub promise: Promise,
    /// What it is about.
    pub subject: Subject,
    /// When, by the office's clock, milliseconds since 1970.
    pub at: i64,
    /// By the council's root key.
    pub signature: Signature,
}

impl Receipt {
    /// Signs a promise.
    pub fn sign(root: &SecretKey, promise: Promise, subject: Subject, at: i64) -> Self {
        let signature = root.sign("receipt", &text(promise, &subject, at));
        Self { promise, subject, at, signature }
    }

    /// Whether the council's root key signed it.
    pub fn verifies(&self, root: &PublicKey) -> bool {
        root.verifies("receipt", &text(self.promise, &self.subject, self.at), &self.signature)
    }

    /// Appends the stored and sent form.
    pub fn encode(&self, out: &mut Writer) {
        out.fixed(&text(self.promise, &self.subject, self.at)).fixed(&self.signature.0);
    }

    /// Reads what [`Receipt::encode`] wrote.
    pub fn decode(input: &mut Reader<'_>) -> Result<Self, Malformed> {
        let promise = match input.u8()? {
            1 => Promise::Arrived,
            2 => Promise::BackedUp,
            tag => return Err(Malformed::Unknown { what: "promise", value: tag.into() }),
        };
        let subject = match input.u8()? {
            1 => {
                let book = BookId(input.fixed()?);
                Subject::Book(book, Tip { number: input.number()?, hash: book::EntryHash(input.fixed()?) })
            }
            2 => Subject::Photo(PhotoHash(input.fixed()?), input.number()?),
            tag => return Err(Malformed::Unknown { what: "receipt subject", value: tag.into() }),
        };
        Ok(Self { promise, subject, at: input.signed()?, signature: Signature(input.fixed()?) })
    }
}

fn text(promise: Promise, subject: &Subject, at: i64) -> Vec<u8> {
    let mut out = Writer::new();
    out.u8(promise as u8);
    match subject {
        Subject::Book(book, tip) => out.u8(1).fixed(&book.0).number(tip.number).fixed(&tip.hash.0),
        Subject::Photo(hash, bytes) => out.u8(2).fixed(&hash.0).number(*bytes),
    };
    out.signed(at);
    out.finish()
}
