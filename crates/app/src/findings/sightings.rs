//! That a finding was seen again: in a list on its page, and in words on its timeline.

use crate::App;
use crate::contract::{CallError, SightingView};
use crate::recording::distance;
use crate::words::at;
use record::{Record, Sighting};
use serde_json::Value;
use store::Found;

impl App {
    /// When it was seen again, newest first.
    pub(crate) fn sightings(&self, found: &Found, record: &Record) -> Result<Vec<SightingView>, CallError> {
        let view = |(seen, write): (Sighting, &book::StandingWrite<Value>)| {
            let there = seen.place.as_ref().and_then(|place| place.position());
            let metres = found.position.zip(there).map(|(found, there)| found.metres_to(&there));
            let far = metres.map(|metres| format!(", {} from where it was found", distance(metres)));
            let when = seen.moment().map_or(write.wall, |moment| moment.timestamp_millis());
            Ok(SightingView {
                there: seen.there,
                text: format!("{}{}", words(seen.there), far.unwrap_or_default()),
                by: format!("{} · {}", self.author_name(write.author)?.0, at(when, self.now())),
            })
        };
        record.sightings().into_iter().rev().map(view).collect()
    }
}

/// Of a page's row: "Seen again: still there".
pub(crate) fn seen_words(row: &Value) -> String {
    let there = row.get("there").and_then(Value::as_bool).unwrap_or_default();
    if there { "Seen again: still there".into() } else { "Looked for again: not there any more".into() }
}

fn words(there: bool) -> &'static str {
    if there { "Still there" } else { "Not there any more" }
}
