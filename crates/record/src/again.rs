//! By what a finding is known again: its place, its vehicle and, in the restricted part, its person. Worked out with the line, so
//! that what comes back again and again is a sum over an index.

use crate::fields::PLACE;
use domain::catalogue::{FieldType, Kind};
use domain::place::{Place, Position};
use domain::vrm;
use serde_json::Value;
use std::collections::BTreeMap;

/// The side of the square of the National Grid in which findings are taken to be at one place, in metres.
pub const SQUARE_M: f64 = 50.0;
/// More squares than there are from south to north.
const COLUMN: i64 = 100_000;
/// The question of a person that says who they are.
const NAME: &str = "name";
/// What is raised for the daily call is about something that is counted already.
const RAISED: &str = "tasking_issue";

/// Where a finding is, to be compared with others.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Spot {
    /// A square of the National Grid: see [`Spot::middle`].
    Square(i64),
    /// At no known position: the name of the place, as [`same_words`] writes it.
    Named(String),
}

/// By what a finding is known again.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct KnownBy {
    /// Where it is.
    pub spot: Option<Spot>,
    /// The name of its place, as [`same_words`] writes it.
    pub named: Option<String>,
    /// A registration mark, normalised.
    pub mark: Option<String>,
    /// Of a person: their name, as [`same_words`] writes it.
    pub person: Option<String>,
}

impl Spot {
    /// The square in which a position lies.
    pub fn at(position: &Position) -> Option<Self> {
        let (east, north) = position.national_grid()?;
        Some(Self::Square((east / SQUARE_M) as i64 * COLUMN + (north / SQUARE_M) as i64))
    }

    /// The middle of a square, in metres east and north.
    pub fn middle(square: i64) -> (f64, f64) {
        let metres = |number: i64| (number as f64 + 0.5) * SQUARE_M;
        (metres(square / COLUMN), metres(square % COLUMN))
    }
}

/// A name as names are compared: its words in small letters, without what stands between them.
pub fn same_words(text: &str) -> String {
    let words = text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

/// By what a record is known again; by nothing if it is no finding, or was held at a time that was asked for.
pub(crate) fn known_by(kind: &Kind, values: &BTreeMap<String, Value>) -> KnownBy {
    if !kind.finding || kind.event || kind.id == RAISED {
        return KnownBy::default();
    }
    let filled = |text: String| Some(text).filter(|text| !text.is_empty());
    let text = |id: &str| values.get(id).and_then(Value::as_str);
    if kind.logged {
        return KnownBy { person: text(NAME).map(same_words).and_then(filled), ..KnownBy::default() };
    }
    let place = values.get(PLACE).and_then(|value| serde_json::from_value::<Place>(value.clone()).ok());
    let named = place.as_ref().and_then(Place::name).map(same_words).and_then(filled);
    let position = place.as_ref().and_then(Place::position);
    let marks = kind.fields.iter().filter(|field| field.field_type == FieldType::Vrm);
    KnownBy {
        spot: position.as_ref().and_then(Spot::at).or_else(|| named.clone().map(Spot::Named)),
        named,
        mark: marks.filter_map(|field| text(&field.id)).map(vrm::normalise).find_map(filled),
        person: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_in_one_square_of_fifty_metres_is_at_one_place() {
        let at = |lon: f64, lat: f64| Spot::at(&Position { lon, lat, accuracy_m: 5.0 });
        let Some(Spot::Square(square)) = at(0.5242, 51.3842) else { panic!("Chatham lies on the National Grid") };
        let (east, north) = Spot::middle(square);
        let (own_east, own_north) = Position { lon: 0.5242, lat: 51.3842, accuracy_m: 5.0 }.national_grid().unwrap();
        assert!((east - own_east).abs() <= SQUARE_M / 2.0 && (north - own_north).abs() <= SQUARE_M / 2.0);
        assert_ne!(at(0.5242, 51.3842), at(0.5252, 51.3842), "seventy metres on");
        assert_eq!(at(2.35, 48.85), None, "Paris does not");
    }

    #[test]
    fn names_are_compared_by_their_words() {
        assert_eq!(same_words("  Great Lines,  FORT Amherst "), "great lines fort amherst");
        assert_eq!(same_words("—"), "");
    }
}
