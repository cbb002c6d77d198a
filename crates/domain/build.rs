//! Lists the files of the catalogue, so that a kind is one file and nothing else.

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    let out = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("no OUT_DIR")?);
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
