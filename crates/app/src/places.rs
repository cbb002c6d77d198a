//! The register of named places: each with its name, the other names that people use for it, and where it is. A form takes a
//! place by any of them, and a search finds what was found there by any of them.

use crate::App;
use crate::contract::{CallError, PlaceChoice, PlacesRequest};
use crate::recording::distance;
use crate::refusals::invalid;
use domain::place::{Method, Place, Position};
use std::collections::BTreeSet;
use store::Filter;

/// The kind of the register, and its questions.
const KIND: &str = "place";
const NAME: &str = "name";
const ALIASES: &str = "aliases";
/// Entries that are looked at, and that are offered.
const LOOKED_AT: u32 = 200;
const OFFERED: usize = 8;
/// Other ways in which a search is asked as well.
const SPELLINGS: usize = 20;
/// Words of what is typed that are looked at.
const WORDS: usize = 12;
/// Nearer than this the tablet's own position is kept: a park is large, and where its entry lies says less.
const NEAR_M: f64 = 500.0;

/// An entry that is in use.
pub(crate) struct Kept {
    pub(crate) id: String,
    /// What it is called, its own name first.
    pub(crate) names: Vec<String>,
    position: Option<Position>,
}

impl Kept {
    pub(crate) fn name(&self) -> &str {
        self.names.first().map_or("", String::as_str)
    }

    /// Whether one of its names has all these words, each perhaps only begun.
    fn has(&self, words: &[String]) -> bool {
        self.names
            .iter()
            .map(|name| words_of(name))
            .any(|name| words.iter().all(|word| name.iter().any(|held| held.starts_with(word.as_str()))))
    }

    /// Whether it is called exactly so.
    fn is_called(&self, words: &[String]) -> bool {
        self.names.iter().any(|name| words_of(name) == words)
    }
}

impl App {
    /// The places that what was typed can mean, or those nearest to the form's place if nothing was.
    pub(crate) fn places_to_choose(&self, request: &PlacesRequest) -> Result<Vec<PlaceChoice>, CallError> {
        if self.session().is_none() {
            return Ok(Vec::new());
        }
        let draft = self.my_draft(&request.draft)?;
        let here = draft.answers.get(record::PLACE).and_then(crate::recording::read_place);
        let here = here.and_then(|place| place.position());
        let words = words_of(&request.typed);
        let mut kept = self.places_kept(&words)?;
        kept.retain(|place| place.has(&words));
        let metres = |place: &Kept| Some(here?.metres_to(&place.position?));
        kept.sort_by_key(|place| (!place.is_called(&words), metres(place).map_or(u64::MAX, |metres| metres as u64)));
        let choice = |place: &Kept| PlaceChoice {
            id: place.id.clone(),
            name: place.name().to_owned(),
            also: match place.names.get(1..).filter(|others| !others.is_empty()) {
                Some(others) => format!("Also {}", others.join(", ")),
                None => String::new(),
            },
            away: metres(place).map(distance),
        };
        Ok(kept.iter().take(OFFERED).map(choice).collect())
    }

    /// The place of the register with this id, or the one that is called what was typed; `before` is what the form has.
    pub(crate) fn place_kept(
        &self,
        typed: &str,
        id: Option<&str>,
        before: Option<&Place>,
    ) -> Result<Option<Place>, CallError> {
        if self.session().is_none() {
            return Ok(None);
        }
        let words = words_of(typed);
        let kept = self.places_kept(&words)?;
        let mut named = kept.iter().filter(|place| match id {
            Some(id) => place.id == id,
            None => place.is_called(&words),
        });
        // Two of one name: then which it is must be chosen.
        let (Some(place), None) = (named.next(), named.next()) else { return Ok(None) };
        let own = before.and_then(Place::position);
        let near = own.zip(place.position).is_some_and(|(own, there)| own.metres_to(&there) <= NEAR_M);
        let whole = match (before.filter(|_| near || place.position.is_none()), place.position) {
            (Some(before), _) => before.clone().with_name(place.name()),
            (None, Some(position)) => {
                Place::at(position, Method::Named, None).and_then(|there| there.with_name(place.name()))
            }
            (None, None) => Place::named(place.name()),
        };
        whole.map(Some).map_err(|error| invalid(record::PLACE, error.to_string()))
    }

    /// The names of all places of the register.
    pub(crate) fn names_of_places(&self) -> Result<Vec<String>, CallError> {
        Ok(self.places_kept(&[])?.iter().map(|place| place.name().to_owned()).collect())
    }

    /// What else a search can be asked for: the same with another name of a place or a partner that it names.
    pub(crate) fn spelled_otherwise(&self, search: &str) -> Result<Vec<String>, CallError> {
        let words = words_of(search);
        let mut others = BTreeSet::new();
        let places = self.places_kept(&words)?.into_iter().map(|place| place.names);
        for named in places.chain(self.partners_called()) {
            let names: Vec<_> = named.iter().map(|name| words_of(name)).collect();
            for (at, said) in names.iter().filter_map(|name| Some((named_at(&words, name)?, name))) {
                let (before, after) = (words.get(..at), words.get(at + said.len()..).unwrap_or_default());
                for name in names.iter().filter(|name| *name != said) {
                    let words = [before.unwrap_or_default(), name, after].concat();
                    others.insert(words.join(" "));
                }
            }
        }
        Ok(others.into_iter().take(SPELLINGS).collect())
    }

    /// The partners that have several names, with all of them.
    fn partners_called(&self) -> Vec<Vec<String>> {
        let fields = self.store.catalogue().kinds().iter().flat_map(|kind| &kind.fields);
        let partners = fields.filter(|field| field.partners).max_by_key(|field| field.choices.len());
        let several = partners.into_iter().flat_map(|field| &field.choices).filter(|one| !one.aliases.is_empty());
        several.map(|one| one.names().map(str::to_owned).collect()).collect()
    }

    /// The entries in use that have any of these words of more than one letter; all if there is none.
    pub(crate) fn places_kept(&self, words: &[String]) -> Result<Vec<Kept>, CallError> {
        // One letter begins a word of nearly every entry, and of nearly every finding, through which they are looked for.
        let telling: Vec<String> = words.iter().filter(|word| word.chars().nth(1).is_some()).cloned().collect();
        let (search, also) = match telling.as_slice() {
            [] => (None, Vec::new()),
            [first, others @ ..] => (Some(first.clone()), others.to_vec()),
        };
        let filter = Filter { kind: Some(KIND.into()), search, also, ..Filter::default() };
        let mut kept = Vec::new();
        let aliases = self.store.catalogue().kind(KIND).and_then(|kind| kind.field(ALIASES));
        for found in self.store.find(&filter, LOOKED_AT)?.into_iter().filter(|found| !found.withdrawn) {
            let Some(record) = self.store.record(found.id)? else { continue };
            if record.text(record::STATUS) == Some("ended") {
                continue;
            }
            let others = aliases.map(|field| record.answer(field)).unwrap_or_default();
            let others = others.as_array().into_iter().flatten().filter_map(serde_json::Value::as_str);
            let names = record.text(NAME).into_iter().chain(others).map(str::to_owned).collect();
            kept.push(Kept { id: found.id.to_string(), names, position: found.position });
        }
        kept.sort_by(|one, other| one.names.cmp(&other.names));
        Ok(kept)
    }
}

/// Small letters, without what stands between words.
pub(crate) fn words_of(text: &str) -> Vec<String> {
    let words = text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.take(WORDS).map(str::to_lowercase).collect()
}

/// Where in what was typed a name stands; at the end its last word may be only begun.
fn named_at(words: &[String], name: &[String]) -> Option<usize> {
    const SHORTEST: usize = 3;
    let [begun @ .., last] = name else { return None };
    (0..words.len()).find(|at| {
        let Some(said) = words.get(*at..at + name.len()) else { return false };
        let [first @ .., end] = said else { return false };
        let is_last = at + name.len() == words.len();
        first == begun && (end == last || is_last && end.len() >= SHORTEST && last.starts_with(end.as_str()))
    })
}

#[cfg(test)]
mod tests {
    use super::{named_at, words_of};

    #[test]
    fn a_name_is_found_within_what_was_typed_and_while_its_last_word_is_typed() {
        let at = |typed: &str, name: &str| named_at(&words_of(typed), &words_of(name));
        assert_eq!(at("needle the lines", "The Lines"), Some(1));
        assert_eq!(at("the lin", "The Lines"), Some(0));
        assert_eq!(at("the li", "The Lines"), None, "two letters are too few");
        assert_eq!(at("the lin needle", "The Lines"), None, "begun only at the end");
        assert_eq!(at("lines", "The Lines"), None);
        assert_eq!(at("the lines", ""), None);
    }
}
