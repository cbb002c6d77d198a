//! Pages of a restricted scope. Such an entry writes one field to a record, [`SEALED`]: the writes that its author made,
//! sealed to the scope's key. So its header, which is signed and travels in the clear, tells neither kind nor fields; and
//! whoever wrote it cannot read it back. Who has the secret half opens it and takes the writes inside as the entry's own.

use book::entry::{MAX_FIELD, MAX_REPLACES, MAX_VALUE, MAX_WRITES};
use book::{
    Body, Content, Entry, EntryHash, FieldWrite, Header, Leaf, Malformed, OpeningKey, Reader, RecordId, RecordWrites,
    ScopeId, SealError, SealingKey, Writer,
};

/// The one field of a record that an entry of a restricted scope writes.
pub const SEALED: &str = "sealed";
/// For what the key of a restricted scope is made.
pub const PURPOSE: &str = "restricted";
/// The form of what is inside.
const VERSION: u8 = 1;

/// An entry as whoever may read it has it.
#[derive(Debug, Clone, PartialEq)]
pub struct Opened {
    /// The entry's name: the hash of its header as it was signed.
    pub hash: EntryHash,
    /// The entry with the writes that were inside. Its hash and signature are none.
    pub entry: Entry,
}

/// Why something is not sealed or not opened.
#[derive(Debug, thiserror::Error)]
pub enum SealingError {
    /// The entry is not a sealed one.
    #[error("the page is not sealed")]
    NotSealed,
    /// It seals something of more than one record. Each is worth a key agreement, and an action is on one record.
    #[error("a sealed page is about one record")]
    ManyRecords,
    /// It is sealed to another key, to another record, or was changed.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// What is inside is over a limit, or is no list of writes.
    #[error("what is sealed is no list of answers")]
    Inside(#[from] Malformed),
}

/// Seals the writes of one action to one record: the value of its field [`SEALED`]. `entropy` are fresh random bytes.
pub fn seal(
    key: &SealingKey,
    scope: ScopeId,
    record: RecordId,
    mut writes: Vec<(FieldWrite, Vec<u8>)>,
    entropy: [u8; 32],
) -> Result<Vec<u8>, SealingError> {
    writes.sort_by(|(a, _), (b, _)| a.field.cmp(&b.field));
    let mut out = Writer::new();
    out.u8(VERSION).number(writes.len() as u64);
    for (write, value) in &mut writes {
        write.replaces.sort_unstable();
        write.replaces.dedup();
        out.text(&write.field).number(write.replaces.len() as u64);
        for replaced in &write.replaces {
            out.fixed(&replaced.0);
        }
        out.bytes(value);
    }
    let plain = out.finish();
    // What is sealed here can be opened there.
    inside(&plain)?;
    let sealed = key.seal_one(&bound(scope, record), entropy, &plain)?;
    if sealed.len() > MAX_VALUE {
        return Err(Malformed::OverLimit { what: "sealed answers", limit: MAX_VALUE }.into());
    }
    Ok(sealed)
}

/// Whether an entry is a sealed one: it writes to records, and nothing but [`SEALED`].
pub fn is_sealed(entry: &Entry) -> bool {
    let mut fields = entry.header.writes().map(|(_, write)| write.field.as_str()).peekable();
    fields.peek().is_some() && fields.all(|field| field == SEALED)
}

/// Opens a sealed entry of a scope. Of what was erased it says that it was: the field [`SEALED`] without a value.
pub fn open(key: &OpeningKey, scope: ScopeId, entry: &Entry) -> Result<Opened, SealingError> {
    if !is_sealed(entry) {
        return Err(SealingError::NotSealed);
    }
    if entry.header.writes().count() > 1 {
        return Err(SealingError::ManyRecords);
    }
    let (mut records, mut leaves) = (Vec::new(), Vec::new());
    for (record, write, sealed) in entry.writes() {
        let Some(sealed) = sealed else {
            leaves.push(Leaf::Gone([0; 32]));
            records.push(RecordWrites { record, fields: vec![write.clone()] });
            continue;
        };
        let (fields, held): (Vec<_>, Vec<_>) =
            inside(&key.open_one(&bound(scope, record), sealed)?)?.into_iter().unzip();
        leaves.extend(held.into_iter().map(|value| Leaf::Value { salt: [0; 32], value }));
        records.push(RecordWrites { record, fields });
    }
    let header = Header { content: Content::Writes(records), ..entry.header.clone() };
    let body = Body::Erased(leaves);
    Ok(Opened { hash: entry.hash(), entry: Entry { header, signature: entry.signature, body } })
}

/// Seals words that stand in the clear part of a restricted scope, such as why a decision was made: hexadecimal.
pub fn seal_words(
    key: &SealingKey,
    scope: ScopeId,
    record: RecordId,
    words: &str,
    entropy: [u8; 32],
) -> Result<String, SealingError> {
    Ok(hex::encode(key.seal_one(&bound(scope, record), entropy, words.as_bytes())?))
}

/// Opens what [`seal_words`] sealed; none if it was sealed to another key or record, or was not sealed.
pub fn open_words(key: &OpeningKey, scope: ScopeId, record: RecordId, sealed: &str) -> Option<String> {
    let words = key.open_one(&bound(scope, record), &hex::decode(sealed).ok()?).ok()?;
    String::from_utf8(words).ok()
}

/// The writes of the canonical list.
fn inside(plain: &[u8]) -> Result<Vec<(FieldWrite, Vec<u8>)>, Malformed> {
    let mut input = Reader::new(plain);
    match input.u8()? {
        VERSION => {}
        other => return Err(Malformed::Unknown { what: "sealed form", value: other.into() }),
    }
    let count = input.count("sealed writes", MAX_WRITES)?;
    let mut writes: Vec<(FieldWrite, Vec<u8>)> = Vec::with_capacity(count.min(input.left()));
    for _ in 0..count {
        let field = input.text("field", MAX_FIELD)?.to_owned();
        if field == SEALED || writes.last().is_some_and(|(last, _)| last.field >= field) {
            return Err(Malformed::NotCanonical("order of sealed fields"));
        }
        let many = input.count("replaced writes", MAX_REPLACES)?;
        let mut replaces: Vec<EntryHash> = Vec::with_capacity(many.min(input.left()));
        for _ in 0..many {
            let replaced = EntryHash(input.fixed()?);
            if replaces.last().is_some_and(|last| *last >= replaced) {
                return Err(Malformed::NotCanonical("order of replaced writes"));
            }
            replaces.push(replaced);
        }
        let value = input.bytes("value", MAX_VALUE)?.to_vec();
        writes.push((FieldWrite { field, replaces }, value));
    }
    input.end()?;
    Ok(writes)
}

/// What is sealed for one record of one scope opens as nothing else.
fn bound(scope: ScopeId, record: RecordId) -> String {
    format!("restricted/{scope}/{record}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{KIND, Record};
    use book::{BookId, Clock, ClockQuality, Draft, GrantId, SecretKey, Tip};
    use uuid::Uuid;

    const SCOPE: ScopeId = ScopeId(Uuid::from_u128(1));
    const RECORD: RecordId = RecordId(Uuid::from_u128(2));

    fn key() -> OpeningKey {
        OpeningKey::of(&[1; 32], PURPOSE)
    }

    fn write(field: &str, replaces: &[EntryHash], value: &str) -> (FieldWrite, Vec<u8>) {
        (FieldWrite { field: field.into(), replaces: replaces.to_vec() }, value.into())
    }

    fn entry(number: u64, writes: Vec<(FieldWrite, Vec<u8>)>) -> Entry {
        let value = seal(&key().public(), SCOPE, RECORD, writes, [number as u8; 32]).unwrap();
        let draft = Draft {
            clock: Clock(number),
            wall: 0,
            quality: ClockQuality::Unchecked,
            author: GrantId([0; 32]),
            catalogue: 1,
            writes: vec![(RECORD, FieldWrite { field: SEALED.into(), replaces: vec![] }, value)],
            key: [0; 16],
        };
        let tip = Tip { number, hash: EntryHash([9; 32]) };
        Entry::write(&SecretKey::from_bytes(&[1; 32]), BookId([3; 32]), tip, draft).unwrap()
    }

    #[test]
    fn what_is_sealed_tells_nothing_until_it_is_opened_and_then_merges_like_any_entry() {
        let first = entry(1, vec![write("what_seen", &[], "\"Rope Walk\""), write(KIND, &[], "\"concern\"")]);
        let wire = first.encode_wire();
        for word in ["Rope Walk", "what_seen", "concern"] {
            assert!(!wire.windows(word.len()).any(|bytes| bytes == word.as_bytes()), "{word} travels in the clear");
        }
        let second = entry(2, vec![write("what_seen", &[first.hash()], "\"Cliff Walk\"")]);
        let opened = [&first, &second].map(|entry| open(&key(), SCOPE, entry).unwrap());
        assert_eq!(opened[0].hash, first.hash());
        let mut record = Record::new(RECORD);
        // In whichever order they come.
        record.take_opened(&opened[1]);
        record.take_opened(&opened[0]);
        assert_eq!(record.text("what_seen"), Some("Cliff Walk"));
        assert_eq!(record.heads("what_seen"), [second.hash()], "its writes are named by the page that was signed");
        assert_eq!(record.kind(), Some("concern"));
        assert!(record.two_versions(None).is_empty());
    }

    #[test]
    fn it_opens_with_its_scopes_key_alone_and_for_its_record_alone() {
        let sealed = entry(1, vec![write("a", &[], "1")]);
        assert!(open(&key(), SCOPE, &sealed).is_ok());
        assert!(open(&OpeningKey::of(&[2; 32], PURPOSE), SCOPE, &sealed).is_err(), "another scope's key");
        assert!(open(&key(), ScopeId(Uuid::from_u128(9)), &sealed).is_err(), "moved to another scope");
        let mut moved = sealed.clone();
        if let Content::Writes(records) = &mut moved.header.content {
            records[0].record = RecordId(Uuid::from_u128(9));
        }
        assert!(open(&key(), SCOPE, &moved).is_err(), "moved to another record");
        let mut plain = sealed;
        if let Content::Writes(records) = &mut plain.header.content {
            records[0].fields[0].field = "count".into();
        }
        assert!(matches!(open(&key(), SCOPE, &plain), Err(SealingError::NotSealed)));
    }

    #[test]
    fn words_open_for_their_record_alone() {
        let sealed = seal_words(&key().public(), SCOPE, RECORD, "Rope Walk", [7; 32]).unwrap();
        assert_eq!(open_words(&key(), SCOPE, RECORD, &sealed).as_deref(), Some("Rope Walk"));
        assert_eq!(open_words(&key(), SCOPE, RecordId(Uuid::from_u128(9)), &sealed), None);
        assert_eq!(open_words(&key(), SCOPE, RECORD, "Rope Walk"), None, "never sealed");
    }

    #[test]
    fn a_page_that_seals_something_of_many_records_is_not_opened() {
        let mut many = entry(1, vec![write("a", &[], "1")]);
        let Content::Writes(records) = &mut many.header.content else { panic!("an opening") };
        records.push(RecordWrites { record: RecordId(Uuid::from_u128(9)), fields: records[0].fields.clone() });
        assert!(is_sealed(&many));
        assert!(matches!(open(&key(), SCOPE, &many), Err(SealingError::ManyRecords)));
    }

    #[test]
    fn too_much_for_one_value_is_refused_before_it_is_sealed() {
        let text = "x".repeat(40_000);
        let both = vec![write("a", &[], &text), write("b", &[], &text)];
        let refused = seal(&key().public(), SCOPE, RECORD, both, [0; 32]);
        assert!(matches!(refused, Err(SealingError::Inside(Malformed::OverLimit { limit: MAX_VALUE, .. }))));
        let twice = vec![write("a", &[], "1"), write("a", &[], "2")];
        assert!(seal(&key().public(), SCOPE, RECORD, twice, [0; 32]).is_err(), "one field twice");
        let within = vec![write(SEALED, &[], "1")];
        assert!(seal(&key().public(), SCOPE, RECORD, within, [0; 32]).is_err(), "sealed within sealed");
    }
}
