//! Checks a photo before it is kept: what it is, that it is whole, that it can be drawn, and that it is not a trap.
//!
//! The order matters: size, format, wrapping and the claimed dimensions are judged before a byte is decoded.

use std::io::Cursor;

use image::error::ImageError;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};

use crate::exposure::{self, Exposure};
use crate::{MAX_BYTES, MAX_PIXELS, Refused, container, hash};

/// The most memory that one decoded picture may take, in bytes: four for each of [`MAX_PIXELS`].
const MAX_DECODED: u64 = MAX_PIXELS * 4;

/// What is known of a photo that was read from its first byte to its last pixel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// [`hash`] of the bytes.
    pub sha256: [u8; 32],
    /// Length of the file.
    pub bytes: u64,
    /// `image/jpeg`, `image/png` or `image/webp`, by content.
    pub mime: &'static str,
    /// Width in pixels of the picture as it is shown, upright.
    pub width: u32,
    /// Height in pixels of the picture as it is shown, upright.
    pub height: u32,
    /// EXIF orientation, 1 to 8: how the stored pixels must be turned to be upright. 1 when the file does not say.
    pub orientation: u8,
    /// When the camera says that it was taken: `2025-03-18T09:15:00+00:00`, or without the offset (the camera's own
    /// local time) when the file does not give one. A claim: the camera's clock may be wrong.
    pub taken_at: Option<String>,
}

/// Checks a photo whole.
///
/// # Errors
/// [`Refused`], whose `Display` is the sentence for the person who chose the file.
pub fn inspect(bytes: &[u8]) -> Result<Checked, Refused> {
    open(bytes).map(|opened| opened.checked)
}

/// A checked photo and its pixels, not yet turned upright.
pub(crate) struct Opened {
    pub(crate) checked: Checked,
    pub(crate) picture: DynamicImage,
    pub(crate) exposure: Exposure,
}

pub(crate) fn open(bytes: &[u8]) -> Result<Opened, Refused> {
    let length = bytes.len() as u64;
    if length == 0 {
        return Err(Refused::Empty);
    }
    if length > MAX_BYTES {
        return Err(Refused::TooManyBytes { bytes: length });
    }
    let format = container::sniff(bytes)?;
    let (picture, exposure) = decode(format, bytes)?;
    let upright = picture_size_upright(&picture, &exposure);
    let checked = Checked {
        sha256: hash(bytes),
        bytes: length,
        mime: format.to_mime_type(),
        width: upright.0,
        height: upright.1,
        orientation: exposure.orientation.to_exif(),
        taken_at: exposure.taken_at.clone(),
    };
    Ok(Opened { checked, picture, exposure })
}

/// Reads the header, judges what it claims, and only then the wrapping and the pixels.
fn decode(format: ImageFormat, bytes: &[u8]) -> Result<(DynamicImage, Exposure), Refused> {
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_DECODED);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    let mut decoder = match reader.into_decoder() {
        Ok(decoder) => decoder,
        Err(ImageError::Limits(_)) => return Err(Refused::TooManyPixels),
        Err(error) => return Err(unless_cut_short(format, bytes, error)),
    };
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MAX_PIXELS || decoder.total_bytes() > MAX_DECODED {
        return Err(Refused::TooManyPixels);
    }
    container::check_whole(format, bytes)?;
    let exposure = exposure::read(decoder.exif_metadata().ok().flatten());
    match DynamicImage::from_decoder(decoder) {
        Ok(picture) => Ok((picture, exposure)),
        Err(ImageError::Limits(_)) => Err(Refused::TooManyPixels),
        Err(error) => Err(Refused::Damaged(error)),
    }
}

/// A file that ends early is said to, rather than be called damaged.
fn unless_cut_short(format: ImageFormat, bytes: &[u8], error: ImageError) -> Refused {
    container::check_whole(format, bytes).err().unwrap_or(Refused::Damaged(error))
}

fn picture_size_upright(picture: &DynamicImage, exposure: &Exposure) -> (u32, u32) {
    let (width, height) = (picture.width(), picture.height());
    // EXIF orientations 5 to 8 lie on their side.
    if exposure.orientation.to_exif() >= 5 { (height, width) } else { (width, height) }
}
