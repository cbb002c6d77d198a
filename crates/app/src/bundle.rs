//! Writes a bundle for the day when the council office cannot be reached. No session is needed: only the office opens it.

use crate::App;
use crate::app::held;
use crate::contract::{BundleState, BundleWritten, CallError, ErrorCode};
use crate::refusals::refuse;
use crate::words::{local, plural};
use std::path::PathBuf;
use std::sync::Mutex;
use sync::{BundleProgress, BundleTrouble, Bundled, write_bundle};

/// About how many bytes a page takes, to say how far a bundle is.
const PAGE: u64 = 400;
/// How far it is is said in steps of so many hundredths.
const STEP: u64 = 5;

impl App {
    pub(crate) fn bundle_state(&self) -> Result<BundleState, CallError> {
        let allowed = self.store.notice()?.is_none_or(|notice| notice.bundles);
        Ok(BundleState { allowed, percent: *held(&self.bundle) })
    }

    /// Writes a bundle to `to`, where no file may be yet; without it among the exports, named by book and time.
    ///
    /// # Errors
    /// What the person has to know. Nothing on the tablet has changed then, and there is no half file.
    pub fn write_bundle_to(&self, to: Option<PathBuf>) -> Result<BundleWritten, CallError> {
        let written = self.write_one_bundle(to);
        self.told("bundle");
        written
    }

    fn write_one_bundle(&self, to: Option<PathBuf>) -> Result<BundleWritten, CallError> {
        let _running = Running::begin(&self.bundle)?;
        let now = self.now();
        let path = match (to, self.store.enrolment()?) {
            (Some(path), _) => path,
            (None, None) => return Err(refused(BundleTrouble::NotEnrolled)),
            (None, Some(enrolment)) => {
                let stamp = local(now).format("%Y-%m-%d-%H%M%S");
                self.exports.join(format!("patrolbook-bundle-{}-{stamp}.pbb", enrolment.book_code))
            }
        };
        self.told("bundle");
        let written = write_bundle(&self.store, &path, now, &|progress| {
            let percent = Some(percent(progress));
            if std::mem::replace(&mut *held(&self.bundle), percent) != percent {
                self.told("bundle");
            }
        });
        written.map(said).map_err(refused)
    }
}

/// One bundle at a time.
struct Running<'a>(&'a Mutex<Option<u32>>);

impl<'a> Running<'a> {
    fn begin(place: &'a Mutex<Option<u32>>) -> Result<Self, CallError> {
        let mut percent = held(place);
        if percent.is_some() {
            return Err(refuse(ErrorCode::NotAllowed, "A bundle is being written. Wait until it is done."));
        }
        *percent = Some(0);
        Ok(Self(place))
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        *held(self.0) = None;
    }
}

fn percent(progress: BundleProgress) -> u32 {
    let of = (progress.of_pages * PAGE + progress.of_bytes).max(1);
    let hundredths = (progress.pages * PAGE + progress.bytes) * 100 / of;
    // Each step is told to the pages, which then look again.
    u32::try_from(hundredths / STEP * STEP).unwrap_or(100).min(100)
}

fn said(bundle: Bundled) -> BundleWritten {
    let small = |many: u64| u32::try_from(many).unwrap_or(u32::MAX);
    let mut sentence = format!(
        "{} and {} that are not yet backed up are in the bundle. Only the council office can open it.",
        plural(bundle.pages, "page", "pages"),
        plural(bundle.photos, "photo", "photos"),
    );
    if !bundle.left_out.is_empty() {
        let many = plural(bundle.left_out.len() as u64, "photo is", "photos are");
        sentence += &format!(" {many} damaged on this tablet and not in it.");
    }
    BundleWritten {
        path: bundle.path.display().to_string(),
        pages: small(bundle.pages),
        photos: small(bundle.photos),
        left_out: small(bundle.left_out.len() as u64),
        sentence,
    }
}

fn refused(trouble: BundleTrouble) -> CallError {
    let code = match &trouble {
        BundleTrouble::NotEnrolled => ErrorCode::NotEnrolled,
        BundleTrouble::NoNotice => ErrorCode::NoSignal,
        BundleTrouble::NotAllowed => ErrorCode::NotAllowed,
        BundleTrouble::Exists(_) => ErrorCode::Invalid,
        BundleTrouble::DiskFull(_) => ErrorCode::DiskFull,
        BundleTrouble::File { .. } | BundleTrouble::Store(_) => ErrorCode::Fault,
    };
    let detail = std::error::Error::source(&trouble).map(ToString::to_string);
    CallError { detail, ..refuse(code, trouble.to_string()) }
}
