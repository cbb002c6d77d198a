//! Thumbnails on their way, ahead of the photos that they are drawn from. A thumbnail is derived: it is named by its photo's
//! hash and nothing proves it, so nothing rests on it. No receipt is given for one, and none makes anything *arrived*.

use crate::{PhotoHash, limits};
use book::{Malformed, Reader, Writer};

/// A small picture of a photo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thumbnail {
    /// The photo.
    pub of: PhotoHash,
    /// A JPEG of at most [`limits::THUMBNAIL_BYTES`].
    pub jpeg: Vec<u8>,
}

/// What a side brings and what it would like to have. Both request and reply have this form; a reply wants again what
/// could not be kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Thumbnails {
    /// The thumbnails that come with it, at most [`limits::THUMBNAILS_BYTES`].
    pub brought: Vec<Thumbnail>,
    /// Photos of which a thumbnail is wanted.
    pub wanted: Vec<PhotoHash>,
}

impl Thumbnails {
    /// The form that travels, before it is packed.
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Writer::new();
        out.u8(1).number(self.brought.len() as u64);
        for thumbnail in &self.brought {
            out.fixed(&thumbnail.of.0).bytes(&thumbnail.jpeg);
        }
        out.number(self.wanted.len() as u64);
        for hash in &self.wanted {
            out.fixed(&hash.0);
        }
        out.finish()
    }

    /// Reads what [`Thumbnails::encode`] wrote.
    ///
    /// # Errors
    /// When it is not of this form, or over a limit.
    pub fn decode(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut input = Reader::new(bytes);
        match input.u8()? {
            1 => {}
            other => return Err(Malformed::Unknown { what: "thumbnails version", value: other.into() }),
        }
        let mut said = Self::default();
        let mut room = limits::THUMBNAILS_BYTES;
        for _ in 0..input.count("thumbnails", limits::PHOTOS)? {
            let of = PhotoHash(input.fixed()?);
            let jpeg = input.bytes("thumbnail", limits::THUMBNAIL_BYTES.min(room))?.to_vec();
            room -= jpeg.len();
            said.brought.push(Thumbnail { of, jpeg });
        }
        for _ in 0..input.count("wanted thumbnails", limits::PHOTOS)? {
            said.wanted.push(PhotoHash(input.fixed()?));
        }
        input.end()?;
        Ok(said)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(bytes: &[usize]) -> Thumbnails {
        let brought = (1..).zip(bytes).map(|(n, bytes)| Thumbnail { of: PhotoHash([n; 32]), jpeg: vec![n; *bytes] });
        Thumbnails { brought: brought.collect(), wanted: vec![PhotoHash([9; 32])] }
    }

    #[test]
    fn what_is_brought_and_wanted_comes_back() {
        for said in [Thumbnails::default(), of(&[]), of(&[1, 0, limits::THUMBNAIL_BYTES])] {
            assert_eq!(Thumbnails::decode(&said.encode()), Ok(said));
        }
    }

    #[test]
    fn a_large_one_many_and_a_cut_message_are_refused() {
        assert!(Thumbnails::decode(&of(&[limits::THUMBNAIL_BYTES + 1]).encode()).is_err());
        assert!(Thumbnails::decode(&of(&[limits::THUMBNAIL_BYTES; 8]).encode()).is_ok());
        assert!(Thumbnails::decode(&of(&[[limits::THUMBNAIL_BYTES; 8].as_slice(), &[1]].concat()).encode()).is_err());
        assert!(Thumbnails::decode(&of(&vec![0; limits::PHOTOS + 1]).encode()).is_err());
        let whole = of(&[3, 4]).encode();
        for length in 0..whole.len() {
            assert!(Thumbnails::decode(&whole[..length]).is_err(), "{length}");
        }
    }
}
