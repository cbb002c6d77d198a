//! A bundle: what a tablet holds and the council office may lack, in one file that only the council office opens. Here is
//! its form, without files: a head, then parts, each in a frame. `docs/sync.md` has the sizes.
//!
//! Pages are in it as in an exchange and are taken as from one. Every frame says whether it is the last, and that is sealed
//! with it, so a file that was cut is never taken for a whole one.

use crate::{NotOurs, PhotoHash, Request, limits, pack, unpack};
use book::sealing::{Opener, SEAL_BYTES, SealError, Sealer};
use book::{Begun, Malformed, OpeningKey, PublicKey, Reader, ScopeId, SealingKey, SecretKey, Signature, Writer};
use uuid::Uuid;

/// What every bundle begins with; the digit is the version.
const MARK: &[u8; 4] = b"PBB1";
/// The purpose of the sealing key.
pub const PURPOSE: &str = "bundle";
/// The length of a head.
pub const HEAD: usize = 4 + 32 + 32;
/// The length of what stands before each sealed part: whether it is the last, and its length, big end first.
pub const FRAME: usize = 1 + 4;
/// The longest sealed part.
const PART_BYTES: usize = limits::BODY_BYTES + 1 + SEAL_BYTES;

/// A part of a bundle. The first is [`Part::Tablet`], the last [`Part::End`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Who wrote it.
    Tablet(Origin),
    /// Pages, as in an exchange.
    Pages(Request),
    /// A photo begins; its bytes follow.
    Photo {
        /// Whose it is.
        scope: ScopeId,
        /// Its name.
        hash: PhotoHash,
        /// Its length.
        length: u64,
    },
    /// The next bytes of the photo that was begun, at most [`limits::PHOTO_PIECE`].
    PhotoBytes(Vec<u8>),
    /// That was all.
    End,
}

/// The tablet that wrote a bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// Its key.
    pub key: PublicKey,
    /// The short code of its book, such as `W07`.
    pub code: String,
    /// When, by its clock, milliseconds since 1970.
    pub written_at: i64,
    /// Its signature over the head and the above: the whole stream hangs on the head.
    signature: Signature,
}

/// Why a file is not a bundle that can be taken.
#[derive(Debug, thiserror::Error)]
pub enum BadBundle {
    /// It does not begin as one.
    #[error("this file is not a bundle of Patrolbook")]
    NotABundle,
    /// It is another council's.
    #[error("this bundle belongs to another council: only that council's office can open it")]
    OtherCouncil,
    /// It ends before its end.
    #[error("this bundle is cut short: it was not copied whole")]
    Cut,
    /// Something in it is not what was written.
    #[error("this bundle was changed or damaged after it was written")]
    Damaged,
    /// What was sealed is not what a tablet writes.
    #[error("this bundle holds something that this version cannot read")]
    Unreadable(#[source] Malformed),
}

/// Writes a bundle.
pub struct BundleSealer(Sealer);

/// Reads a bundle.
pub struct BundleOpener {
    opener: Opener,
    head: [u8; HEAD],
}

impl Origin {
    fn signed(head: &[u8; HEAD], key: &PublicKey, code: &str, written_at: i64) -> Vec<u8> {
        let mut out = Writer::new();
        out.fixed(head).fixed(&key.0).text(code).signed(written_at);
        out.finish()
    }
}

impl BundleSealer {
    /// Begins a bundle for the council of `root` by the tablet of `device`, with 32 fresh random bytes. Gives the head and
    /// the first part, to be written.
    pub fn begin(
        (root, sealing): (&PublicKey, &SealingKey),
        device: &SecretKey,
        code: &str,
        written_at: i64,
        entropy: [u8; 32],
    ) -> Result<(Self, Vec<u8>), SealError> {
        let (sealer, begun) = sealing.seal(PURPOSE, entropy)?;
        let mut head = [0; HEAD];
        for (place, byte) in head.iter_mut().zip(MARK.iter().chain(&root.0).chain(&begun.0)) {
            *place = *byte;
        }
        let key = device.public();
        let signature = device.sign(PURPOSE, &Origin::signed(&head, &key, code, written_at));
        let mut bundle = Self(sealer);
        let first = bundle.part(&Part::Tablet(Origin { key, code: code.to_owned(), written_at, signature }))?;
        Ok((bundle, [&head[..], &first].concat()))
    }

    /// The next part in its frame, to be written.
    pub fn part(&mut self, part: &Part) -> Result<Vec<u8>, SealError> {
        let last = [u8::from(*part == Part::End)];
        let sealed = self.0.piece(&part.encode(), &last)?;
        let length = u32::try_from(sealed.len()).map_err(|_| SealError::NotAKey)?;
        Ok([&last[..], &length.to_be_bytes(), &sealed].concat())
    }
}

impl BundleOpener {
    /// Begins to read a bundle from its head.
    pub fn begin(head: [u8; HEAD], root: &PublicKey, key: &OpeningKey) -> Result<Self, BadBundle> {
        let mut input = Reader::new(&head);
        let mut read = || Ok::<_, Malformed>((input.fixed::<4>()?, input.fixed()?, input.fixed()?));
        let (mark, theirs, begun) = read().map_err(BadBundle::Unreadable)?;
        if mark != *MARK {
            return Err(BadBundle::NotABundle);
        }
        if theirs != root.0 {
            return Err(BadBundle::OtherCouncil);
        }
        let opener = key.open(PURPOSE, &Begun(begun)).map_err(|_| BadBundle::Damaged)?;
        Ok(Self { opener, head })
    }

    /// How many bytes follow this frame.
    pub fn length(frame: &[u8; FRAME]) -> Result<usize, BadBundle> {
        let [_, length @ ..] = *frame;
        let length = usize::try_from(u32::from_be_bytes(length)).map_err(|_| BadBundle::Damaged)?;
        if (SEAL_BYTES..=PART_BYTES).contains(&length) { Ok(length) } else { Err(BadBundle::Damaged) }
    }

    /// Opens the part behind this frame.
    pub fn part(&mut self, frame: &[u8; FRAME], sealed: &[u8]) -> Result<Part, BadBundle> {
        let [last, ..] = *frame;
        let plain = self.opener.piece(sealed, &[last]).map_err(|_| BadBundle::Damaged)?;
        let part = Part::decode(&plain)?;
        if (last == 1) != (part == Part::End) {
            return Err(BadBundle::Damaged);
        }
        match &part {
            Part::Tablet(origin) => {
                let signed = Origin::signed(&self.head, &origin.key, &origin.code, origin.written_at);
                origin.key.verifies(PURPOSE, &signed, &origin.signature).then_some(part).ok_or(BadBundle::Damaged)
            }
            _ => Ok(part),
        }
    }
}

impl Part {
    fn encode(&self) -> Vec<u8> {
        let mut out = Writer::new();
        match self {
            Self::Tablet(Origin { key, code, written_at, signature }) => {
                out.u8(1).fixed(&key.0).text(code).signed(*written_at).fixed(&signature.0);
            }
            Self::Pages(request) => {
                out.u8(2).fixed(&pack(&request.encode()));
            }
            Self::Photo { scope, hash, length } => {
                out.u8(3).fixed(scope.0.as_bytes()).fixed(&hash.0).number(*length);
            }
            Self::PhotoBytes(bytes) => {
                out.u8(4).fixed(bytes);
            }
            Self::End => {
                out.u8(5);
            }
        }
        out.finish()
    }

    fn decode(plain: &[u8]) -> Result<Self, BadBundle> {
        let mut input = Reader::new(plain);
        let part = match input.u8().map_err(BadBundle::Unreadable)? {
            2 => {
                let packed = input.take(input.left()).map_err(BadBundle::Unreadable)?;
                let request = unpack(packed).map_err(|error: NotOurs| match error {
                    NotOurs::TooLarge(limit) => BadBundle::Unreadable(Malformed::OverLimit { what: "pages", limit }),
                    _ => BadBundle::Damaged,
                })?;
                return Request::decode(&request).map(Self::Pages).map_err(BadBundle::Unreadable);
            }
            tag => Self::decode_plain(tag, &mut input).map_err(BadBundle::Unreadable)?,
        };
        input.end().map_err(BadBundle::Unreadable)?;
        Ok(part)
    }

    fn decode_plain(tag: u8, input: &mut Reader<'_>) -> Result<Self, Malformed> {
        Ok(match tag {
            1 => Self::Tablet(Origin {
                key: PublicKey(input.fixed()?),
                code: input.text("book code", limits::CODE_BYTES)?.to_owned(),
                written_at: input.signed()?,
                signature: Signature(input.fixed()?),
            }),
            3 => Self::Photo {
                scope: ScopeId(Uuid::from_bytes(input.fixed()?)),
                hash: PhotoHash(input.fixed()?),
                length: input.number()?,
            },
            4 if input.left() > limits::PHOTO_PIECE => {
                return Err(Malformed::OverLimit { what: "a piece of a photo", limit: limits::PHOTO_PIECE });
            }
            4 => Self::PhotoBytes(input.take(input.left())?.to_vec()),
            5 => Self::End,
            tag => return Err(Malformed::Unknown { what: "part", value: tag.into() }),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written() -> (Vec<u8>, SecretKey, OpeningKey) {
        let (root, device) = (SecretKey::from_bytes(&[1; 32]), SecretKey::from_bytes(&[2; 32]));
        let key = OpeningKey::of(&[1; 32], PURPOSE);
        let to = (&root.public(), &key.public());
        let (mut sealer, mut file) = BundleSealer::begin(to, &device, "W07", 5, [3; 32]).unwrap();
        file.extend(sealer.part(&Part::PhotoBytes(vec![4; 10])).unwrap());
        file.extend(sealer.part(&Part::End).unwrap());
        (file, root, key)
    }

    fn read(file: &[u8], root: &SecretKey, key: &OpeningKey) -> Result<Vec<Part>, BadBundle> {
        let (head, mut rest) = file.split_first_chunk().ok_or(BadBundle::Cut)?;
        let mut opener = BundleOpener::begin(*head, &root.public(), key)?;
        let mut parts = Vec::new();
        while parts.last() != Some(&Part::End) {
            let (frame, after) = rest.split_first_chunk().ok_or(BadBundle::Cut)?;
            let (sealed, after) = after.split_at_checked(BundleOpener::length(frame)?).ok_or(BadBundle::Cut)?;
            parts.push(opener.part(frame, sealed)?);
            rest = after;
        }
        Ok(parts)
    }

    #[test]
    fn a_bundle_is_read_as_it_was_written_by_its_council_alone() {
        let (file, root, key) = written();
        let parts = read(&file, &root, &key).unwrap();
        assert!(matches!(&parts[..], [Part::Tablet(origin), Part::PhotoBytes(_), Part::End] if origin.code == "W07"));
        let other = SecretKey::from_bytes(&[9; 32]);
        assert!(matches!(read(&file, &other, &key), Err(BadBundle::OtherCouncil)));
        let other = OpeningKey::of(&[9; 32], PURPOSE);
        assert!(matches!(read(&file, &root, &other), Err(BadBundle::Damaged)));
    }

    #[test]
    fn no_changed_byte_and_no_cut_passes() {
        let (file, root, key) = written();
        for at in 0..file.len() {
            assert!(read(&file[..at], &root, &key).is_err(), "cut at {at}");
            let mut changed = file.clone();
            changed[at] ^= 0x40;
            assert!(read(&changed, &root, &key).is_err(), "changed at {at}");
        }
    }
}
