//! Degrees to National Grid metres and back, by OSTN15 (Ordnance Survey's "Transformations and OSGM15 user guide").
//!
//! The projection is the library's. The shifts are Ordnance Survey's, packed by `data/pack-ostn15`: as they are published they
//! would be half of the program.

use std::sync::LazyLock;

use proj4rs::Proj;
use proj4rs::transform::transform;

/// Shift to the east and to the north of each point above [`LEAST_MM`], 16 bits each, row by row from the south-west.
static TABLE: &[u8] = include_bytes!("../../data/ostn15.bin");
/// Points of a row.
const ACROSS: usize = 701;
/// The least shift to the east and to the north, in millimetres: the table holds what is above it.
const LEAST_MM: (i32, i32) = (82_140, -84_180);

/// Metres between two points of the table.
const STEP_M: f64 = 1000.0;

/// ETRS89 degrees, and the National Grid's projection of them before any shift. Both are there: a test reads them.
static PROJECTION: LazyLock<Option<(Proj, Proj)>> = LazyLock::new(|| {
    let degrees = "+proj=longlat +ellps=GRS80 +towgs84=0,0,0 +no_defs";
    let grid =
        "+proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=GRS80 +towgs84=0,0,0 +no_defs";
    Some((Proj::from_proj_string(degrees).ok()?, Proj::from_proj_string(grid).ok()?))
});

/// The National Grid metres of a position; none beyond the reach of OSTN15.
pub(super) fn metres(lon: f64, lat: f64) -> Option<(f64, f64)> {
    // The projection goes on round the earth.
    if !(-15.0..=10.0).contains(&lon) || !(45.0..=65.0).contains(&lat) {
        return None;
    }
    let (degrees, grid) = PROJECTION.as_ref()?;
    let mut at = (lon.to_radians(), lat.to_radians(), 0.0);
    transform(degrees, grid, &mut at).ok()?;
    let (easting, northing, _) = at;
    let (east, north) = shift(easting, northing)?;
    Some((easting + east, northing + north))
}

/// Longitude and latitude of National Grid metres; none beyond the reach of OSTN15.
pub(super) fn degrees(easting: f64, northing: f64) -> Option<(f64, f64)> {
    // The shift is known where it ends, and wanted where it begins: it changes by centimetres in a kilometre, so that three
    // rounds are within a thousandth of a millimetre.
    let mut at = (easting, northing);
    for _ in 0..3 {
        let (east, north) = shift(at.0, at.1)?;
        at = (easting - east, northing - north);
    }
    let (degrees, grid) = PROJECTION.as_ref()?;
    let mut at = (at.0, at.1, 0.0);
    transform(grid, degrees, &mut at).ok()?;
    Some((at.0.to_degrees(), at.1.to_degrees()))
}

/// The shift in metres at a point, between those of the four corners of its square.
fn shift(easting: f64, northing: f64) -> Option<(f64, f64)> {
    let (across, up) = (easting / STEP_M, northing / STEP_M);
    if across < 0.0 || up < 0.0 {
        return None;
    }
    let (column, row) = (across as usize, up as usize);
    let (right, above) = (across.fract(), up.fract());
    let corners = [
        ((1.0 - right) * (1.0 - above), corner(column, row)?),
        (right * (1.0 - above), corner(column + 1, row)?),
        ((1.0 - right) * above, corner(column, row + 1)?),
        (right * above, corner(column + 1, row + 1)?),
    ];
    Some(corners.iter().fold((0.0, 0.0), |sum, (weight, shift)| (sum.0 + weight * shift.0, sum.1 + weight * shift.1)))
}

fn corner(column: usize, row: usize) -> Option<(f64, f64)> {
    if column >= ACROSS {
        return None;
    }
    let at = row.checked_mul(ACROSS)?.checked_add(column)?.checked_mul(4)?;
    let (east, north) = TABLE.get(at..)?.first_chunk::<4>()?.split_at(2);
    let metres = |least: i32, above: &[u8]| {
        above.first_chunk::<2>().map(|above| f64::from(least + i32::from(u16::from_le_bytes(*above))) / 1000.0)
    };
    Some((metres(LEAST_MM.0, east)?, metres(LEAST_MM.1, north)?))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    /// Worked out by `lonlat_bng`, which follows Ordnance Survey's own table: corners, coasts, islands and towns.
    #[rstest]
    #[case(-5.7162, 50.066, 134160.84, 25049.833)]
    #[case(-2.1531, 49.9977, 389123.306, 10849.106)]
    #[case(0.5242, 51.3842, 575742.54, 168040.428)]
    #[case(1.716073973, 52.658007833, 651409.804, 313177.45)]
    #[case(-0.1276, 51.5072, 530041.454, 180358.007)]
    #[case(-3.1791, 51.4816, 318218.599, 176508.85)]
    #[case(-4.1427, 50.3755, 247738.773, 55041.686)]
    #[case(-3.436, 55.9533, 310430.95, 674295.329)]
    #[case(-7.6486, 57.5771, 62510.174, 868185.818)]
    #[case(-1.2741, 60.1552, 440400.598, 1141411.105)]
    #[case(-0.7754, 60.7905, 466769.891, 1212569.223)]
    #[case(-4.5333, 54.15, 234650.348, 475650.623)]
    #[case(1.3999, 51.1279, 637984.955, 142009.606)]
    fn it_says_the_same_as_the_published_table(
        #[case] lon: f64,
        #[case] lat: f64,
        #[case] easting: f64,
        #[case] northing: f64,
    ) {
        let ours = metres(lon, lat).unwrap();
        let apart = (ours.0 - easting).hypot(ours.1 - northing);
        assert!(apart < 0.002, "{lon}, {lat}: {ours:?}");
        let back = degrees(easting, northing).unwrap();
        assert!((back.0 - lon).hypot(back.1 - lat) < 1e-7, "{lon}, {lat} came back as {back:?}");
    }

    #[test]
    fn beyond_the_table_there_is_no_answer() {
        for (easting, northing) in
            [(-1.0, 5.0), (5.0, -1.0), (700_001.0, 5.0), (5.0, 1_250_001.0), (f64::NAN, 5.0), (f64::INFINITY, 5.0)]
        {
            assert_eq!(degrees(easting, northing), None, "{easting}, {northing}");
        }
        assert_eq!(metres(12.0, 52.0), None);
    }
}
