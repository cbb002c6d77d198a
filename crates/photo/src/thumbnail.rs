//! Draws the small upright picture that lists and forms show. It carries no EXIF, so no place and no camera either.

use std::error::Error;

use fast_image_resize::{FilterType, ResizeAlg, ResizeOptions, Resizer};
use image::DynamicImage;
use image::codecs::jpeg::JpegEncoder;

use crate::inspect::{Opened, open};
use crate::{Checked, Refused};

/// JPEG quality of a thumbnail, of 100: small, and clean at the size of a tile.
const QUALITY: u8 = 80;

/// First every few pixels of 12 million, then a proper filter over those: a tenth of the time, and a tile shows no
/// difference.
const QUICK: ResizeAlg = ResizeAlg::SuperSampling(FilterType::Lanczos3, 4);

/// A JPEG of the photo, upright, whose longer side is `longest` pixels; a smaller photo keeps its size.
///
/// # Errors
/// As [`crate::inspect`]: the photo is checked whole before it is drawn.
pub fn thumbnail(bytes: &[u8], longest: u32) -> Result<Vec<u8>, Refused> {
    draw(open(bytes)?, longest).map(|(_, jpeg)| jpeg)
}

/// [`crate::inspect`] and [`thumbnail`] for the price of one decode: what taking a photo in needs.
///
/// # Errors
/// As [`crate::inspect`].
pub fn inspect_and_thumbnail(bytes: &[u8], longest: u32) -> Result<(Checked, Vec<u8>), Refused> {
    draw(open(bytes)?, longest)
}

fn draw(opened: Opened, longest: u32) -> Result<(Checked, Vec<u8>), Refused> {
    let Opened { checked, picture, exposure } = opened;
    let mut small = scale(picture, longest).map_err(Refused::NoThumbnail)?;
    small.apply_orientation(exposure.orientation);
    let mut jpeg = Vec::new();
    small
        .into_rgb8()
        .write_with_encoder(JpegEncoder::new_with_quality(&mut jpeg, QUALITY))
        .map_err(|error| Refused::NoThumbnail(error.into()))?;
    Ok((checked, jpeg))
}

fn scale(picture: DynamicImage, longest: u32) -> Result<DynamicImage, Box<dyn Error + Send + Sync>> {
    let longer = picture.width().max(picture.height());
    if longer <= longest {
        return Ok(picture);
    }
    let side = |pixels: u32| {
        let scaled = u64::from(pixels) * u64::from(longest) / u64::from(longer);
        u32::try_from(scaled).unwrap_or(longest).max(1)
    };
    let mut small = DynamicImage::new(side(picture.width()), side(picture.height()), picture.color());
    Resizer::new().resize(&picture, &mut small, &ResizeOptions::new().resize_alg(QUICK))?;
    Ok(small)
}
