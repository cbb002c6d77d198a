//! Photos as large as a tablet's camera writes them: 12 megapixels of shapes under grain, 4 MB as JPEG.

use crate::tablet::bench_folder;
use anyhow::Result;
use image::{Rgb, RgbImage};
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};
use std::fs::File;
use std::io::Write;
use std::path::Path;

const SIZE: (u16, u16) = (4000, 3000);
const BYTES: usize = 4_000_000;

/// One photo of about 4 MB; made once and kept.
pub(crate) fn four_megabytes() -> Result<Vec<u8>> {
    let path = bench_folder().join("photo-v3.jpg");
    if let Ok(bytes) = std::fs::read(&path) {
        return Ok(bytes);
    }
    let picture = picture();
    let mut made = Vec::new();
    // The best quality that stays within the size.
    for quality in (40..=95).rev() {
        made.clear();
        let mut encoder = Encoder::new(&mut made, quality);
        // Cameras keep colour at half the size.
        encoder.set_sampling_factor(SamplingFactor::F_2_2);
        encoder.encode(picture.as_raw(), SIZE.0, SIZE.1, ColorType::Rgb)?;
        if made.len() <= BYTES {
            break;
        }
    }
    std::fs::create_dir_all(bench_folder())?;
    std::fs::write(&path, &made)?;
    Ok(made)
}

/// The same picture as another photo: a JPEG comment after the first marker makes its bytes differ.
pub(crate) fn another(photo: &[u8], number: u64) -> Vec<u8> {
    let (marker, rest) = photo.split_at(photo.len().min(2));
    [marker, &[0xff, 0xfe, 0, 10], &number.to_be_bytes(), rest].concat()
}

/// What the disk alone takes for so many files of these bytes.
pub(crate) fn write_bare(path: &Path, bytes: &[u8], many: usize) -> Result<()> {
    for _ in 0..many {
        let mut file = File::create(path)?;
        file.write_all(bytes)?;
        file.sync_all()?;
    }
    Ok(())
}

fn picture() -> RgbImage {
    let mut grain = 1_u32;
    RgbImage::from_fn(SIZE.0.into(), SIZE.1.into(), |x, y| {
        grain = grain.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let noise = (grain >> 28) as i32 - 8;
        let (u, v) = (x as f32 / f32::from(SIZE.0), y as f32 / f32::from(SIZE.1));
        let wave = ((u * 37.0).sin() * (v * 23.0).cos() * 60.0 + (u * 211.0 + v * 97.0).sin() * 14.0) as i32;
        let edge = if (x / 170 + y / 130) % 3 == 0 { 35 } else { 0 };
        let level = |base: i32| (base + wave + edge + noise).clamp(0, 255) as u8;
        Rgb([level(120), level(128), level(105)])
    })
}
