//! A tablet that is enrolled in the middle of a history: it gets everything, and an office that is put back knows it again from
//! its second copy.

use super::{World, accounts};
use anyhow::{Context, Result};
use book::DeviceId;

/// What of it lies where.
pub(super) struct Newcomer {
    device: DeviceId,
    token: String,
    /// Whether the accounts of the second copy have it.
    backed_up: bool,
    /// Whether those of the second copy beside the office's kept copy have.
    copied: bool,
}

impl World {
    /// Enrols one more tablet. There is never more than one.
    pub(super) fn enrol(&mut self) -> Result<()> {
        let number = self.tablets.len();
        let one = accounts::seat(&self.plan, number, &mut self.accounts, &self.catalogue, self.now)?;
        let (device, token) = (one.device.id, one.token.clone());
        self.newcomer = Some(Newcomer { device, token, backed_up: false, copied: false });
        self.tablets.push(one);
        self.put_newcomer()
    }

    pub(super) fn newcomer_is_backed_up(&mut self) {
        self.newcomer.iter_mut().for_each(|new| new.backed_up = true);
    }

    pub(super) fn newcomer_is_copied(&mut self) {
        self.newcomer.iter_mut().for_each(|new| new.copied = new.backed_up);
    }

    /// After the office lost its disk: what its second copy has of the tablet it knows again. Of what no copy has its operator
    /// enrols it once more.
    pub(super) fn newcomer_after(&mut self, archive_too: bool) -> Result<()> {
        let Some(new) = &mut self.newcomer else { return Ok(()) };
        if archive_too {
            new.backed_up = new.copied;
        }
        let known = self.office.borrow().centre()?.authorise(&new.token).is_ok();
        if new.backed_up && !known {
            self.wrong.push("the office does not know a tablet that its second copy has".into());
        }
        if known { Ok(()) } else { self.put_newcomer() }
    }

    fn put_newcomer(&self) -> Result<()> {
        let new = self.newcomer.as_ref().context("a tablet that was enrolled")?;
        let device = self.accounts.devices.iter().find(|device| device.id == new.device).context("its device")?;
        // The person for whom it was enrolled is the last that came by an enrolment.
        let user = self.accounts.users.last().context("its person")?;
        let storage = self.office.borrow().storage()?;
        let mut writing = storage.write()?;
        writing.put_user(user)?;
        writing.put_device(device)?;
        let grants = self.accounts.grants.iter().filter(|held| held.signed.grant.device == new.device);
        grants.clone().try_for_each(|held| writing.put_grant(held))?;
        Ok(writing.commit()?)
    }
}
