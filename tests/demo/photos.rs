//! Photos for the demo patrol: drawn here, each different, and of a camera's size and kind.

use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::{Context, Result};
use image::codecs::jpeg::JpegEncoder;
use image::{Rgb, RgbImage};

const WIDTH: u32 = 1600;
const HEIGHT: u32 = 1200;

/// Draws `many` and gives their absolute paths.
pub(crate) fn draw(folder: &Path, many: u32) -> Result<Vec<PathBuf>> {
    let folder = folder.canonicalize()?.join("photos");
    std::fs::create_dir_all(&folder)?;
    // Different in each play, as what a camera takes is: the office would know the photos of the last one again.
    let play = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?.as_secs() as u32;
    (0..many)
        .map(|number| {
            let path = folder.join(format!("photo-{}.jpg", number + 1));
            let file = File::create(&path).with_context(|| format!("{} cannot be written", path.display()))?;
            let picture = wall(play.wrapping_mul(2_654_435_761).wrapping_add(number * 40_503));
            picture.write_with_encoder(JpegEncoder::new_with_quality(BufWriter::new(file), 85))?;
            Ok(path)
        })
        .collect()
}

/// A brick wall above a pavement, with its bricks' shades by `seed`.
fn wall(seed: u32) -> RgbImage {
    const BRICK: (u32, u32) = (160, 56);
    RgbImage::from_fn(WIDTH, HEIGHT, |x, y| {
        let grain = (noise(x, y, seed) % 22) as u8;
        if y > HEIGHT * 3 / 4 {
            return Rgb([118, 116, 112].map(|shade| shade + grain));
        }
        let row = y / BRICK.1;
        let along = x + row % 2 * BRICK.0 / 2;
        if y % BRICK.1 < 7 || along % BRICK.0 < 7 {
            return Rgb([176, 170, 160].map(|shade| shade + grain));
        }
        let shade = (noise(along / BRICK.0, row, seed) % 40) as u8;
        Rgb([132 + shade + grain, 74 + shade / 2 + grain, 58 + shade / 3 + grain])
    })
}

fn noise(x: u32, y: u32, seed: u32) -> u32 {
    let mixed = (x.wrapping_mul(374_761_393) ^ y.wrapping_mul(668_265_263)).wrapping_add(seed);
    (mixed ^ mixed >> 13).wrapping_mul(1_274_126_177) >> 16
}
