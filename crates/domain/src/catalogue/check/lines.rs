//! Where something stands in a catalogue file, so that a mistake can name its line.

use toml::Spanned;
use toml::de::{DeTable, DeValue, Error};

use super::Step;

/// A file with the position of each of its values.
pub(super) struct Lines<'a> {
    text: &'a str,
    table: Spanned<DeTable<'a>>,
}

impl<'a> Lines<'a> {
    pub(super) fn read(text: &'a str) -> Result<Self, Error> {
        Ok(Self { text, table: DeTable::parse(text)? })
    }

    /// Place of the table with this `id` in a list of tables; 0 when there is none.
    pub(super) fn index_of(&self, list: &str, id: &str) -> usize {
        let Some(DeValue::Array(tables)) = self.table.get_ref().get(list).map(Spanned::get_ref) else { return 0 };
        let is_it = |value: &Spanned<DeValue<'_>>| match value.get_ref() {
            DeValue::Table(table) => table.get("id").is_some_and(|found| found.get_ref().as_str() == Some(id)),
            _ => false,
        };
        tables.iter().position(is_it).unwrap_or(0)
    }

    /// Line of the value at the end of the path, or of the nearest value on the way to it.
    pub(super) fn line_of(&self, path: &[Step<'_>]) -> usize {
        let Some((Step::Key(first), rest)) = path.split_first() else { return 1 };
        let Some(mut found) = self.table.get_ref().get(*first) else { return 1 };
        for step in rest {
            let next = match (step, found.get_ref()) {
                (Step::Key(key), DeValue::Table(table)) => table.get(*key).or_else(|| table.get("id")),
                (Step::Item(at), DeValue::Array(list)) => list.get(*at),
                _ => None,
            };
            match next {
                Some(next) => found = next,
                None => break,
            }
        }
        line_at(self.text, found.span().start)
    }
}

/// Line, from 1, of a byte of the text.
pub(super) fn line_at(text: &str, byte: usize) -> usize {
    1 + text.bytes().take(byte).filter(|b| *b == b'\n').count()
}
