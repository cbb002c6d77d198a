//! Checks a photo before it is kept: what it is, that it is whole, that it can be drawn, and that it is not a trap.
//!
//! The order matters: size, format, wrapping and the claimed dimensions are judged before a byte is decoded.

use std::io::Cursor;

use image::error::ImageError;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};

use crate::exposure::{self, Exposure};
use crate::{MAX_BYTES, MAX_PIXELS, Refused, container, hash};

/// The most memory that one decoded picture may take, in bytes: four for each of [`MAX_PIXELS`].
pub(crate) const MAX_DECODED: u64 = MAX_PIXELS * 4;

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
    let examined = examine(bytes)?;
    examined.picture()?;
    Ok(examined.checked())
}

/// A file that is a photo by everything that can be told without its pixels. [`Examined::draw`] tells the rest.
pub struct Examined<'a> {
    pub(crate) bytes: &'a [u8],
    pub(crate) format: ImageFormat,
    /// Width and height in pixels as stored, not turned upright.
    pub(crate) size: (u32, u32),
    pub(crate) exposure: Exposure,
}

/// Looks at a file without decoding it: its length, format, wrapping to the end, and the size that it claims. It takes a
/// few milliseconds where the pixels take fifty.
///
/// # Errors
/// As [`inspect`], but for what only the pixels can tell.
pub fn examine(bytes: &[u8]) -> Result<Examined<'_>, Refused> {
    let length = bytes.len() as u64;
    if length == 0 {
        return Err(Refused::Empty);
    }
    if length > MAX_BYTES {
        return Err(Refused::TooManyBytes { bytes: length });
    }
    let format = container::sniff(bytes)?;
    let mut decoder = decoder(format, bytes)?;
    let size = decoder.dimensions();
    if u64::from(size.0) * u64::from(size.1) > MAX_PIXELS || decoder.total_bytes() > MAX_DECODED {
        return Err(Refused::TooManyPixels);
    }
    container::check_whole(format, bytes)?;
    let exposure = exposure::read(decoder.exif_metadata().ok().flatten());
    Ok(Examined { bytes, format, size, exposure })
}

impl Examined<'_> {
    /// Every pixel, not yet turned upright.
    pub(crate) fn picture(&self) -> Result<DynamicImage, Refused> {
        match DynamicImage::from_decoder(decoder(self.format, self.bytes)?) {
            Ok(picture) => Ok(picture),
            Err(ImageError::Limits(_)) => Err(Refused::TooManyPixels),
            Err(error) => Err(Refused::Damaged(error)),
        }
    }

    /// What is known, once the pixels have been read.
    pub(crate) fn checked(&self) -> Checked {
        let orientation = self.exposure.orientation.to_exif();
        // Orientations 5 to 8 lie on their side.
        let (width, height) = if orientation >= 5 { (self.size.1, self.size.0) } else { self.size };
        Checked {
            sha256: hash(self.bytes),
            bytes: self.bytes.len() as u64,
            mime: self.format.to_mime_type(),
            width,
            height,
            orientation,
            taken_at: self.exposure.taken_at.clone(),
        }
    }
}

/// Reads the header and no more.
fn decoder(format: ImageFormat, bytes: &[u8]) -> Result<impl ImageDecoder + '_, Refused> {
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_DECODED);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    reader.into_decoder().map_err(|error| match error {
        ImageError::Limits(_) => Refused::TooManyPixels,
        // A file that ends early is said to, rather than be called damaged.
        error => container::check_whole(format, bytes).err().unwrap_or(Refused::Damaged(error)),
    })
}
