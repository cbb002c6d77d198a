//! How many findings a list has, by kind and by the name of their place: only those that count.

use crate::columns::{all, number};
use crate::filter::{Filter, Part};
use crate::{Store, StoreError};
use rusqlite::Row;
use rusqlite::types::Value;
use serde_json::json;

/// A record that was a mistake, is the same as another or was called off counts nowhere.
const COUNTS: &str = " AND r.withdrawn = 0 AND r.duplicate = 0 AND r.standing IS NOT 'called_off'";

impl Store {
    /// How many of what a filter has there are of each kind.
    pub fn many_by_kind(&self, filter: &Filter) -> Result<Vec<(String, u32)>, StoreError> {
        self.many_by("r.kind", filter, " GROUP BY part", Vec::new())
    }

    /// How many there are of these kinds at places that have one of these names, as names are compared.
    pub fn many_by_name(
        &self,
        filter: &Filter,
        kinds: &[&str],
        names: &[String],
    ) -> Result<Vec<(String, u32)>, StoreError> {
        // Without a name of the register every finding of the period would be read for nothing.
        if names.is_empty() {
            return Ok(Vec::new());
        }
        let more = " AND r.kind IN (SELECT value FROM json_each(?)) AND r.named IN (SELECT value FROM json_each(?)) GROUP BY part";
        self.many_by("r.named", filter, more, vec![json!(kinds).to_string().into(), json!(names).to_string().into()])
    }

    fn many_by(
        &self,
        part: &str,
        filter: &Filter,
        more: &str,
        named: Vec<Value>,
    ) -> Result<Vec<(String, u32)>, StoreError> {
        let columns = format!("{part} AS part, count(*) AS many");
        let (mut sql, mut values) = filter.select(&columns, Part::Team, None);
        sql.push_str(COUNTS);
        sql.push_str(more);
        values.extend(named);
        let pair = |row: &Row<'_>| Ok((row.get::<_, String>("part")?, number(row, "many")? as u32));
        self.read(|db| all(db, &sql, rusqlite::params_from_iter(values), pair))
    }
}
