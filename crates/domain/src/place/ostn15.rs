//! Degrees to National Grid metres and back, by OSTN15 (Ordnance Survey's "Transformations and OSGM15 user guide").
//!
//! The projection is the library's. The shifts stand in a table of ours, made of the library's by the build script, as the
//! library's own would be half of the program.

include!(concat!(env!("OUT_DIR"), "/ostn15.rs"));

/// Shift to the east and to the north of each point above [`LEAST_MM`], 16 bits each, row by row from the south-west.
static TABLE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/ostn15.bin"));

/// Metres between two points of the table.
const STEP_M: f64 = 1000.0;

/// The National Grid metres of a position; none beyond the reach of OSTN15.
pub(super) fn metres(lon: f64, lat: f64) -> Option<(f64, f64)> {
    let (easting, northing) = lonlat_bng::convert_etrs89(lon, lat).ok()?;
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
    lonlat_bng::convert_etrs89_to_ll(at.0, at.1).ok()
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
    use super::*;

    #[test]
    fn the_packed_table_says_the_same_as_the_library() {
        let mut compared = 0;
        for lon in (-80..20).map(|tenth| f64::from(tenth) / 10.0 + 0.0137) {
            for lat in (498..610).map(|tenth| f64::from(tenth) / 10.0 + 0.0071) {
                // On the first metres of the grid the library goes on with the shifts beside them.
                let theirs = lonlat_bng::convert_osgb36(lon, lat).ok().filter(|at| at.0 > 200.0 && at.1 > 0.0);
                let Some(theirs) = theirs else { continue };
                let ours = metres(lon, lat).unwrap();
                let apart = (ours.0 - theirs.0).hypot(ours.1 - theirs.1);
                assert!(apart < 0.002, "{lon}, {lat}: {ours:?} and {theirs:?}");
                let back = degrees(theirs.0, theirs.1).unwrap();
                let apart = (back.0 - lon).hypot(back.1 - lat);
                assert!(apart < 1e-7, "{lon}, {lat} came back as {back:?}");
                compared += 1;
            }
        }
        assert!(compared > 5_000, "only {compared} points are within reach");
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
