//! The one binary form that is hashed, signed, stored and sent: fixed order, one encoding per value, every length checked
//! before anything is allocated.

/// Why bytes are not what they claim to be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Malformed {
    /// The bytes end before the value does.
    #[error("the bytes end too early")]
    Short,
    /// Bytes are left over after the value.
    #[error("{0} bytes are left over")]
    TrailingBytes(usize),
    /// A length, count or number is over its limit.
    #[error("{what} is over its limit of {limit}")]
    OverLimit {
        /// What was counted.
        what: &'static str,
        /// The most that is allowed.
        limit: usize,
    },
    /// A value is not in its one allowed form.
    #[error("{0} is not in its one allowed form")]
    NotCanonical(&'static str),
    /// A tag or version that this build does not know.
    #[error("unknown {what} {value}")]
    Unknown {
        /// What carried the tag.
        what: &'static str,
        /// The tag read.
        value: u64,
    },
}

/// Appends values in canonical form.
#[derive(Debug, Default)]
pub struct Writer(Vec<u8>);

impl Writer {
    /// An empty writer.
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty writer with room for so many bytes.
    pub fn with_room(bytes: usize) -> Self {
        Self(Vec::with_capacity(bytes))
    }

    /// The bytes written.
    pub fn finish(self) -> Vec<u8> {
        self.0
    }

    /// One byte.
    pub fn u8(&mut self, value: u8) -> &mut Self {
        self.0.push(value);
        self
    }

    /// An unsigned number as LEB128.
    pub fn number(&mut self, mut value: u64) -> &mut Self {
        while value >= 0x80 {
            self.0.push((value as u8 & 0x7f) | 0x80);
            value >>= 7;
        }
        self.0.push(value as u8);
        self
    }

    /// A signed number, zigzag and LEB128.
    pub fn signed(&mut self, value: i64) -> &mut Self {
        self.number(((value << 1) ^ (value >> 63)) as u64)
    }

    /// Bytes of a length that both sides know.
    pub fn fixed(&mut self, bytes: &[u8]) -> &mut Self {
        self.0.extend_from_slice(bytes);
        self
    }

    /// Bytes behind their length.
    pub fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.number(bytes.len() as u64).fixed(bytes)
    }

    /// UTF-8 text behind its length in bytes.
    pub fn text(&mut self, text: &str) -> &mut Self {
        self.bytes(text.as_bytes())
    }
}

/// Reads what [`Writer`] wrote, refusing every other form.
#[derive(Debug, Clone)]
pub struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    /// Reads from the start of `bytes`.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// How many bytes are left.
    pub fn left(&self) -> usize {
        self.0.len()
    }

    /// Ends reading; leftover bytes are an error.
    pub fn end(self) -> Result<(), Malformed> {
        if self.0.is_empty() { Ok(()) } else { Err(Malformed::TrailingBytes(self.0.len())) }
    }

    /// One byte.
    pub fn u8(&mut self) -> Result<u8, Malformed> {
        let (first, rest) = self.0.split_first().ok_or(Malformed::Short)?;
        self.0 = rest;
        Ok(*first)
    }

    /// An unsigned number; a longer encoding than needed is refused.
    pub fn number(&mut self) -> Result<u64, Malformed> {
        let mut value = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = self.u8()?;
            let part = u64::from(byte & 0x7f);
            if shift == 63 && part > 1 {
                return Err(Malformed::NotCanonical("number"));
            }
            value |= part << shift;
            if byte & 0x80 == 0 {
                return if byte == 0 && shift > 0 { Err(Malformed::NotCanonical("number")) } else { Ok(value) };
            }
        }
        Err(Malformed::NotCanonical("number"))
    }

    /// A signed number.
    pub fn signed(&mut self) -> Result<i64, Malformed> {
        let raw = self.number()?;
        Ok((raw >> 1) as i64 ^ -((raw & 1) as i64))
    }

    /// A count or length that may not pass `limit`.
    pub fn count(&mut self, what: &'static str, limit: usize) -> Result<usize, Malformed> {
        let value = self.number()?;
        match usize::try_from(value) {
            Ok(count) if count <= limit => Ok(count),
            _ => Err(Malformed::OverLimit { what, limit }),
        }
    }

    /// `length` bytes.
    pub fn take(&mut self, length: usize) -> Result<&'a [u8], Malformed> {
        let (head, rest) = self.0.split_at_checked(length).ok_or(Malformed::Short)?;
        self.0 = rest;
        Ok(head)
    }

    /// An array of `N` bytes.
    pub fn fixed<const N: usize>(&mut self) -> Result<[u8; N], Malformed> {
        let (head, rest) = self.0.split_first_chunk::<N>().ok_or(Malformed::Short)?;
        self.0 = rest;
        Ok(*head)
    }

    /// Bytes behind their length, at most `limit`.
    pub fn bytes(&mut self, what: &'static str, limit: usize) -> Result<&'a [u8], Malformed> {
        let length = self.count(what, limit)?;
        self.take(length)
    }

    /// UTF-8 text behind its length, at most `limit` bytes.
    pub fn text(&mut self, what: &'static str, limit: usize) -> Result<&'a str, Malformed> {
        std::str::from_utf8(self.bytes(what, limit)?).map_err(|_| Malformed::NotCanonical(what))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn numbers_come_back_as_they_went_in(unsigned: u64, signed: i64, bytes in proptest::collection::vec(any::<u8>(), 0..50)) {
            let mut writer = Writer::new();
            writer.number(unsigned).signed(signed).bytes(&bytes);
            let written = writer.finish();
            let mut reader = Reader::new(&written);
            prop_assert_eq!(reader.number(), Ok(unsigned));
            prop_assert_eq!(reader.signed(), Ok(signed));
            prop_assert_eq!(reader.bytes("bytes", 50), Ok(&bytes[..]));
            prop_assert_eq!(reader.end(), Ok(()));
        }
    }

    #[test]
    fn a_longer_form_of_a_number_is_refused() {
        assert_eq!(Reader::new(&[0x81, 0x00]).number(), Err(Malformed::NotCanonical("number")));
        assert_eq!(Reader::new(&[0xff; 11]).number(), Err(Malformed::NotCanonical("number")));
    }

    #[test]
    fn a_length_over_its_limit_is_refused_before_it_is_read() {
        let mut writer = Writer::new();
        writer.number(u64::MAX);
        let written = writer.finish();
        assert_eq!(Reader::new(&written).bytes("value", 10), Err(Malformed::OverLimit { what: "value", limit: 10 }));
    }
}
