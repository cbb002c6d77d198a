//! Where something is, and how well that is known.
//!
//! A [`Place`] can only be made by checking: there is no place at (0, 0), out of range, or without either coordinates or
//! a name. Positions are WGS 84 degrees at 6 decimals; the grid reference beside them is worked out here with OSTN15
//! (the error is about 0.2 m; domain rules C12), so it can't disagree with them.

mod area;
mod grid;
mod ostn15;
mod typed;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use area::{Inside, Shape, ShapeError};
pub use grid::GridRef;

/// Beyond this many metres a position is shown in amber ("Good to 85 m only").
pub const ROUGH_M: f64 = 50.0;
/// Longest name, in characters.
pub const LONGEST_NAME: usize = 200;
/// Closer to (0, 0) than this on both axes is a device without a fix, not a place (degrees; about 100 m).
const NULL_ISLAND: f64 = 0.001;
/// Worst accuracy that is still a position, in metres.
const WORST_M: f64 = 1_000_000.0;
/// A given grid reference may differ so far from the position, in metres beyond its square, before it is worked out anew.
const GRID_SLACK_M: f64 = 5.0;

/// How a place came to be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// The tablet's position.
    Device,
    /// A grid reference typed in.
    TypedGrid,
    /// Latitude and longitude typed in.
    TypedCoordinates,
    /// A name, chosen or typed.
    Named,
    /// The patrol's place, because the tablet had none of its own.
    Patrol,
}

/// A position with its error.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Position {
    /// Degrees east, -180 to 180.
    pub lon: f64,
    /// Degrees north, -90 to 90.
    pub lat: f64,
    /// Metres within which the true position lies.
    pub accuracy_m: f64,
}

/// A checked place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(try_from = "Parts", into = "Parts")]
#[ts(as = "Parts")]
pub struct Place {
    position: Option<Position>,
    grid: Option<String>,
    name: Option<String>,
    method: Method,
    fixed_at: Option<DateTime<Utc>>,
}

/// Why something is not a place. The texts are for the warden.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum PlaceError {
    /// The position is (0, 0): the device had no fix.
    #[error("The tablet gave no real position. Type a grid reference or the name of the place")]
    NoFix,
    /// Latitude or longitude is not on Earth.
    #[error("Latitude must be between -90 and 90, and longitude between -180 and 180")]
    OutOfRange,
    /// The error of the position is negative, not a number or absurd.
    #[error("The accuracy must be a number of metres from 0 to 1,000,000")]
    BadAccuracy,
    /// The point is not in the area of the National Grid.
    #[error("That point is outside the National Grid of Great Britain")]
    OutsideGrid,
    /// Not a grid reference.
    #[error("\"{0}\" is not a grid reference. Enter one like TQ 758 682")]
    NotAGridReference(String),
    /// Neither a grid reference nor coordinates.
    #[error(
        "\"{0}\" is not a place. Enter a grid reference like TQ 758 682, or latitude and longitude like 51.3905, 0.5214"
    )]
    NotAPlace(String),
    /// Neither coordinates nor a name.
    #[error("Enter where it is")]
    Nothing,
    /// The name is too long.
    #[error("The name of the place must be {LONGEST_NAME} characters or less")]
    NameTooLong,
}

impl Position {
    /// Metres of one degree of latitude.
    pub const DEGREE_M: f64 = 111_195.0;

    /// How far it is to another, in metres. Good to a metre over the length of a town.
    pub fn metres_to(&self, other: &Self) -> f64 {
        let north = (other.lat - self.lat) * Self::DEGREE_M;
        let east = (other.lon - self.lon) * Self::DEGREE_M * self.lat.to_radians().cos();
        north.hypot(east)
    }

    /// Metres east and north on the British National Grid (EPSG:27700), by OSTN15; none outside Great Britain.
    pub fn national_grid(&self) -> Option<(f64, f64)> {
        metres_of(*self)
    }
}

impl Place {
    /// A place at a position that the tablet (or the patrol) gives.
    ///
    /// # Errors
    /// When the position is (0, 0), not on Earth or not a number, or the accuracy is not from 0 to 1,000,000 m.
    pub fn at(position: Position, method: Method, fixed_at: Option<DateTime<Utc>>) -> Result<Self, PlaceError> {
        let position = check(position)?;
        let grid = grid_of(position).map(|grid| grid.to_string());
        Ok(Self { position: Some(position), grid, name: None, method, fixed_at })
    }

    /// A place known only by its name.
    ///
    /// # Errors
    /// When the name is empty or too long.
    pub fn named(name: &str) -> Result<Self, PlaceError> {
        let nowhere = Self { position: None, grid: None, name: None, method: Method::Named, fixed_at: None };
        nowhere.with_name(name)
    }

    /// The same place with a name ("Great Lines, Fort Amherst steps").
    ///
    /// # Errors
    /// When the name is empty or too long.
    pub fn with_name(self, name: &str) -> Result<Self, PlaceError> {
        let name = name.trim();
        if name.is_empty() {
            return Err(PlaceError::Nothing);
        }
        if name.chars().count() > LONGEST_NAME {
            return Err(PlaceError::NameTooLong);
        }
        Ok(Self { name: Some(name.to_owned()), ..self })
    }

    /// The position, when there is one.
    pub fn position(&self) -> Option<Position> {
        self.position
    }

    /// The grid reference, for a position in Great Britain.
    pub fn grid(&self) -> Option<&str> {
        self.grid.as_deref()
    }

    /// The name, when there is one.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// How it came to be known.
    pub fn method(&self) -> Method {
        self.method
    }

    /// When the tablet fixed the position.
    pub fn fixed_at(&self) -> Option<DateTime<Utc>> {
        self.fixed_at
    }

    /// Whether the position is missing or known worse than to 50 m.
    pub fn is_rough(&self) -> bool {
        self.position.is_none_or(|position| position.accuracy_m > ROUGH_M)
    }

    /// Whether the position lies outside the United Kingdom: worth a warning, never a refusal.
    pub fn is_outside_uk(&self) -> bool {
        self.position.is_some_and(|p| is_outside_uk(p.lon, p.lat))
    }

    /// The place in a line: its name, else its grid reference, else its coordinates.
    pub fn words(&self) -> String {
        match (&self.name, &self.grid, self.position) {
            (Some(name), _, _) => name.clone(),
            (None, Some(grid), _) => grid.clone(),
            (None, None, Some(p)) => format!("{:.6}, {:.6}", p.lat, p.lon),
            (None, None, None) => String::new(),
        }
    }
}

fn is_outside_uk(lon: f64, lat: f64) -> bool {
    !(49.8..=60.9).contains(&lat) || !(-8.7..=1.8).contains(&lon)
}

fn check(position: Position) -> Result<Position, PlaceError> {
    let Position { lon, lat, accuracy_m } = position;
    if !(-180.0..=180.0).contains(&lon) || !(-90.0..=90.0).contains(&lat) {
        return Err(PlaceError::OutOfRange);
    }
    if lon.abs() < NULL_ISLAND && lat.abs() < NULL_ISLAND {
        return Err(PlaceError::NoFix);
    }
    if !(0.0..=WORST_M).contains(&accuracy_m) {
        return Err(PlaceError::BadAccuracy);
    }
    let six = |degrees: f64| (degrees * 1e6).round() / 1e6;
    Ok(Position { lon: six(lon), lat: six(lat), accuracy_m })
}

fn metres_of(position: Position) -> Option<(f64, f64)> {
    ostn15::metres(position.lon, position.lat)
}

fn grid_of(position: Position) -> Option<GridRef> {
    let (easting, northing) = metres_of(position)?;
    GridRef::from_metres(easting, northing).ok()
}

/// The place as it is stored and sent.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(rename = "Place")]
struct Parts {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    lon: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    lat: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    accuracy_m: Option<f64>,
    method: Method,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    grid: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "string")]
    fixed_at: Option<DateTime<Utc>>,
}

impl TryFrom<Parts> for Place {
    type Error = PlaceError;

    fn try_from(parts: Parts) -> Result<Self, PlaceError> {
        let place = match (parts.lon, parts.lat) {
            (Some(lon), Some(lat)) => {
                let accuracy_m = parts.accuracy_m.ok_or(PlaceError::BadAccuracy)?;
                let place = Self::at(Position { lon, lat, accuracy_m }, parts.method, parts.fixed_at)?;
                match parts.grid.as_deref().and_then(|grid| agreed_grid(grid, &place)) {
                    Some(grid) => Self { grid: Some(grid.to_string()), ..place },
                    None => place,
                }
            }
            (None, None) => {
                let name = parts.name.as_deref().ok_or(PlaceError::Nothing)?;
                return Ok(Self { method: parts.method, ..Self::named(name)? });
            }
            _ => return Err(PlaceError::OutOfRange),
        };
        match parts.name {
            Some(name) => place.with_name(&name),
            None => Ok(place),
        }
    }
}

/// The grid reference as it was typed, unless it contradicts the position.
fn agreed_grid(text: &str, place: &Place) -> Option<GridRef> {
    let grid = GridRef::parse(text).ok()?;
    let (east, north) = metres_of(place.position?)?;
    let (corner_east, corner_north) = grid.metres();
    let reach = -GRID_SLACK_M..f64::from(grid.size_m()) + GRID_SLACK_M;
    (reach.contains(&(east - f64::from(corner_east))) && reach.contains(&(north - f64::from(corner_north))))
        .then_some(grid)
}

impl From<Place> for Parts {
    fn from(place: Place) -> Self {
        let position = place.position;
        Self {
            lon: position.map(|p| p.lon),
            lat: position.map(|p| p.lat),
            accuracy_m: position.map(|p| p.accuracy_m),
            method: place.method,
            grid: place.grid,
            name: place.name,
            fixed_at: place.fixed_at,
        }
    }
}

#[cfg(test)]
mod tests;
