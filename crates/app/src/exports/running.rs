//! The file that is being written: one at a time, how far it is, and whether somebody stopped it. The pages are told of each step by
//! an event of its own, so that nothing else is read anew for it.

use crate::App;
use crate::app::held;
use crate::contract::{CallError, ErrorCode, ExportProgress};
use crate::files::{NewFile, NewFolder, document_failed, not_written};
use crate::refusals::refuse;
use domain::roles::Action as Right;
use report::DocumentError;
use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// What the pages are told.
const EXPORT: &str = "export";
/// How far it is is told in steps of so many hundredths.
const STEP: u64 = 2;
/// The last is left for what comes after the rows.
const ALMOST: u64 = 99;

/// How far the file is, and whether it is to stop.
#[derive(Debug, Clone)]
pub(crate) struct Export {
    percent: u32,
    stop: Arc<AtomicBool>,
}

/// A file that is being written, until this is dropped.
pub(crate) struct Running<'a> {
    app: &'a App,
    stop: Arc<AtomicBool>,
    of: u64,
    done: Cell<u64>,
}

impl App {
    /// Begins a file of about so many rows.
    pub(crate) fn begin_export(&self, of: u64) -> Result<Running<'_>, CallError> {
        let stop = Arc::new(AtomicBool::new(false));
        {
            let mut export = held(&self.export);
            if export.is_some() {
                let busy = "Another file is being written. Wait until it is done, or stop it.";
                return Err(refuse(ErrorCode::NotAllowed, busy));
            }
            *export = Some(Export { percent: 0, stop: Arc::clone(&stop) });
        }
        self.told(EXPORT);
        Ok(Running { app: self, stop, of: of.max(1), done: Cell::new(0) })
    }

    pub(crate) fn how_far_export(&self) -> Result<ExportProgress, CallError> {
        self.unlocked()?;
        Ok(ExportProgress { percent: held(&self.export).as_ref().map(|export| export.percent) })
    }

    pub(crate) fn stop_the_export(&self) -> Result<ExportProgress, CallError> {
        self.allowed(Right::ExportFindings)?;
        if let Some(export) = &*held(&self.export) {
            export.stop.store(true, Ordering::SeqCst);
        }
        self.how_far_export()
    }
}

impl Running<'_> {
    /// One row more; refused once somebody stopped it.
    pub(crate) fn step(&self) -> Result<(), CallError> {
        if self.stop.load(Ordering::SeqCst) {
            return Err(stopped());
        }
        self.done.set(self.done.get() + 1);
        let percent = (self.done.get() * 100 / self.of).min(ALMOST);
        let percent = if percent == ALMOST { percent } else { percent / STEP * STEP };
        let percent = u32::try_from(percent).unwrap_or_default();
        let told = match &mut *held(&self.app.export) {
            Some(export) => std::mem::replace(&mut export.percent, percent) != percent,
            None => false,
        };
        if told {
            self.app.told(EXPORT);
        }
        Ok(())
    }

    /// A new file, that writes no more once somebody stops it.
    pub(crate) fn new_file(&self, what: &str, ending: &str) -> Result<NewFile, CallError> {
        let file = self.app.new_file(what, ending).map_err(|error| not_written(&error))?;
        Ok(file.until(&self.stop))
    }

    /// A new folder for several.
    pub(crate) fn new_folder(&self, what: &str) -> Result<NewFolder, CallError> {
        self.app.new_folder(what).map_err(|error| not_written(&error))
    }

    /// Why a document was not made: because it was stopped, or else.
    pub(crate) fn failed(&self, error: DocumentError<CallError>) -> CallError {
        if self.stop.load(Ordering::SeqCst) { stopped() } else { document_failed(error) }
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        *held(&self.app.export) = None;
        self.app.told(EXPORT);
    }
}

fn stopped() -> CallError {
    refuse(ErrorCode::Stopped, "The file was stopped. Nothing of it is left.")
}
