//! What was raised before: records of a kind that name an earlier one of it as the same concern, followed both ways. Raised as
//! often as the catalogue says (`again`), each of them is flagged.

use crate::App;
use crate::contract::CallError;
use book::RecordId;
use domain::catalogue::{Field, Kind};
use record::Record;
use std::collections::{BTreeMap, BTreeSet};
use store::{Filter, Found};

/// Records that are followed of one concern.
const MOST: usize = 100;
/// Records that one is named by, and that a question chooses from.
const NAMING: u32 = 200;

impl App {
    /// The same of a list: what is joined with nothing was raised once, and is not looked at.
    pub(crate) fn raised_again_of(&self, list: &[Found]) -> Result<BTreeMap<RecordId, String>, CallError> {
        let catalogue = self.store.catalogue();
        let flags = |kind: &Kind| kind.fields.iter().any(|field| field.again.is_some());
        if !list.iter().any(|found| catalogue.kind(&found.kind).is_some_and(flags)) {
            return Ok(BTreeMap::new());
        }
        let joined = self.store.joined_with_their_kind(list)?;
        let mut again = BTreeMap::new();
        for found in list.iter().filter(|found| joined.contains(&found.id)) {
            again.extend(self.raised_again(found)?.map(|said| (found.id, said)));
        }
        Ok(again)
    }

    /// "Raised three times", of a concern that was raised as often as flags it.
    pub(crate) fn raised_again(&self, found: &Found) -> Result<Option<String>, CallError> {
        let kind = self.store.catalogue().kind(&found.kind);
        let asked = kind.and_then(|kind| Some((kind, kind.fields.iter().find(|field| field.again.is_some())?)));
        let Some((kind, field)) = asked.filter(|_| found.counts()) else { return Ok(None) };
        let times = self.times_raised(found.id, kind, field)?;
        Ok((Some(times) >= field.again).then(|| format!("Raised {}", in_words(times))))
    }

    /// At how many occasions the concern of a record was raised: records that count, one for each that `same` leads through.
    fn times_raised(&self, id: RecordId, kind: &Kind, field: &Field) -> Result<u32, CallError> {
        let occasion = field.same.as_deref().and_then(|path| path.split_once('.')).map(|(first, _)| first);
        let mut concern = vec![id];
        let mut occasions = BTreeSet::new();
        let mut at = 0;
        while let Some(id) = concern.get(at).copied() {
            at += 1;
            let Some(record) = self.store.record(id)?.filter(|record| record.kind() == Some(kind.id.as_str())) else {
                continue;
            };
            if self.store.found(id)?.is_some_and(|found| found.counts()) {
                occasions.insert(occasion.and_then(|first| record.text(first)).map_or(id.to_string(), Into::into));
            }
            let earlier = record.text(&field.id).and_then(RecordId::parse);
            let mut joined: Vec<RecordId> = earlier.into_iter().collect();
            for later in self.naming(id, &kind.id)? {
                let names = |record: Record| record.text(&field.id) == Some(id.to_string().as_str());
                joined.extend(self.store.record(later.id)?.is_some_and(names).then_some(later.id));
            }
            joined.retain(|one| !concern.contains(one));
            concern.extend(joined.into_iter().take(MOST.saturating_sub(concern.len())));
        }
        Ok(u32::try_from(occasions.len()).unwrap_or(u32::MAX))
    }

    /// The records of a kind of which an answer names this one, newest first.
    pub(crate) fn naming(&self, id: RecordId, kind: &str) -> Result<Vec<Found>, CallError> {
        let filter = Filter { kind: Some(kind.to_owned()), refers_to: Some(id), ..Filter::default() };
        Ok(self.store.find(&filter, NAMING)?)
    }

    /// Of a question that names only records with the same end of a path (`meeting.panel`): those, newest first. None where
    /// the answers do not say which end that is.
    pub(crate) fn with_the_same(
        &self,
        kind: &Kind,
        path: &str,
        text: impl Fn(&str) -> Option<String>,
    ) -> Result<Option<Vec<Found>>, CallError> {
        let Some((first, then)) = path.split_once('.') else { return Ok(None) };
        let middle = text(first).as_deref().and_then(RecordId::parse).map(|id| self.store.record(id)).transpose()?;
        let end = middle.flatten().and_then(|record| record.text(then).and_then(RecordId::parse));
        let between = kind.field(first).and_then(|field| field.of.as_deref());
        let Some((end, between)) = end.zip(between) else { return Ok(None) };
        let mut found = Vec::new();
        for middle in self.naming(end, between)? {
            found.extend(self.naming(middle.id, &kind.id)?);
        }
        found.sort_by_key(|one| std::cmp::Reverse(one.cursor));
        Ok(Some(found))
    }
}

fn in_words(times: u32) -> String {
    const SMALL: [&str; 7] = ["three", "four", "five", "six", "seven", "eight", "nine"];
    match times {
        1 => "once".into(),
        2 => "twice".into(),
        times => match SMALL.get(times.saturating_sub(3) as usize) {
            Some(word) => format!("{word} times"),
            None => format!("{times} times"),
        },
    }
}
