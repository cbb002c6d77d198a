//! Draws the small upright picture that lists and forms show. It carries no EXIF, so no place and no camera either.

use std::error::Error;

use fast_image_resize::{FilterType, ResizeAlg, ResizeOptions, Resizer};
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageFormat};

use crate::inspect::{Examined, examine};
use crate::{Checked, Refused, THUMBNAIL_BYTES, THUMBNAIL_SIDE, reduced};

/// JPEG qualities of a thumbnail, of 100. The first is clean at the size of a tile; the others are for grain that would be
/// larger than [`THUMBNAIL_BYTES`].
const QUALITIES: [u8; 6] = [80, 60, 40, 20, 8, 1];

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

/// Whether bytes that someone else calls a thumbnail are one: a JPEG, small by bytes and by sides, whole to the last pixel.
pub fn is_thumbnail(bytes: &[u8]) -> bool {
    bytes.len() <= THUMBNAIL_BYTES
        && examine(bytes).is_ok_and(|examined| {
            let (width, height) = examined.size;
            examined.format == ImageFormat::Jpeg && width.max(height) <= THUMBNAIL_SIDE && examined.picture().is_ok()
        })
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
        let small = small.into_rgb8();
        let mut jpeg = Vec::new();
        for quality in QUALITIES {
            jpeg.clear();
            small
                .write_with_encoder(JpegEncoder::new_with_quality(&mut jpeg, quality))
                .map_err(|error| Refused::NoThumbnail(error.into()))?;
            if jpeg.len() <= THUMBNAIL_BYTES {
                break;
            }
        }
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
