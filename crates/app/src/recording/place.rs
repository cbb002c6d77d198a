//! The place of a draft: what the device says, or what is typed. (0, 0) never gets in.

use crate::App;
use crate::contract::{CallError, ErrorCode, Form, PlaceView, SetPlace};
use crate::recording::rfc3339;
use crate::recording::same_one::sighting_of;
use crate::refusals::{invalid, refuse};
use domain::catalogue::PlaceNeed;
use domain::place::{Method, Place, PlaceError, Position};
use record::Sighting;
use serde_json::Value;

impl App {
    pub(crate) fn keep_place(&self, request: SetPlace) -> Result<Form, CallError> {
        let mut draft = self.my_draft(&request.draft)?;
        if self.store.catalogue().kind(&draft.kind).is_some_and(|kind| kind.place == PlaceNeed::None) {
            return Err(refuse(ErrorCode::BadRequest, "The page gave a place that the form does not ask for."));
        }
        let typed = request.typed.as_deref().map(str::trim).filter(|typed| !typed.is_empty());
        let place = match (request.device, typed) {
            (Some(reading), _) => {
                let position = Position { lon: reading.lon, lat: reading.lat, accuracy_m: reading.accuracy_m };
                let fixed_at = record::instant(&rfc3339(self.now()));
                Some(Place::at(position, Method::Device, fixed_at).map_err(wrong)?)
            }
            (None, Some(typed)) => Some(self.typed_place(&draft, typed, request.place.as_deref())?),
            (None, None) => None,
        };
        let value = match place {
            Some(place) => serde_json::to_value(place).unwrap_or(Value::Null),
            None => Value::Null,
        };
        match sighting_of(&draft).map(|(row, seen)| (row.clone(), seen)) {
            // Where it was found stays.
            Some((row, seen)) => {
                let seen = Sighting { place: read(&value), ..seen };
                draft.answers.insert(row, serde_json::to_value(seen).unwrap_or(Value::Null));
            }
            None => drop(draft.answers.insert(record::PLACE.into(), value)),
        }
        self.store.keep_draft(&draft, self.now())?;
        self.form(&draft)
    }

    /// A grid reference or coordinates; anything else is a name: that of a place of the register, or one which joins the
    /// position that is there already.
    fn typed_place(&self, draft: &store::Draft, typed: &str, kept: Option<&str>) -> Result<Place, CallError> {
        match Place::typed(typed) {
            Ok(place) if kept.is_none() => Ok(place),
            Ok(_) | Err(PlaceError::NotAPlace(_)) => {
                let seen = sighting_of(draft);
                let before = match &seen {
                    Some((_, seen)) => seen.place.clone(),
                    None => draft.answers.get(record::PLACE).and_then(read),
                };
                let before = match (&before, draft.record.filter(|_| seen.is_none())) {
                    (None, Some(id)) => self.record(id)?.and_then(|held| held.value(record::PLACE).and_then(read)),
                    _ => before,
                };
                if let Some(place) = self.place_kept(typed, kept, before.as_ref())? {
                    return Ok(place);
                }
                match before {
                    Some(place) => place.with_name(typed).map_err(wrong),
                    None => Place::named(typed).map_err(wrong),
                }
            }
            Err(error) => Err(wrong(error)),
        }
    }
}

pub(crate) fn read(value: &Value) -> Option<Place> {
    serde_json::from_value(value.clone()).ok()
}

/// A place as shown; `fallback` is the patrol's area: its name where there is only a position, and used by a save when
/// there is no place.
pub(crate) fn view(place: Option<&Place>, required: bool, fallback: Option<&str>) -> PlaceView {
    let Some(place) = place else {
        let sentence = match fallback {
            Some(area) => format!("No place yet. A save uses your patrol's area: {area}"),
            None => "No place yet".into(),
        };
        return PlaceView { required, sentence, ..PlaceView::default() };
    };
    let position = place.position();
    let sentence = match position {
        Some(position) if place.is_rough() => format!("Good to {:.0} m only", position.accuracy_m),
        Some(position) => format!("Good to {:.0} m", position.accuracy_m.max(1.0)),
        None if place.method() == Method::Patrol => "From your patrol; no position".into(),
        None => "A name only; no position".into(),
    };
    PlaceView {
        known: true,
        required,
        name: place.name().or(fallback).map(Into::into),
        grid: place.grid().map(Into::into),
        lon: position.map(|position| position.lon),
        lat: position.map(|position| position.lat),
        accuracy_m: position.map(|position| position.accuracy_m),
        sentence,
        poor: place.is_rough(),
        ward: None,
        order_areas: Vec::new(),
    }
}

fn wrong(error: PlaceError) -> CallError {
    invalid(record::PLACE, error.to_string())
}
