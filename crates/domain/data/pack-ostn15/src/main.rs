//! Packs the OSTN15 shifts, which the library holds as 28 MB of a hash map, into 3.5 MB: `../ostn15.bin`. Then holds places
//! that `domain` works out with the table as it was before against the library's, all over the country.
//!
//! `cargo run --release --manifest-path crates/domain/data/pack-ostn15/Cargo.toml --target-dir target/pack-ostn15`

#[path = "../../../src/place/ostn15.rs"]
mod ostn15;

use std::error::Error;
use std::path::Path;

/// Points of the grid, one a kilometre, west to east and south to north.
const POINTS: (i32, i32) = (701, 1251);

fn main() -> Result<(), Box<dyn Error>> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ostn15.bin");
    std::fs::write(file, packed()?)?;
    compare()
}

/// Of each point the shift to the east and to the north, 16 bits each, in millimetres above the least.
fn packed() -> Result<Vec<u8>, Box<dyn Error>> {
    let (mut east, mut north) = (Vec::new(), Vec::new());
    // The library counts the points from 1, row by row.
    for point in 1..=POINTS.0 * POINTS.1 {
        let (easting, northing, _height) = ostn15_phf::ostn15_lookup(&point).ok_or("a point is missing in OSTN15")?;
        east.push((easting * 1000.0).round() as i32);
        north.push((northing * 1000.0).round() as i32);
    }
    let least = |shifts: &[i32]| shifts.iter().copied().min().ok_or("no point in OSTN15");
    let (least_east, least_north) = (least(&east)?, least(&north)?);
    println!("LEAST_MM = ({least_east}, {least_north})");
    let mut table = Vec::with_capacity(east.len() * 4);
    for (east, north) in east.into_iter().zip(north) {
        table.extend(u16::try_from(east - least_east)?.to_le_bytes());
        table.extend(u16::try_from(north - least_north)?.to_le_bytes());
    }
    Ok(table)
}

fn compare() -> Result<(), Box<dyn Error>> {
    let (mut compared, mut farthest) = (0, 0.0_f64);
    for lon in (-80..20).map(|tenth| f64::from(tenth) / 10.0 + 0.0137) {
        for lat in (498..610).map(|tenth| f64::from(tenth) / 10.0 + 0.0071) {
            // On the first metres of the grid the library goes on with the shifts beside them.
            let theirs = lonlat_bng::convert_osgb36(lon, lat).ok().filter(|at| at.0 > 200.0 && at.1 > 0.0);
            let Some(theirs) = theirs else { continue };
            let ours = ostn15::metres(lon, lat).ok_or("we know no place there")?;
            farthest = farthest.max((ours.0 - theirs.0).hypot(ours.1 - theirs.1));
            let back = ostn15::degrees(theirs.0, theirs.1).ok_or("we know no way back from there")?;
            if (back.0 - lon).hypot(back.1 - lat) > 1e-7 {
                return Err(format!("{lon}, {lat} came back as {back:?}").into());
            }
            compared += 1;
        }
    }
    println!("{compared} points are at most {:.1} mm from the library's", farthest * 1000.0);
    if compared < 5_000 || farthest > 0.002 {
        return Err("that is too few, or too far".into());
    }
    Ok(())
}
