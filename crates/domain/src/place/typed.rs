//! A place that a warden types: a grid reference, or latitude and longitude.
//!
//! Two small numbers are degrees, latitude first as maps show them; anything else is a grid reference. How well the
//! place is known follows from how much was typed.

use super::{GridRef, Method, Place, PlaceError, Position, ostn15};

/// Metres in a degree of latitude.
const DEGREE_M: f64 = 111_320.0;

impl Place {
    /// Reads `TQ 758 682`, `575800,168200` or `51.3905, 0.5214` (latitude, longitude).
    ///
    /// # Errors
    /// When it is none of them, or the place lies outside what each can say.
    pub fn typed(text: &str) -> Result<Self, PlaceError> {
        match coordinates(text) {
            Some((lat, lon)) => Self::at(
                Position { lon: lon.degrees, lat: lat.degrees, accuracy_m: lat.error_m.max(lon.error_m) },
                Method::TypedCoordinates,
                None,
            ),
            None => Self::from_grid(GridRef::parse(text).map_err(|error| match error {
                PlaceError::NotAGridReference(text) if !starts_like_a_square(&text) => PlaceError::NotAPlace(text),
                other => other,
            })?),
        }
    }

    /// The place of a grid reference: the south-west corner, as good as the side of its square.
    ///
    /// # Errors
    /// When the square lies in the sea beyond the reach of OSTN15.
    pub fn from_grid(grid: GridRef) -> Result<Self, PlaceError> {
        let (easting, northing) = grid.metres();
        let (lon, lat) = ostn15::degrees(f64::from(easting), f64::from(northing)).ok_or(PlaceError::OutsideGrid)?;
        let position = Position { lon, lat, accuracy_m: f64::from(grid.size_m()) };
        let place = Self::at(position, Method::TypedGrid, None)?;
        Ok(Self { grid: Some(grid.to_string()), ..place })
    }
}

struct Degrees {
    degrees: f64,
    error_m: f64,
}

/// Two numbers that can be a latitude and a longitude; two large whole numbers are metres instead.
fn coordinates(text: &str) -> Option<(Degrees, Degrees)> {
    let mut parts = text.split([',', ' ']).filter(|part| !part.is_empty());
    let (lat, lon) = (number(parts.next()?)?, number(parts.next()?)?);
    let metres = lat.degrees >= 1_000.0 || lon.degrees >= 1_000.0;
    (parts.next().is_none() && !metres).then_some((lat, lon))
}

fn number(part: &str) -> Option<Degrees> {
    let part = part.trim().trim_end_matches('°');
    if !part.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'+')) {
        return None;
    }
    let decimals = part.split_once('.').map_or(0, |(_, after)| after.len().min(6));
    let error_m = (0..decimals).fold(DEGREE_M, |error, _| error / 10.0).max(1.0).round();
    Some(Degrees { degrees: part.parse().ok()?, error_m })
}

fn starts_like_a_square(text: &str) -> bool {
    // Two letters and then a digit: "Great Lines" is the name of a place.
    let mut letters = text.bytes().filter(|b| !b.is_ascii_whitespace());
    let square = letters.by_ref().take(2).filter(u8::is_ascii_alphabetic).count() == 2;
    square && letters.next().is_some_and(|b| b.is_ascii_digit())
}
