//! Enrolment, and refusals. These travel as JSON: they are rare, and a person may have to read them.

use book::{DeviceId, PublicKey, ScopeId, SecretKey, Signature};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A tablet asks to be enrolled, or an enrolled one asks to add a person.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct EnrolRequest {
    /// By what right.
    #[serde(flatten)]
    pub by: Credential,
    /// The tablet's public key.
    pub device_key: PublicKey,
    /// The tablet's signature for the purpose `enrol` over the credential: it holds the secret half.
    pub proof: Signature,
}

/// What a person shows. It is never logged: its debug form says only which it is.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Credential {
    /// A one-time code.
    Code {
        /// As typed.
        code: String,
    },
    /// A name and a password; only on a tablet that is enrolled in that scope, with its token.
    Password {
        /// As typed.
        name: String,
        /// As typed.
        password: String,
        /// The team in which they want to write.
        scope: ScopeId,
    },
}

impl EnrolRequest {
    /// A request signed by the tablet's key.
    pub fn new(key: &SecretKey, by: Credential) -> Self {
        let proof = key.sign("enrol", &by.text());
        Self { by, device_key: key.public(), proof }
    }

    /// Whether the tablet's key signed it.
    pub fn verifies(&self) -> bool {
        self.device_key.verifies("enrol", &self.by.text(), &self.proof)
    }
}

impl Credential {
    /// A one-time code.
    pub fn code(typed: &str) -> Self {
        Self::Code { code: typed.to_owned() }
    }

    fn text(&self) -> Vec<u8> {
        match self {
            Self::Code { code } => code.clone().into_bytes(),
            Self::Password { name, password, scope } => format!("{scope}\0{name}\0{password}").into_bytes(),
        }
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Code { .. } => "Code",
            Self::Password { .. } => "Password",
        })
    }
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
    /// The name or the password is wrong; which of them is not said.
    WrongPassword,
    /// The person has no part in that team.
    OtherTeam,
    /// Too many wrong codes or passwords; wait.
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
