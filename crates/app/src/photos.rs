//! When originals travel from this tablet, chosen by whoever is signed in, and getting one back that has left.

use crate::App;
use crate::contract::{CallError, FetchPhoto, Nothing, Original, PhotoPolicyView, PhotosGo, SetPhotoPolicy};
use crate::refusals::not_found;
use crate::words::plural;
use protocol::PhotoHash;
use store::{PhotoInfo, Store, StoreError};
use sync::{Network, PhotoPolicy, Waits};

const POLICY: &str = "photo_policy";

// What is drawn here must fit what travels.
const _: () = assert!(photo::THUMBNAIL_BYTES <= protocol::limits::THUMBNAIL_BYTES);

/// What originals wait for on this tablet now.
pub(crate) fn originals_wait(store: &Store, network: &dyn Network, now: i64) -> Result<Option<Waits>, StoreError> {
    let policy = store.setting::<PhotoPolicy>(POLICY)?.unwrap_or_default();
    Ok(sync::policy::waits(policy, network.link(), now))
}

impl App {
    pub(crate) fn when_photos_go(&self) -> Result<PhotoPolicyView, CallError> {
        self.unlocked()?;
        let policy = match self.store.setting(POLICY)?.unwrap_or_default() {
            PhotoPolicy::Any => PhotosGo::Any,
            PhotoPolicy::Wifi => PhotosGo::Wifi,
            PhotoPolicy::Night => PhotosGo::Night,
        };
        Ok(PhotoPolicyView { policy, waits: self.photos_wait()? })
    }

    pub(crate) fn choose_when_photos_go(&self, request: SetPhotoPolicy) -> Result<PhotoPolicyView, CallError> {
        self.unlocked()?;
        let policy = match request.policy {
            PhotosGo::Any => PhotoPolicy::Any,
            PhotosGo::Wifi => PhotoPolicy::Wifi,
            PhotosGo::Night => PhotoPolicy::Night,
        };
        self.store.set_setting(POLICY, &policy)?;
        self.changed("photos");
        self.when_photos_go()
    }

    /// What the photos that are only on this tablet wait for, in words.
    pub(crate) fn photos_wait(&self) -> Result<Option<String>, CallError> {
        let [many, ..] = self.store.whereabouts()?.photos;
        let what = match originals_wait(&self.store, &*self.network, self.now())? {
            Some(Waits::Wifi) => "Wi-Fi",
            Some(Waits::Night) => "the night, 01:00 to 05:00",
            None => return Ok(None),
        };
        Ok(match many {
            0 => None,
            1 => Some(format!("1 photo waits for {what}. Its small picture goes ahead.")),
            _ => Some(format!("{} wait for {what}. Their small pictures go ahead.", plural(many, "photo", "photos"))),
        })
    }

    pub(crate) fn ask_for_photo(&self, request: &FetchPhoto) -> Result<Nothing, CallError> {
        self.unlocked()?;
        let hash = PhotoHash::from_hex(&request.sha256).ok_or_else(|| not_found("photo"))?;
        self.store.photo_info(hash)?.ok_or_else(|| not_found("photo"))?;
        self.store.ask_for_original(hash, self.now())?;
        self.changed("photos");
        Ok(Nothing {})
    }
}

/// Where a photo's original is.
pub(crate) fn original(info: Option<&PhotoInfo>) -> Original {
    match info {
        None => Original::NotYet,
        Some(info) if info.here => Original::Here,
        Some(info) if info.own && info.at == store::PhotoAt::OnThisTablet => Original::Lost,
        Some(info) if info.asked => Original::Coming,
        Some(info) if info.left_at.is_some() => Original::AtOffice,
        Some(_) => Original::NotYet,
    }
}
