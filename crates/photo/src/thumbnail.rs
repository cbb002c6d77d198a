//! Draws the small upright picture that lists and forms show. It carries no EXIF, so no place and no camera either.

use std::error::Error;

use fast_image_resize::{FilterType, ResizeAlg, ResizeOptions, Resizer};
use image::DynamicImage;
use image::codecs::jpeg::JpegEncoder;

use crate::inspect::{Examined, examine};
use crate::{Checked, Refused, reduced};

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
    inspect_and_thumbnail(bytes, longest).map(|(_, jpeg)| jpeg)
}

/// [`crate::inspect`] and [`thumbnail`] for the price of one decode: what taking a photo in needs.
///
/// # Errors
/// As [`crate::inspect`].
pub fn inspect_and_thumbnail(bytes: &[u8], longest: u32) -> Result<(Checked, Vec<u8>), Refused> {
    examine(bytes)?.draw(longest)
}

impl Examined<'_> {
    /// Reads the photo to its last pixel and draws it as [`thumbnail`] does.
    ///
    /// # Errors
    /// As [`crate::inspect`].
    pub fn draw(&self, longest: u32) -> Result<(Checked, Vec<u8>), Refused> {
        let target = scaled(self.size, longest);
        let picture = match reduced::jpeg(self, target) {
            Some(picture) => picture,
            None => self.picture()?,
        };
        let mut small = scale(picture, target).map_err(Refused::NoThumbnail)?;
        small.apply_orientation(self.exposure.orientation);
        let mut jpeg = Vec::new();
        small
            .into_rgb8()
            .write_with_encoder(JpegEncoder::new_with_quality(&mut jpeg, QUALITY))
            .map_err(|error| Refused::NoThumbnail(error.into()))?;
        Ok((self.checked(), jpeg))
    }
}

/// The size of a picture whose longer side is to be at most `longest` pixels.
fn scaled((width, height): (u32, u32), longest: u32) -> (u32, u32) {
    let longer = width.max(height);
    if longer <= longest {
        return (width, height);
    }
    let side = |pixels: u32| {
        let scaled = u64::from(pixels) * u64::from(longest) / u64::from(longer);
        u32::try_from(scaled).unwrap_or(longest).max(1)
    };
    (side(width), side(height))
}

fn scale(picture: DynamicImage, (width, height): (u32, u32)) -> Result<DynamicImage, Box<dyn Error + Send + Sync>> {
    if (picture.width(), picture.height()) == (width, height) {
        return Ok(picture);
    }
    let mut small = DynamicImage::new(width, height, picture.color());
    Resizer::new().resize(&picture, &mut small, &ResizeOptions::new().resize_alg(QUICK))?;
    Ok(small)
}
