//! An area of the map: its border, and what lies inside.
//!
//! Degrees are kept as whole millionths, to which every position is rounded, so that no rounding decides whether a point is
//! inside: of two areas with the same border exactly one holds a point of it.

use super::{Position, ROUGH_M};

/// Millionths of a degree.
const MICRO: f64 = 1e6;
/// Square metres of a hectare.
const HECTARE: f64 = 10_000.0;
/// Fewest points of a ring: a triangle, and its first point again.
const FEWEST: usize = 4;

/// A corner of a border.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Point {
    lon: i64,
    lat: i64,
}

/// One closed border with its holes.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Part {
    south_west: Point,
    north_east: Point,
    /// The border first, then holes; each begins and ends with the same point.
    rings: Vec<Vec<Point>>,
}

/// An area: one part, or several apart from each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    parts: Vec<Part>,
}

/// How sure it is that a position lies in an area.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Inside {
    /// It does.
    Surely,
    /// It is known worse than to 50 m, and the border is nearer than that.
    Perhaps,
}

/// Why something is no area. For whoever keeps the file.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ShapeError {
    /// Nothing is drawn.
    #[error("it has no border")]
    Nothing,
    /// Too few points.
    #[error("a ring needs at least {FEWEST} points, the first one again at its end; this one has {0}")]
    TooFew(usize),
    /// The ring is open.
    #[error("a ring must end with the point with which it begins")]
    NotClosed,
    /// All points on one line.
    #[error("a ring encloses nothing")]
    Flat,
    /// Not on Earth, or not a number.
    #[error("{0}, {1} is no longitude and latitude")]
    NotOnEarth(f64, f64),
    /// Somewhere else; most often latitude stands before longitude.
    #[error("{0}, {1} is outside Great Britain; longitude comes first")]
    OutsideBritain(f64, f64),
}

impl Shape {
    /// An area by its parts, each a border and its holes, each point longitude and latitude.
    ///
    /// # Errors
    /// [`ShapeError`].
    pub fn new(parts: &[Vec<Vec<[f64; 2]>>]) -> Result<Self, ShapeError> {
        let parts = parts.iter().map(|rings| Part::new(rings)).collect::<Result<Vec<_>, _>>()?;
        if parts.is_empty() { Err(ShapeError::Nothing) } else { Ok(Self { parts }) }
    }

    /// Whether the position itself lies inside, however well it is known.
    pub fn holds(&self, position: &Position) -> bool {
        let point = Point::of(position.lon, position.lat);
        self.parts.iter().any(|part| part.holds(point))
    }

    /// Whether the position lies inside, or perhaps does.
    pub fn inside(&self, position: &Position) -> Option<Inside> {
        let crosses = position.accuracy_m > ROUGH_M && self.metres_to_border(position) < position.accuracy_m;
        match (crosses, self.holds(position)) {
            (true, _) => Some(Inside::Perhaps),
            (false, true) => Some(Inside::Surely),
            (false, false) => None,
        }
    }

    /// How far the border is away, in metres.
    pub fn metres_to_border(&self, position: &Position) -> f64 {
        let across = Position::DEGREE_M * position.lat.to_radians().cos();
        let metres = |point: &Point| {
            let (lon, lat) = (point.lon as f64 / MICRO, point.lat as f64 / MICRO);
            ((lon - position.lon) * across, (lat - position.lat) * Position::DEGREE_M)
        };
        let sides = self.rings().flat_map(|ring| ring.iter().zip(ring.iter().skip(1)));
        sides.map(|(from, to)| metres_to_side(metres(from), metres(to))).fold(f64::INFINITY, f64::min)
    }

    /// Its size in hectares, holes not counted.
    pub fn hectares(&self) -> f64 {
        let of_part = |part: &Part| {
            let mut rings = part.rings.iter().map(|ring| twice_the_area(ring).unsigned_abs() as f64);
            let whole = rings.next().unwrap_or_default();
            let across = (part.south_west.lat as f64 / MICRO).to_radians().cos();
            (whole - rings.sum::<f64>()) / 2.0 / MICRO / MICRO * Position::DEGREE_M * Position::DEGREE_M * across
        };
        self.parts.iter().map(of_part).sum::<f64>() / HECTARE
    }

    fn rings(&self) -> impl Iterator<Item = &Vec<Point>> {
        self.parts.iter().flat_map(|part| &part.rings)
    }
}

impl Point {
    fn of(lon: f64, lat: f64) -> Self {
        Self { lon: (lon * MICRO).round() as i64, lat: (lat * MICRO).round() as i64 }
    }

    fn checked([lon, lat]: [f64; 2]) -> Result<Self, ShapeError> {
        if !(-180.0..=180.0).contains(&lon) || !(-90.0..=90.0).contains(&lat) {
            return Err(ShapeError::NotOnEarth(lon, lat));
        }
        if super::is_outside_uk(lon, lat) {
            return Err(ShapeError::OutsideBritain(lon, lat));
        }
        Ok(Self::of(lon, lat))
    }
}

impl Part {
    fn new(rings: &[Vec<[f64; 2]>]) -> Result<Self, ShapeError> {
        let rings = rings.iter().map(|ring| ring_of(ring)).collect::<Result<Vec<_>, _>>()?;
        let outer = rings.first().ok_or(ShapeError::Nothing)?;
        let bounds = |of: fn(&Point) -> i64| (outer.iter().map(of).min(), outer.iter().map(of).max());
        match (bounds(|point| point.lon), bounds(|point| point.lat)) {
            ((Some(west), Some(east)), (Some(south), Some(north))) => Ok(Self {
                south_west: Point { lon: west, lat: south },
                north_east: Point { lon: east, lat: north },
                rings,
            }),
            _ => Err(ShapeError::Nothing),
        }
    }

    /// Even-odd: a line to the east crosses the border, and those of holes, an odd number of times.
    fn holds(&self, point: Point) -> bool {
        let (south_west, north_east) = (self.south_west, self.north_east);
        let near = (south_west.lon..=north_east.lon).contains(&point.lon)
            && (south_west.lat..=north_east.lat).contains(&point.lat);
        let sides = self.rings.iter().flat_map(|ring| ring.iter().zip(ring.iter().skip(1)));
        near && sides.filter(|(from, to)| crosses(**from, **to, point)).count() % 2 == 1
    }
}

fn ring_of(points: &[[f64; 2]]) -> Result<Vec<Point>, ShapeError> {
    if points.len() < FEWEST {
        return Err(ShapeError::TooFew(points.len()));
    }
    let ring = points.iter().map(|point| Point::checked(*point)).collect::<Result<Vec<_>, _>>()?;
    match twice_the_area(&ring) {
        _ if ring.first() != ring.last() => Err(ShapeError::NotClosed),
        0 => Err(ShapeError::Flat),
        _ => Ok(ring),
    }
}

/// In square millionths of a degree; the sign says which way round. No ring of Britain comes near the limits of a number.
fn twice_the_area(ring: &[Point]) -> i64 {
    let Some(origin) = ring.first() else { return 0 };
    let from = |point: &Point| (point.lon - origin.lon, point.lat - origin.lat);
    let sides = ring.iter().zip(ring.iter().skip(1)).map(|(one, next)| (from(one), from(next)));
    sides.map(|((lon, lat), (next_lon, next_lat))| lon * next_lat - next_lon * lat).fold(0, i64::saturating_add)
}

/// Whether a line from the point to the east crosses a side. A side holds its southern end and not its northern one, and is
/// looked at from there whichever way it was drawn.
fn crosses(from: Point, to: Point, point: Point) -> bool {
    let (low, high) = if from.lat <= to.lat { (from, to) } else { (to, from) };
    (low.lat..high.lat).contains(&point.lat)
        && (high.lon - low.lon) * (point.lat - low.lat) > (point.lon - low.lon) * (high.lat - low.lat)
}

/// How far a side is from (0, 0).
fn metres_to_side(from: (f64, f64), to: (f64, f64)) -> f64 {
    let along = (to.0 - from.0, to.1 - from.1);
    let length = along.0 * along.0 + along.1 * along.1;
    let at = if length > 0.0 { (-(from.0 * along.0 + from.1 * along.1) / length).clamp(0.0, 1.0) } else { 0.0 };
    (from.0 + at * along.0).hypot(from.1 + at * along.1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(lon: f64, lat: f64) -> Position {
        Position { lon, lat, accuracy_m: 5.0 }
    }

    fn boxed(west: f64, south: f64, east: f64, north: f64) -> Vec<[f64; 2]> {
        vec![[west, south], [east, south], [east, north], [west, north], [west, south]]
    }

    #[test]
    fn a_hole_is_outside_and_each_of_several_parts_inside() {
        let ring = vec![boxed(0.5, 51.3, 0.6, 51.4), boxed(0.54, 51.34, 0.56, 51.36)];
        let shape = Shape::new(&[ring, vec![boxed(0.7, 51.3, 0.8, 51.4)]]).unwrap();
        for (lon, lat, inside) in
            [(0.52, 51.35, true), (0.55, 51.35, false), (0.75, 51.35, true), (0.65, 51.35, false), (0.55, 51.5, false)]
        {
            assert_eq!(shape.holds(&at(lon, lat)), inside, "{lon}, {lat}");
        }
        let whole = Shape::new(&[vec![boxed(0.5, 51.3, 0.6, 51.4)]]).unwrap();
        assert!((whole.hectares() - 7_730.0).abs() < 30.0, "{}", whole.hectares());
    }

    #[test]
    fn a_point_of_a_shared_border_is_in_exactly_one_of_two() {
        // The second border is drawn the other way round.
        let west =
            Shape::new(&[vec![vec![[0.5, 51.3], [0.57, 51.35], [0.6, 51.42], [0.4, 51.4], [0.5, 51.3]]]]).unwrap();
        let east =
            Shape::new(&[vec![vec![[0.5, 51.3], [0.57, 51.35], [0.6, 51.42], [0.7, 51.3], [0.5, 51.3]]]]).unwrap();
        for step in 1..100 {
            let part = f64::from(step) / 100.0;
            let point = at(0.5 + 0.07 * part, 51.3 + 0.05 * part);
            assert_ne!(west.holds(&point), east.holds(&point), "{point:?}");
        }
        let corner = at(0.57, 51.35);
        assert_ne!(west.holds(&corner), east.holds(&corner));
    }

    #[test]
    fn a_rough_position_near_the_border_is_perhaps_inside_on_either_side() {
        let shape = Shape::new(&[vec![boxed(0.5, 51.3, 0.6, 51.4)]]).unwrap();
        let near = |lon, accuracy_m| shape.inside(&Position { lon, lat: 51.35, accuracy_m });
        // 0.001 degrees are 70 m here.
        assert_eq!(near(0.501, 200.0), Some(Inside::Perhaps));
        assert_eq!(near(0.499, 200.0), Some(Inside::Perhaps));
        assert_eq!(near(0.499, 60.0), None);
        assert_eq!(near(0.501, 60.0), Some(Inside::Surely));
        assert_eq!(near(0.5001, 40.0), Some(Inside::Surely), "good enough to go by");
        assert_eq!(near(0.55, 900.0), Some(Inside::Surely));
        assert!((shape.metres_to_border(&at(0.499, 51.35)) - 69.4).abs() < 1.0);
    }

    #[test]
    fn what_is_no_area_is_refused() {
        let ring = |points: &[[f64; 2]]| Shape::new(&[vec![points.to_vec()]]).unwrap_err();
        assert_eq!(ring(&[[0.5, 51.3], [0.6, 51.3], [0.5, 51.3]]), ShapeError::TooFew(3));
        assert_eq!(ring(&[[0.5, 51.3], [0.6, 51.3], [0.6, 51.4], [0.5, 51.4]]), ShapeError::NotClosed);
        assert_eq!(ring(&[[0.5, 51.3], [0.6, 51.3], [0.7, 51.3], [0.5, 51.3]]), ShapeError::Flat);
        assert_eq!(ring(&boxed(51.3, 0.5, 51.4, 0.6)), ShapeError::OutsideBritain(51.3, 0.5));
        assert_eq!(ring(&boxed(0.5, 151.3, 0.6, 151.4)), ShapeError::NotOnEarth(0.5, 151.3));
        assert!(matches!(ring(&boxed(f64::NAN, 51.3, 0.6, 51.4)), ShapeError::NotOnEarth(..)));
        assert_eq!(Shape::new(&[]), Err(ShapeError::Nothing));
        assert_eq!(Shape::new(&[vec![]]), Err(ShapeError::Nothing));
    }

    proptest! {
        #[test]
        fn inside_is_inside_however_the_ring_is_begun_and_drawn(
            corners in proptest::collection::vec((0.3_f64..0.8, 51.2_f64..51.5), 3..12),
            point in (0.3_f64..0.8, 51.2_f64..51.5),
            begin in 0_usize..12,
        ) {
            let closed = |mut ring: Vec<[f64; 2]>| { ring.push(ring[0]); Shape::new(&[vec![ring]]) };
            let ring: Vec<[f64; 2]> = corners.iter().map(|(lon, lat)| [*lon, *lat]).collect();
            let mut turned = ring.clone();
            turned.rotate_left(begin % ring.len());
            let mut back = turned.clone();
            back.reverse();
            let Ok(first) = closed(ring) else { return Ok(()) };
            let point = at(point.0, point.1);
            for other in [closed(turned), closed(back)] {
                prop_assert_eq!(other.unwrap().holds(&point), first.holds(&point));
            }
        }
    }
}
