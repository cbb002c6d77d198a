//! What the camera wrote about the picture: which way up, and when. All of it is a claim, and none of it is required.

use chrono::{FixedOffset, NaiveDateTime};
use exif::{Exif, In, Reader, Tag, Value};
use image::metadata::Orientation;

/// EXIF longer than this is not read: cameras write a few kilobytes.
const MAX_EXIF: usize = 1 << 20;

/// The two facts that are used of a photo's EXIF.
pub(crate) struct Exposure {
    /// How to turn the picture so that it stands upright.
    pub(crate) orientation: Orientation,
    /// See [`crate::Checked::taken_at`].
    pub(crate) taken_at: Option<String>,
}

/// Reads the EXIF block; one that is missing, too long or malformed says nothing, and is no reason to refuse a photo.
pub(crate) fn read(chunk: Option<Vec<u8>>) -> Exposure {
    let Some(chunk) = chunk.filter(|chunk| chunk.len() <= MAX_EXIF) else {
        return Exposure { orientation: Orientation::NoTransforms, taken_at: None };
    };
    Exposure {
        orientation: Orientation::from_exif_chunk(&chunk).unwrap_or(Orientation::NoTransforms),
        taken_at: Reader::new().read_raw(chunk).ok().and_then(|exif| taken_at(&exif)),
    }
}

/// `DateTimeOriginal` with `OffsetTimeOriginal` where the camera knew it (EXIF 2.31).
fn taken_at(exif: &Exif) -> Option<String> {
    let local = NaiveDateTime::parse_from_str(text(exif, Tag::DateTimeOriginal)?, "%Y:%m:%d %H:%M:%S").ok()?;
    let offset = text(exif, Tag::OffsetTimeOriginal).and_then(|offset| offset.parse::<FixedOffset>().ok());
    let local = local.format("%Y-%m-%dT%H:%M:%S");
    Some(offset.map_or_else(|| local.to_string(), |offset| format!("{local}{offset}")))
}

fn text(exif: &Exif, tag: Tag) -> Option<&str> {
    match &exif.get_field(tag, In::PRIMARY)?.value {
        Value::Ascii(lines) => std::str::from_utf8(lines.first()?).ok().map(str::trim),
        _ => None,
    }
}
