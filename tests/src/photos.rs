//! Photos made for tests: real JPEGs, each different.

use image::{ImageFormat, Rgb, RgbImage};
use std::io::Cursor;

/// A JPEG of a pattern that depends on `seed`.
pub fn jpeg(seed: u8, width: u32, height: u32) -> Vec<u8> {
    let picture = RgbImage::from_fn(width, height, |x, y| {
        let wave = (x / 7 + y / 5 + u32::from(seed) * 31) as u8;
        Rgb([wave, wave.wrapping_mul(3), seed])
    });
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Jpeg).expect("a JPEG");
    bytes.into_inner()
}
