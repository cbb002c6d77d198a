//! British National Grid references: typed, checked and written (domain rules C12).
//!
//! A reference names a square by its south-west corner, so every reference carries the side of its square, which is how
//! well it is known. Digits are cut off, never rounded.

use std::fmt;

use super::PlaceError;

/// Side of the squares that two letters name, in metres.
const HUNDRED_KM: u32 = 100_000;
/// The grid's extent in metres east and north.
const EXTENT: (u32, u32) = (700_000, 1_300_000);

/// A square of the British National Grid (EPSG:27700).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GridRef {
    easting: u32,
    northing: u32,
    size_m: u32,
}

impl GridRef {
    /// The 1 m square around a point given in metres.
    ///
    /// # Errors
    /// When the point lies outside the grid or is not a number.
    pub fn from_metres(easting: f64, northing: f64) -> Result<Self, PlaceError> {
        let inside = |metres: f64, extent: u32| (0.0..f64::from(extent)).contains(&metres);
        if !inside(easting, EXTENT.0) || !inside(northing, EXTENT.1) {
            return Err(PlaceError::OutsideGrid);
        }
        // In range by the check above; the cast cuts the decimals off, as a grid reference wants.
        Ok(Self { easting: easting as u32, northing: northing as u32, size_m: 1 })
    }

    /// Reads `TQ 75800 68200`, `TQ 758 682`, `TQ758682` (0 to 10 digits) or, in full, `575800,168200`.
    ///
    /// # Errors
    /// When the text is neither, the letters name no square, or the digits do not pair.
    pub fn parse(text: &str) -> Result<Self, PlaceError> {
        let refused = || PlaceError::NotAGridReference(text.chars().take(40).collect());
        if let Some((easting, northing)) = text.split_once(',') {
            let metres = |part: &str| part.trim().parse::<u32>().map_err(|_| refused());
            return Self::from_metres(f64::from(metres(easting)?), f64::from(metres(northing)?));
        }
        let compact: String = text.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_uppercase()).collect();
        let (letters, digits) = compact.split_at_checked(2).ok_or_else(refused)?;
        let even = digits.len() % 2 == 0 && digits.len() <= 10 && digits.bytes().all(|b| b.is_ascii_digit());
        let (east, north) = square_corner(letters).filter(|_| even).ok_or_else(refused)?;
        let (first, second) = digits.split_at_checked(digits.len() / 2).ok_or_else(refused)?;
        let size_m = (first.len()..5).fold(1, |size, _| size * 10);
        let within = |part: &str| if part.is_empty() { Some(0) } else { part.parse::<u32>().ok().map(|n| n * size_m) };
        Ok(Self {
            easting: east + within(first).ok_or_else(refused)?,
            northing: north + within(second).ok_or_else(refused)?,
            size_m,
        })
    }

    /// Metres east and north of the grid's origin, at the square's south-west corner.
    pub fn metres(self) -> (u32, u32) {
        (self.easting, self.northing)
    }

    /// Side of the square in metres: 1, 10, 100, 1,000, 10,000 or 100,000.
    pub fn size_m(self) -> u32 {
        self.size_m
    }

    /// The larger square of `figures` digits (0, 2, 4, 6, 8 or 10) that this one lies in.
    pub fn at_figures(self, figures: u32) -> Self {
        let size_m = 10u32.pow(5 - (figures / 2).min(5)).max(self.size_m);
        Self { easting: self.easting / size_m * size_m, northing: self.northing / size_m * size_m, size_m }
    }
}

impl fmt::Display for GridRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, second) = square_letters(self.easting / HUNDRED_KM, self.northing / HUNDRED_KM);
        write!(f, "{first}{second}")?;
        let width = (HUNDRED_KM / self.size_m).ilog10() as usize;
        if width > 0 {
            let (east, north) = (self.easting % HUNDRED_KM / self.size_m, self.northing % HUNDRED_KM / self.size_m);
            write!(f, " {east:0width$} {north:0width$}")?;
        }
        Ok(())
    }
}

/// South-west corner of the 100 km square that two letters name. The letters run A to Z without I in rows of five from
/// the north-west; the first counts 500 km squares, of which S (row 3, column 2) holds the origin.
fn square_corner(letters: &str) -> Option<(u32, u32)> {
    let mut indexes = letters.bytes().map(|letter| match letter {
        b'A'..=b'H' => Some(u32::from(letter - b'A')),
        b'J'..=b'Z' => Some(u32::from(letter - b'A' - 1)),
        _ => None,
    });
    let (big, small) = (indexes.next()??, indexes.next()??);
    let east = (big % 5 * 5 + small % 5).checked_sub(10)? * HUNDRED_KM;
    let north = ((4 - big / 5) * 5 + (4 - small / 5)).checked_sub(5)? * HUNDRED_KM;
    (east < EXTENT.0 && north < EXTENT.1).then_some((east, north))
}

fn square_letters(east: u32, north: u32) -> (char, char) {
    let (column, row) = (east + 10, north + 5);
    let letter = |index: u32| {
        let letter = b'A' + (index % 25) as u8;
        char::from(if letter >= b'I' { letter + 1 } else { letter })
    };
    let row_from_north = 24 - row;
    (letter(row_from_north / 5 * 5 + column / 5), letter(row_from_north % 5 * 5 + column % 5))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(651409, 313177, "TG 51409 13177", "TG 5140 1317", "TG 514 131", "TG 51 13")]
    #[case(575800, 168200, "TQ 75800 68200", "TQ 7580 6820", "TQ 758 682", "TQ 75 68")]
    #[case(530000, 180000, "TQ 30000 80000", "TQ 3000 8000", "TQ 300 800", "TQ 30 80")]
    #[case(429157, 623009, "NU 29157 23009", "NU 2915 2300", "NU 291 230", "NU 29 23")]
    #[case(0, 0, "SV 00000 00000", "SV 0000 0000", "SV 000 000", "SV 00 00")]
    fn each_published_square_is_written_and_read(
        #[case] easting: u32,
        #[case] northing: u32,
        #[case] ten: &str,
        #[case] eight: &str,
        #[case] six: &str,
        #[case] four: &str,
    ) {
        let square = GridRef::from_metres(f64::from(easting) + 0.999, f64::from(northing) + 0.999).unwrap();
        for (figures, text) in [(10, ten), (8, eight), (6, six), (4, four)] {
            let wider = square.at_figures(figures);
            assert_eq!(wider.to_string(), text);
            assert_eq!(GridRef::parse(text).unwrap(), wider, "{text} with spaces");
            assert_eq!(GridRef::parse(&text.replace(' ', "").to_lowercase()).unwrap(), wider, "{text} without");
        }
        assert_eq!(GridRef::parse(&format!("{easting},{northing}")).unwrap(), square);
    }

    #[rstest]
    #[case("TQ 758 682", 100)]
    #[case("TQ75806820", 10)]
    #[case("TQ", 100_000)]
    #[case("575800, 168200", 1)]
    fn a_reference_is_as_good_as_the_side_of_its_square(#[case] text: &str, #[case] size: u32) {
        assert_eq!(GridRef::parse(text).unwrap().size_m(), size);
    }

    #[rstest]
    #[case("")]
    #[case("T")]
    #[case("TI 758 682")]
    #[case("AA 758 682")]
    #[case("TQ 758 68")]
    #[case("TQ 758000 682000")]
    #[case("TQ 75A 682")]
    #[case("T1 758 682")]
    #[case("é5 758 682")]
    #[case("ÉQ 758 682")]
    #[case("575800,")]
    #[case("9575800,168200")]
    #[case("-1,168200")]
    fn what_is_no_grid_reference_is_refused(#[case] text: &str) {
        assert!(GridRef::parse(text).is_err(), "{text} must be refused");
    }
}
