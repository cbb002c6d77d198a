//! A tablet opens for the first time and is enrolled with a one-time code. Killed between the office's word and its own,
//! it can use the code again.

use crate::acks::{Ack, Acks};
use crate::ground::{Ground, WARDEN, tell_pages};
use crate::plan::NOW;
use anyhow::{Context, Result};
use server_core::Centre;

pub(super) fn prepare(ground: &Ground, centre: &Centre) -> Result<()> {
    Ok(std::fs::write(ground.path("code"), ground.code(centre, WARDEN)?)?)
}

pub(super) fn run(ground: &Ground, acks: &Acks) -> Result<()> {
    let code = std::fs::read_to_string(ground.path("code")).context("the one-time code")?;
    let (store, centre) = (ground.tablet(WARDEN)?, ground.office()?);
    ground.enrol(WARDEN, &store, &centre, &code, NOW)?;
    let token = store.enrolment()?.context("enrolled, but not to be found")?.token;
    acks.tell(Ack::Enrolled { tablet: WARDEN.into(), token })?;
    tell_pages(WARDEN, &store, acks)
}
