//! Enrolment, and refusals. These travel as JSON: they are rare, and a person may have to read them.

use book::{DeviceId, PublicKey, Signature};
use serde::{Deserialize, Serialize};

/// A tablet asks to be enrolled, or an enrolled one asks to add a person.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct EnrolRequest {
    /// The one-time code, as typed.
    pub code: String,
    /// The tablet's public key.
    pub device_key: PublicKey,
    /// The tablet's signature for the purpose `enrol` over the code: it holds the secret half.
    pub proof: Signature,
}

/// What an enrolled tablet knows of the council office.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct EnrolReply {
    /// The tablet.
    pub device: DeviceId,
    /// The short code of its book, such as `W07`.
    pub book_code: String,
    /// The secret that it shows with each request; 64 hexadecimal digits.
    pub token: String,
    /// The council's root key, pinned from now on.
    pub root: PublicKey,
    /// The council's name.
    pub council: String,
    /// The team's name.
    pub team: String,
    /// The person's grant, hexadecimal (see [`book::SignedGrant::encode`]).
    pub grant: String,
    /// Whether the office is a demo.
    pub demo: bool,
}

/// Why the office refused a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// What failed.
    pub code: RefusalCode,
    /// One sentence for a person.
    pub message: String,
}

/// The closed list of refusals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefusalCode {
    /// The enrolment code is not one that was given out.
    WrongCode,
    /// It was used before.
    UsedCode,
    /// It is out of date.
    ExpiredCode,
    /// Too many wrong codes; wait.
    TooMany,
    /// The tablet is unknown, or its enrolment was taken back.
    UnknownTablet,
    /// The tablet has no part in that scope, or there is no such thing for it.
    NotFound,
    /// The request cannot be read.
    Malformed,
    /// The request is over a limit.
    TooLarge,
    /// The photo's bytes are not those of its name.
    WrongHash,
    /// The office is full; come back later.
    Busy,
    /// The office failed; nothing was taken.
    Fault,
}
