//! The office makes its second copy: of a book and a photo from nothing, then of what came to them afterwards. Only then
//! does it sign *backed up*.

use crate::acks::Acks;
use crate::flows::centre;
use crate::ground::{Ground, WARDEN};
use crate::plan::{NOW, Plan};
use anyhow::Result;
use server_core::Centre;
use std::sync::Arc;

/// The first pages and the first photo have arrived.
pub(super) fn prepare(ground: &Ground, centre: &Arc<Centre>, plan: Plan) -> Result<()> {
    centre::prepare(ground, &ground.enrolled(WARDEN, centre, plan)?)?;
    let arriving = centre::Arriving::open(ground, centre)?;
    arriving.pages(ground, "first", &Acks::quiet())?;
    plan.all_photos().take(1).try_for_each(|bytes| arriving.photo(&bytes, &Acks::quiet()))
}

pub(super) fn run(ground: &Ground, plan: Plan, acks: &Acks) -> Result<()> {
    let centre = ground.office()?;
    let arriving = centre::Arriving::open(ground, &centre)?;
    centre.back_up(NOW)?;
    arriving.pages(ground, "second", acks)?;
    plan.all_photos().skip(1).try_for_each(|bytes| arriving.photo(&bytes, acks))?;
    centre.back_up(NOW)?;
    arriving.ask(ground, plan, acks)
}
