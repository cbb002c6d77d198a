//! When originals travel, and fetching one that has left.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// When photos are sent from this tablet in full size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PhotosGo {
    /// Over any connection.
    Any,
    /// Not over a mobile connection.
    Wifi,
    /// Between 01:00 and 05:00.
    Night,
}

/// See `photo_policy`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PhotoPolicyView {
    /// What was chosen.
    pub policy: PhotosGo,
    /// Photos that wait for it now: "2 photos wait for Wi-Fi. Their small pictures go ahead."
    pub waits: Option<String>,
}

/// See `set_photo_policy`.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
pub struct SetPhotoPolicy {
    /// The choice.
    pub policy: PhotosGo,
}

/// See `fetch_photo`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct FetchPhoto {
    /// The photo.
    pub sha256: String,
}
