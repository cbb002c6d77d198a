//! Packs the OSTN15 shifts, which the library holds as 28 MB of a hash map, into 3.5 MB (whole millimetres, 16 bits each),
//! and lists the files of the catalogue, so that a kind is one file and nothing else.

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Points of the grid, one a kilometre, west to east and south to north.
const POINTS: (i32, i32) = (701, 1251);

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    let out = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("no OUT_DIR")?);
    pack_shifts(&out)?;
    let here = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").ok_or("no CARGO_MANIFEST_DIR")?);
    list_catalogue(&here.join("../../catalogue"), &out)
}

/// Each file of the catalogue with its text, in the order of the names.
fn list_catalogue(folder: &Path, out: &Path) -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "toml" || extension == "geojson") {
            files.push(path);
        }
    }
    files.sort();
    let mut code = String::from("&[\n");
    for file in &files {
        let name = file.file_name().and_then(|name| name.to_str()).ok_or("a file name is not text")?;
        writeln!(code, "    ({name:?}, include_str!({file:?})),")?;
    }
    code.push(']');
    Ok(std::fs::write(out.join("catalogue.rs"), code)?)
}

fn pack_shifts(out: &Path) -> Result<(), Box<dyn Error>> {
    let (mut east, mut north) = (Vec::new(), Vec::new());
    // The library counts the points from 1, row by row.
    for point in 1..=POINTS.0 * POINTS.1 {
        let (easting, northing, _height) = ostn15_phf::ostn15_lookup(&point).ok_or("a point is missing in OSTN15")?;
        east.push((easting * 1000.0).round() as i32);
        north.push((northing * 1000.0).round() as i32);
    }
    let least = |shifts: &[i32]| shifts.iter().copied().min().ok_or("no point in OSTN15");
    let (least_east, least_north) = (least(&east)?, least(&north)?);
    let mut table = Vec::with_capacity(east.len() * 4);
    for (east, north) in east.into_iter().zip(north) {
        table.extend(u16::try_from(east - least_east)?.to_le_bytes());
        table.extend(u16::try_from(north - least_north)?.to_le_bytes());
    }
    let mut code = String::new();
    writeln!(code, "/// Points of a row.\nconst ACROSS: usize = {};", POINTS.0)?;
    writeln!(
        code,
        "/// The least shift to the east and to the north, in millimetres: the table holds what is above it."
    )?;
    writeln!(code, "const LEAST_MM: (i32, i32) = ({least_east}, {least_north});")?;
    std::fs::write(out.join("ostn15.bin"), table)?;
    std::fs::write(out.join("ostn15.rs"), code)?;
    Ok(())
}
