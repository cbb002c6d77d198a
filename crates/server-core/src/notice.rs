//! What the office tells every tablet under its signature: the key that bundles are sealed to, and whether they are allowed.

use crate::centre::Centre;
use crate::storage::{BundlePolicy, Council, Fault, Reading};
use book::OpeningKey;
use protocol::{Notice, bundle};

impl Centre {
    /// Whether tablets may write bundles.
    pub fn bundle_policy(&self) -> Result<BundlePolicy, Fault> {
        self.storage.read()?.bundle_policy()
    }

    /// Says from now on whether tablets may write bundles. Each tablet hears of it with its next exchange.
    pub fn allow_bundles(&self, allowed: bool, now: i64) -> Result<(), Fault> {
        self.council()?;
        let mut writing = self.storage.write()?;
        let before = writing.bundle_policy()?;
        if before.allowed != allowed {
            // A tablet keeps the later notice, so this one must be later, whatever the clock says.
            writing.put_bundle_policy(BundlePolicy { allowed, since: now.max(before.since.saturating_add(1)) })?;
            writing.commit()?;
        }
        Ok(())
    }

    /// The notice for a tablet that holds the one of `held`; none if that is the same.
    pub(crate) fn notice(&self, reading: &dyn Reading, held: i64) -> Result<Option<Notice>, Fault> {
        let policy = reading.bundle_policy()?;
        if policy.since == held {
            return Ok(None);
        }
        let council = self.council()?;
        Ok(Some(Notice::sign(&council.root, opening_key(&council).public(), policy.allowed, policy.since)))
    }
}

/// What opens bundles. It follows from the root secret, so whoever restores the office from the safe can open them too.
pub(crate) fn opening_key(council: &Council) -> OpeningKey {
    OpeningKey::of(&council.root_bytes, bundle::PURPOSE)
}
