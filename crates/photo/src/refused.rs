//! Why a file is not kept as a photo, as a sentence that says what to do.

use crate::{MAX_BYTES, MAX_PIXELS};

/// A file that is not kept. `Display` is the sentence for the person who chose it; `source` is the detail for the log.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Refused {
    /// No bytes at all.
    #[error("This file is empty. Take the photo again, or choose another one.")]
    Empty,
    /// Not one of the three formats, whatever its name says.
    #[error("This file is not a photo that Patrolbook can keep. Choose a JPEG, PNG or WebP photo.")]
    NotAPhoto,
    /// HEIC or HEIF, what some phones write unless told otherwise.
    #[error(
        "This photo is in the HEIC format, which Patrolbook cannot keep. Set the camera to save JPEG (“most compatible”) and take it again."
    )]
    Heic,
    /// The file stops before its format says that it ends.
    #[error("Only part of this photo is here. Copy it again from the camera, or take it again.")]
    CutShort,
    /// The file is whole but its picture cannot be drawn.
    #[error("This photo is damaged and cannot be shown. Take it again, or choose another copy of it.")]
    Damaged(#[source] image::ImageError),
    /// More than [`MAX_BYTES`].
    #[error(
        "This photo is {} MB and the most that can be kept is {} MB. Choose a lower quality on the camera and take it again.",
        bytes.div_ceil(1_000_000),
        MAX_BYTES / 1_000_000
    )]
    TooManyBytes {
        /// The size of the file.
        bytes: u64,
    },
    /// More than [`MAX_PIXELS`], or more memory than that many pixels may take, by what the header claims.
    #[error(
        "This photo says that it is larger than the {} megapixels that can be opened. Choose a smaller size on the camera and take it again.",
        MAX_PIXELS / 1_000_000
    )]
    TooManyPixels,
    /// An animated PNG or WebP: one finding's photo is one picture.
    #[error("This is a moving picture. Choose a photo that does not move.")]
    Animated,
    /// The thumbnail could not be drawn from a picture that was read well.
    #[error("A small picture of this photo could not be made. Try again, or choose another copy of it.")]
    NoThumbnail(#[source] Box<dyn std::error::Error + Send + Sync>),
}
