//! What each tablet says of itself with a request, and what the council office tells a leader of the team's tablets.

use crate::limits;
use crate::unlock::UnlockKey;
use book::{Malformed, Reader, Writer};
use serde::{Deserialize, Serialize};

/// What a tablet says of itself. Times are milliseconds since 1970 by the tablet's clock.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct TabletState {
    /// Pages that wait on the tablet beyond those that come with the request.
    pub pages: u64,
    /// Photos that the office has not signed for.
    pub photos: u64,
    /// When the oldest of these pages and photos was made; none if there are none.
    pub oldest: Option<i64>,
    /// When the tablet's last patrol ended, if it did and something waits.
    pub patrol_ended: Option<i64>,
    /// Space left for pages and photos, in whole MB (of 1,000,000 bytes), rounded down to hundreds.
    pub free_mb: Option<u64>,
    /// Patrolbook's version.
    pub version: String,
}

/// A tablet of the team as the office knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TabletReport {
    /// The short code of its book, such as `W07`.
    pub code: String,
    /// When the office last heard from it, milliseconds since 1970.
    pub heard_at: i64,
    /// Whether the team's grants still name it; if not, it was withdrawn.
    pub standing: bool,
    /// How far its clock was ahead of the office's, in milliseconds, and what it last said of itself; none if it has said
    /// nothing yet.
    pub said: Option<(i64, TabletState)>,
    /// What its unlock codes are made with; none if it was withdrawn.
    #[serde(default)]
    pub unlock: Option<UnlockKey>,
}

impl TabletState {
    /// Appends the canonical bytes.
    pub fn encode(&self, out: &mut Writer) {
        out.number(self.pages).number(self.photos);
        optional(self.oldest, out, |time, out| {
            out.signed(time);
        });
        optional(self.patrol_ended, out, |time, out| {
            out.signed(time);
        });
        optional(self.free_mb, out, |free, out| {
            out.number(free);
        });
        out.text(&self.version);
    }

    /// Reads what [`TabletState::encode`] wrote.
    pub fn decode(input: &mut Reader<'_>) -> Result<Self, Malformed> {
        Ok(Self {
            pages: input.number()?,
            photos: input.number()?,
            oldest: read_optional(input, Reader::signed)?,
            patrol_ended: read_optional(input, Reader::signed)?,
            free_mb: read_optional(input, Reader::number)?,
            version: input.text("version", limits::VERSION_BYTES)?.to_owned(),
        })
    }
}

impl TabletReport {
    pub(crate) fn encode(&self, out: &mut Writer) {
        out.text(&self.code).signed(self.heard_at).u8(u8::from(self.standing));
        optional(self.said.as_ref(), out, |(ahead_ms, state), out| {
            out.signed(*ahead_ms);
            state.encode(out);
        });
        optional(self.unlock.as_ref(), out, UnlockKey::encode);
    }

    pub(crate) fn decode(input: &mut Reader<'_>) -> Result<Self, Malformed> {
        Ok(Self {
            code: input.text("book code", limits::CODE_BYTES)?.to_owned(),
            heard_at: input.signed()?,
            standing: flag(input)?,
            said: read_optional(input, |input| Ok((input.signed()?, TabletState::decode(input)?)))?,
            unlock: read_optional(input, UnlockKey::decode)?,
        })
    }
}

pub(crate) fn optional<T>(value: Option<T>, out: &mut Writer, write: impl FnOnce(T, &mut Writer)) {
    out.u8(u8::from(value.is_some()));
    if let Some(value) = value {
        write(value, out);
    }
}

pub(crate) fn read_optional<'a, T>(
    input: &mut Reader<'a>,
    read: impl FnOnce(&mut Reader<'a>) -> Result<T, Malformed>,
) -> Result<Option<T>, Malformed> {
    flag(input)?.then(|| read(input)).transpose()
}

pub(crate) fn flag(input: &mut Reader<'_>) -> Result<bool, Malformed> {
    match input.u8()? {
        0 => Ok(false),
        1 => Ok(true),
        _ => Err(Malformed::NotCanonical("a yes or no")),
    }
}
