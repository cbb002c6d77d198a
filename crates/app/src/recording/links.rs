//! The findings that another one can name: the recent ones, those nearby first.

use crate::App;
use crate::contract::{CallError, ChoiceView};
use crate::words::local;
use book::RecordId;
use chrono::Days;
use domain::catalogue::Kind;
use serde_json::Value;
use std::collections::BTreeMap;
use store::{Draft, Filter, Found};

/// How far back a finding is offered.
const DAYS: u64 = 60;
/// Findings of which the place is looked at.
const LOOKED_AT: u32 = 60;
/// Findings that are offered.
const OFFERED: usize = 12;

impl App {
    /// What a form offers where it asks for other findings; nothing if it does not ask, or on a locked tablet.
    pub(crate) fn links(
        &self,
        draft: &Draft,
        kind: &Kind,
        values: &BTreeMap<String, Value>,
    ) -> Result<Vec<Found>, CallError> {
        let asks = draft.stage != "now" || kind.restricted || kind.own_page;
        if self.session().is_none() || !asks || !kind.fields.iter().any(|field| field.links()) {
            return Ok(Vec::new());
        }
        let from = local(self.now()).date_naive().checked_sub_days(Days::new(DAYS));
        let mut near = self.store.find(&Filter { from, ..Filter::default() }, LOOKED_AT)?;
        let here = values.get(record::PLACE).and_then(super::read_place).and_then(|place| place.position());
        near.retain(|one| one.counts() && Some(one.id) != draft.record);
        let metres = |one: &Found| {
            let there = one.position?;
            here.map(|here| here.metres_to(&there) as u64)
        };
        // Those at no known place stay in the order of the list: newest first.
        near.sort_by_key(|one| metres(one).unwrap_or(u64::MAX));
        near.truncate(OFFERED);
        Ok(near)
    }

    /// They as choices for a question, with what is chosen already. Only an earlier finding of its kind can be what this
    /// one is the same as.
    pub(crate) fn linkable(
        &self,
        field: &str,
        draft: &Draft,
        links: &[Found],
        chosen: &Value,
    ) -> Result<Vec<ChoiceView>, CallError> {
        let itself = draft.record.map(|id| self.found(id)).transpose()?.flatten();
        let earlier = |one: &Found| itself.as_ref().is_none_or(|itself| one.cursor < itself.cursor);
        let suits = |one: &&Found| field != record::DUPLICATE_OF || one.kind == draft.kind && earlier(one);
        let links: Vec<&Found> = links.iter().filter(suits).collect();
        let ids = chosen.as_array().cloned().unwrap_or_else(|| vec![chosen.clone()]);
        let mut all: Vec<Found> = Vec::new();
        for id in ids.iter().filter_map(Value::as_str).filter_map(RecordId::parse) {
            all.extend(self.found(id)?.filter(|_| !links.iter().any(|one| one.id == id)));
        }
        all.extend(links.into_iter().cloned());
        let choice = |one: &Found| Ok(ChoiceView::plain(one.id.to_string(), self.linked_name(one)?));
        all.iter().map(choice).collect()
    }

    /// "Drug litter, Rope Walk stairwell, 18 March 2025, 09:41".
    pub(crate) fn linked_name(&self, found: &Found) -> Result<String, CallError> {
        let kind = self.store.catalogue().kind(&found.kind).map_or(found.kind.as_str(), |kind| kind.name.as_str());
        let place = self.place_named(found)?;
        let when = local(found.occurred).format("%-d %B %Y, %H:%M");
        Ok(if place.is_empty() { format!("{kind}, {when}") } else { format!("{kind}, {place}, {when}") })
    }
}
