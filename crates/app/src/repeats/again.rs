//! What comes back, as it stands in an address: a place of the register, a spot, a mark, a person.

use crate::App;
use crate::contract::{CallError, ErrorCode};
use crate::places::Kept;
use crate::refusals::{not_found, refuse};
use book::RecordId;
use domain::place::{GridRef, Place, Position};
use domain::vrm;
use record::{Spot, same_words};
use store::Again;

/// What comes back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Known {
    /// A place of the register.
    Place(RecordId),
    /// A place that is not in it.
    Spot(Spot),
    /// A vehicle.
    Mark(String),
    /// Whoever is called as in this record.
    Person(RecordId),
}

impl Known {
    pub(super) fn write(&self) -> String {
        match self {
            Self::Place(id) => format!("place:{id}"),
            Self::Spot(Spot::Square(square)) => format!("square:{square}"),
            Self::Spot(Spot::Named(name)) => format!("named:{name}"),
            Self::Mark(mark) => format!("mark:{mark}"),
            Self::Person(id) => format!("person:{id}"),
        }
    }

    pub(super) fn read(text: &str) -> Option<Self> {
        let (sort, of) = text.split_once(':')?;
        Some(match sort {
            "place" => Self::Place(RecordId::parse(of)?),
            "square" => Self::Spot(Spot::Square(of.parse().ok()?)),
            "named" => Self::Spot(Spot::Named(same_words(of))),
            "mark" => Self::Mark(vrm::normalise(of)),
            "person" => Self::Person(RecordId::parse(of)?),
            _ => return None,
        })
    }
}

/// All names of some places, as names are compared.
pub(super) fn names_of<'a>(places: impl IntoIterator<Item = &'a Kept>) -> Vec<String> {
    places.into_iter().flat_map(|place| &place.names).map(|name| same_words(name)).collect()
}

impl App {
    /// What `again` in a request means; only who may read the restricted part asks for a person.
    pub(super) fn known(&self, text: &str) -> Result<Known, CallError> {
        let refused = || refuse(ErrorCode::BadRequest, "The list cannot be narrowed by that.");
        let known = Known::read(text).ok_or_else(refused)?;
        if matches!(known, Known::Person(_)) && self.reads_restricted()?.is_none() {
            return Err(not_found("person"));
        }
        Ok(known)
    }

    /// What a list of the findings goes by.
    pub(crate) fn again(&self, text: &str) -> Result<Again, CallError> {
        let known = self.known(text)?;
        self.again_of(&known)
    }

    pub(super) fn again_of(&self, known: &Known) -> Result<Again, CallError> {
        Ok(match known {
            Known::Mark(mark) => Again::Mark(mark.clone()),
            Known::Person(id) => Again::Person(*id),
            Known::Spot(spot) => Again::Spot(spot.clone(), names_of(&self.places_kept(&[])?)),
            Known::Place(id) => {
                let id = id.to_string();
                let place = self.places_kept(&[])?.into_iter().find(|place| place.id == id);
                Again::Named(names_of(&place))
            }
        })
    }

    /// What a list of its findings is called: "Rope Walk stairwell", "AB12 CDE". Of a person no name is said.
    pub(crate) fn again_words(&self, text: &str) -> Result<String, CallError> {
        Ok(match self.known(text)? {
            Known::Mark(mark) => vrm::display(&mark),
            Known::Person(_) => "One person".to_owned(),
            Known::Spot(spot) => {
                let name = self.store.name_of_spot(&spot, &names_of(&self.places_kept(&[])?))?;
                name.unwrap_or_else(|| spot_words(&spot))
            }
            Known::Place(id) => {
                let id = id.to_string();
                let place = self.places_kept(&[])?.into_iter().find(|place| place.id == id);
                place.map(|place| place.name().to_owned()).ok_or_else(|| not_found("place"))?
            }
        })
    }

    /// The ward in which a spot lies today.
    pub(super) fn ward_of_spot(&self, spot: &Spot) -> Option<String> {
        let position = Place::typed(&spot_words(spot)).ok()?.position()?;
        let today = record::local_date(self.now());
        let areas = self.store.catalogue().areas();
        areas.ward_at(&Position { accuracy_m: 0.0, ..position }, today).map(|ward| ward.name.clone())
    }
}

/// "TQ 7582 6822": the ten metres in the middle of a square. Of a named spot, its name.
pub(super) fn spot_words(spot: &Spot) -> String {
    match spot {
        Spot::Named(name) => crate::words::capital(name),
        Spot::Square(square) => {
            let (east, north) = Spot::middle(*square);
            GridRef::from_metres(east, north).map(|grid| grid.at_figures(8).to_string()).unwrap_or_default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_an_address_means_what_was_written_there() {
        let id = RecordId(uuid::Uuid::from_u128(7));
        for known in [
            Known::Place(id),
            Known::Spot(Spot::Square(1_151_603_364)),
            Known::Spot(Spot::Named("rope walk stairwell".into())),
            Known::Mark("AB12CDE".into()),
            Known::Person(id),
        ] {
            assert_eq!(Known::read(&known.write()), Some(known));
        }
        for wrong in ["", "place", "place:x", "square:east", "ward:7"] {
            assert_eq!(Known::read(wrong), None, "{wrong}");
        }
    }
}
