//! Is the file whole? The wrapping of each format, walked from its first byte to its last, without decoding.
//!
//! Decoders forgive a file that stops early and paint the rest grey; evidence must not be half a photo, so the end is
//! looked for here. Bytes after the end are left alone: phones put depth maps and clips there.

use image::ImageFormat;

use crate::Refused;

/// Recognises the format by content.
pub(crate) fn sniff(bytes: &[u8]) -> Result<ImageFormat, Refused> {
    match image::guess_format(bytes) {
        Ok(format @ (ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP)) => Ok(format),
        _ if is_heic(bytes) => Err(Refused::Heic),
        _ => Err(Refused::NotAPhoto),
    }
}

/// Refuses a file that ends early, and one that moves.
pub(crate) fn check_whole(format: ImageFormat, bytes: &[u8]) -> Result<(), Refused> {
    let moves = match format {
        ImageFormat::Jpeg => jpeg_to_its_end(bytes),
        ImageFormat::Png => png_to_its_end(bytes),
        _ => webp_to_its_end(bytes),
    };
    match moves {
        None => Err(Refused::CutShort),
        Some(Moves::Yes) => Err(Refused::Animated),
        Some(Moves::No) => Ok(()),
    }
}

enum Moves {
    Yes,
    No,
}

/// Marker by marker (ITU-T T.81, annex B), over the coded data of every scan, to "end of image".
fn jpeg_to_its_end(bytes: &[u8]) -> Option<Moves> {
    const START: [u8; 2] = [0xFF, 0xD8];
    const END: u8 = 0xD9;
    let mut rest = bytes.strip_prefix(&START)?;
    loop {
        // Zero stuffing, restarts and fill bytes are part of coded data and not markers with a length.
        let at = rest
            .windows(2)
            .position(|pair| matches!(pair, [0xFF, marker] if !matches!(marker, 0x00 | 0x01 | 0xD0..=0xD7 | 0xFF)))?;
        let (marker, segment) = rest.get(at + 1..)?.split_first()?;
        if *marker == END {
            return Some(Moves::No);
        }
        let length = u16::from_be_bytes(*segment.first_chunk()?);
        rest = segment.get(usize::from(length)..)?;
    }
}

/// Chunk by chunk (PNG third edition, section 5) to `IEND`; `acTL` announces an animation.
fn png_to_its_end(bytes: &[u8]) -> Option<Moves> {
    const SIGNATURE: usize = 8;
    const CHECKSUM: usize = 4;
    let mut rest = bytes.get(SIGNATURE..)?;
    let mut moves = Moves::No;
    loop {
        let (length, after) = rest.split_first_chunk()?;
        let (kind, body) = after.split_first_chunk::<4>()?;
        rest = body.get(usize::try_from(u32::from_be_bytes(*length)).ok()?..)?.get(CHECKSUM..)?;
        match kind {
            b"IEND" => return Some(moves),
            b"acTL" => moves = Moves::Yes,
            _ => {}
        }
    }
}

/// The RIFF length must be there in full; the animation flag stands in the `VP8X` header (RFC 9649, section 2.7).
fn webp_to_its_end(bytes: &[u8]) -> Option<Moves> {
    const ANIMATION: u8 = 0b10;
    let (_riff, rest) = bytes.split_first_chunk::<4>()?;
    let (length, body) = rest.split_first_chunk()?;
    let body = body.get(..usize::try_from(u32::from_le_bytes(*length)).ok()?)?;
    let extended = body.get(4..8)? == b"VP8X";
    Some(if extended && body.get(12)? & ANIMATION != 0 { Moves::Yes } else { Moves::No })
}

/// An ISO media file whose brand is one of the HEIF family's.
fn is_heic(bytes: &[u8]) -> bool {
    const BRANDS: [&[u8]; 5] = [b"heic", b"heix", b"heim", b"mif1", b"msf1"];
    bytes.get(4..8) == Some(b"ftyp") && bytes.get(8..12).is_some_and(|brand| BRANDS.contains(&brand))
}
