//! An edition of the catalogue: the council's own kinds, whole, in one of the office's own books. It reaches the tablets as
//! every page does, signed and chained, and each keeps the newest that it can read.

use crate::fields::KIND;
use book::entry::MAX_VALUE;
use book::{Entry, FieldWrite, RecordId};
use serde_json::Value;
use std::collections::BTreeMap;

/// The kind of the record that holds an edition.
pub const EDITION: &str = "catalogue_edition";
/// Most bytes of all its files together.
pub const MAX_FILES: usize = 4 * 1024 * 1024;
/// Most bytes of all its files packed: what one entry holds, as hexadecimal digits in several values.
pub const MAX_PACKED: usize = 400 * 1024;
/// Bytes in one value, which has two digits for each, and quotes.
const PIECE: usize = MAX_VALUE / 2 - 1;
/// How hard it is packed: once, and sent to every tablet.
const LEVEL: i32 = 19;

/// The files of a catalogue: name and text.
pub type Files = Vec<(String, String)>;

/// A catalogue as it was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    /// The version that its `common.toml` says.
    pub version: u32,
    packed: Vec<u8>,
}

/// Why files are no edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoEdition {
    /// More than every tablet could be given.
    #[error("the files are more than {} KB together, or more than {} KB packed", MAX_FILES / 1024, MAX_PACKED / 1024)]
    TooLarge,
    /// The bytes are none.
    #[error("this is not a published catalogue")]
    Damaged,
}

impl Edition {
    /// Packs files.
    ///
    /// # Errors
    /// [`NoEdition::TooLarge`].
    pub fn pack(version: u32, files: &Files) -> Result<Self, NoEdition> {
        let text = serde_json::to_vec(files).map_err(|_| NoEdition::Damaged)?;
        let packed = (text.len() <= MAX_FILES).then(|| zstd::bulk::compress(&text, LEVEL)).ok_or(NoEdition::TooLarge)?;
        let packed = packed.map_err(|_| NoEdition::Damaged)?;
        if packed.len() <= MAX_PACKED { Ok(Self { version, packed }) } else { Err(NoEdition::TooLarge) }
    }

    /// An edition as it was kept.
    pub fn of_packed(version: u32, packed: Vec<u8>) -> Self {
        Self { version, packed }
    }

    /// As it is kept.
    pub fn packed(&self) -> &[u8] {
        &self.packed
    }

    /// Its files.
    ///
    /// # Errors
    /// [`NoEdition::Damaged`], also where they would be larger than an edition may be.
    pub fn files(&self) -> Result<Files, NoEdition> {
        let text = zstd::bulk::decompress(&self.packed, MAX_FILES).map_err(|_| NoEdition::Damaged)?;
        serde_json::from_slice(&text).map_err(|_| NoEdition::Damaged)
    }

    /// The edition that `entry` publishes. The caller must know that the book is the council office's own.
    pub fn read(entry: &Entry) -> Option<Self> {
        let mut fields: BTreeMap<&str, Value> = BTreeMap::new();
        for (_, write, bytes) in entry.values() {
            fields.insert(&write.field, serde_json::from_slice(bytes).ok()?);
        }
        (fields.get(KIND)? == EDITION).then_some(())?;
        let version = u32::try_from(fields.get("version")?.as_u64()?).ok()?;
        let mut packed = Vec::new();
        for number in 0.. {
            let Some(piece) = fields.get(piece(number).as_str()) else { break };
            packed.extend(hex::decode(piece.as_str()?).ok()?);
        }
        (packed.len() as u64 == fields.get("bytes")?.as_u64()?).then_some(Self { version, packed })
    }

    /// The writes that publish it, as a new record.
    pub fn writes(&self, record: RecordId) -> Vec<(RecordId, FieldWrite, Vec<u8>)> {
        let said = [
            (KIND.to_owned(), Value::from(EDITION)),
            ("version".to_owned(), self.version.into()),
            ("bytes".to_owned(), self.packed.len().into()),
        ];
        let pieces = self.packed.chunks(PIECE).map(hex::encode).map(Value::from).enumerate();
        let all = said.into_iter().chain(pieces.map(|(number, value)| (piece(number), value)));
        all.map(|(field, value)| {
            (record, FieldWrite { field, replaces: Vec::new() }, value.to_string().into_bytes())
        })
        .collect()
    }
}

fn piece(number: usize) -> String {
    format!("piece/{number:02}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use book::{Clock, ClockQuality, Draft, EntryHash, GrantId, SecretKey, Tip};
    use uuid::Uuid;

    /// Text that does not pack well, always the same.
    fn noise(bytes: usize) -> String {
        let mut state = 7_u64;
        let letter = |_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            char::from(b'!' + (state >> 33) as u8 % 90)
        };
        (0..bytes).map(letter).collect()
    }

    fn record() -> RecordId {
        RecordId(Uuid::from_u128(1))
    }

    fn written(writes: Vec<(RecordId, FieldWrite, Vec<u8>)>) -> Entry {
        let draft = Draft {
            clock: Clock(1),
            wall: 0,
            quality: ClockQuality::Checked,
            author: GrantId([0; 32]),
            catalogue: 0,
            writes,
            key: [1; 16],
        };
        let tip = Tip { number: 1, hash: EntryHash([2; 32]) };
        Entry::write(&SecretKey::from_bytes(&[3; 32]), book::BookId([4; 32]), tip, draft).unwrap()
    }

    #[test]
    fn an_edition_comes_back_from_its_page_as_it_was_published_also_in_many_pieces() {
        for bytes in [10, 120_000, 450_000] {
            let files = vec![("common.toml".to_owned(), noise(bytes)), ("é.toml".to_owned(), String::new())];
            let edition = Edition::pack(8, &files).unwrap();
            let read = Edition::read(&written(edition.writes(record()))).unwrap();
            assert_eq!(read, edition);
            assert_eq!(read.files().unwrap(), files);
        }
    }

    #[test]
    fn what_is_too_large_or_cut_is_no_edition() {
        assert_eq!(Edition::pack(8, &vec![("a".into(), noise(600_000))]), Err(NoEdition::TooLarge), "packed");
        assert_eq!(Edition::pack(8, &vec![("a".into(), " ".repeat(MAX_FILES))]), Err(NoEdition::TooLarge));
        let edition = Edition::pack(8, &vec![("a".into(), noise(100_000))]).unwrap();
        let mut cut = edition.clone();
        cut.packed.pop();
        assert_eq!(cut.files(), Err(NoEdition::Damaged));
        let bomb = zstd::bulk::compress(&vec![b' '; MAX_FILES + 1], 19).unwrap();
        assert_eq!(Edition::of_packed(8, bomb).files(), Err(NoEdition::Damaged), "it is not unpacked beyond the limit");
        let mut lacking = edition.writes(record());
        lacking.remove(3);
        assert_eq!(Edition::read(&written(lacking)), None, "a piece is missing");
    }
}
