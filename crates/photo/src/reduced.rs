//! A JPEG read at a half, a quarter or an eighth of its size: every coded bit is read, but few pixels are worked out.
//!
//! A thumbnail needs no more, and it takes half the time and a sixtieth of the memory. It only ever says yes: whatever it
//! cannot read, the whole decoder judges, so that nothing is refused here.

use image::{DynamicImage, GrayImage, ImageFormat, RgbImage};
use jpeg_decoder::{CodingProcess, Decoder, PixelFormat};

use crate::inspect::{Examined, MAX_DECODED};

/// The picture at the smallest of those sizes that is not below `target`; none for what is better read whole.
pub(crate) fn jpeg(photo: &Examined<'_>, target: (u32, u32)) -> Option<DynamicImage> {
    if photo.format != ImageFormat::Jpeg {
        return None;
    }
    let mut decoder = Decoder::new(photo.bytes);
    decoder.set_max_decoding_buffer_size(usize::try_from(MAX_DECODED).ok()?);
    decoder.read_info().ok()?;
    let info = decoder.info()?;
    // A progressive file can hold any number of scans of a few bytes each, and this decoder would work through them all.
    if info.coding_process != CodingProcess::DctSequential
        || (u32::from(info.width), u32::from(info.height)) != photo.size
    {
        return None;
    }
    let (width, height) = decoder.scale(u16::try_from(target.0).ok()?, u16::try_from(target.1).ok()?).ok()?;
    if width == info.width && height == info.height {
        return None;
    }
    let pixels = decoder.decode().ok()?;
    let (width, height) = (width.into(), height.into());
    match info.pixel_format {
        PixelFormat::L8 => GrayImage::from_raw(width, height, pixels).map(DynamicImage::ImageLuma8),
        PixelFormat::RGB24 => RgbImage::from_raw(width, height, pixels).map(DynamicImage::ImageRgb8),
        _ => None,
    }
}
