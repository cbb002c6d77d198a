//! The use cases behind the window. Their book is opened while the window is; whoever asks sooner waits.

use std::sync::{Arc, OnceLock};

use app::App;

/// The app, once its book is open.
#[derive(Default)]
pub(crate) struct Opened(OnceLock<Option<Arc<App>>>);

impl Opened {
    /// Answers all who wait; without an app the window shows why there is none.
    pub(crate) fn with(&self, app: Option<Arc<App>>) {
        let _ = self.0.set(app);
    }

    /// The app, once its book is open; none if that cannot be. Blocks: for a thread that may.
    pub(crate) fn app(&self) -> Option<Arc<App>> {
        self.0.wait().clone()
    }
}
