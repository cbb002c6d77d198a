//! The flows: what each starts from, and its calls. Every flow can be run again to its end, wherever it was killed.

mod archive;
mod bundle;
mod centre;
mod enrol;
mod migrate;
mod restore;

use crate::acks::Acks;
use crate::ground::{Ground, LEADER, WARDEN};
use crate::plan::{LARGE, NOW, Plan, SMALL};
use anyhow::Result;
use clap::ValueEnum;

/// A flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Flow {
    /// Drafts and findings without photos.
    Save,
    /// Findings with photos.
    Photo,
    /// Saved findings edited.
    Edit,
    /// A warden's tablet and the office, until all is backed up.
    Sync,
    /// A leader's tablet fetches pages and photos.
    Receive,
    /// The first opening of a tablet, and its enrolment.
    Enrol,
    /// A tablet opened by a build whose catalogue is newer: every line is worked out anew.
    Migrate,
    /// The office takes pages and photos, a piece at a time, and makes the second copy.
    Centre,
    /// The office makes its second copy, first of everything, then of what came after.
    Archive,
    /// The office is restored from its second copy.
    Restore,
    /// A tablet without signal writes a bundle, and the office takes it.
    Bundle,
}

const NOTHING: Plan = Plan { findings: 0, photos: 0, first: SMALL, edits: false };

impl Flow {
    /// The names of all flows.
    pub(crate) fn names() -> impl Iterator<Item = String> {
        Self::value_variants().iter().filter_map(|flow| Some(flow.to_possible_value()?.get_name().to_owned()))
    }

    /// What the warden's tablet has recorded in the end.
    pub(crate) fn plan(self) -> Plan {
        match self {
            Self::Save => Plan { findings: 3, ..NOTHING },
            Self::Photo => Plan { findings: 2, photos: 2, ..NOTHING },
            Self::Edit => Plan { findings: 3, edits: true, ..NOTHING },
            // More than a stretch of lines (100), so that a start is also killed between two.
            Self::Migrate => Plan { findings: 105, ..NOTHING },
            Self::Sync => Plan { findings: 3, photos: 1, first: LARGE, ..NOTHING },
            Self::Receive | Self::Centre | Self::Archive | Self::Restore | Self::Bundle => {
                Plan { findings: 3, photos: 1, ..NOTHING }
            }
            Self::Enrol => NOTHING,
        }
    }

    /// Whether the office can be used wherever the flow was killed. One that is being restored is run to its end first.
    pub(crate) fn office_is_usable(self) -> bool {
        self != Self::Restore
    }

    /// Makes what the flow starts from.
    pub(crate) fn prepare(self, ground: &Ground) -> Result<()> {
        let centre = ground.found()?;
        match self {
            Self::Save | Self::Photo => drop(ground.enrolled(WARDEN, &centre, NOTHING)?),
            Self::Edit | Self::Sync => drop(ground.enrolled(WARDEN, &centre, self.plan())?),
            Self::Migrate => migrate::prepare(ground, &centre, self.plan())?,
            Self::Receive => {
                let store = ground.enrolled(WARDEN, &centre, self.plan())?;
                ground.sync(WARDEN, &store, &centre, self.plan(), &Acks::quiet())?;
                ground.enrolled(LEADER, &centre, NOTHING)?;
            }
            Self::Enrol => enrol::prepare(ground, &centre)?,
            Self::Centre => centre::prepare(ground, &ground.enrolled(WARDEN, &centre, self.plan())?)?,
            Self::Archive => archive::prepare(ground, &centre, self.plan())?,
            Self::Restore => restore::prepare(ground, centre, self.plan())?,
            Self::Bundle => bundle::prepare(ground, &centre, self.plan())?,
        }
        Ok(())
    }

    /// Runs it to its end, telling each promise.
    pub(crate) fn run(self, ground: &Ground, acks: &Acks) -> Result<()> {
        let plan = self.plan();
        match self {
            Self::Save | Self::Photo => plan.record(WARDEN, &ground.tablet(WARDEN)?, acks),
            Self::Edit => plan.edit(WARDEN, &ground.tablet(WARDEN)?, acks),
            Self::Migrate => migrate::run(ground, acks),
            Self::Sync => {
                let (store, centre) = (ground.tablet(WARDEN)?, ground.office()?);
                ground.sync(WARDEN, &store, &centre, plan, acks)?;
                centre.back_up(NOW)?;
                ground.sync(WARDEN, &store, &centre, plan, acks).map(drop)
            }
            Self::Receive => ground.sync(LEADER, &ground.tablet(LEADER)?, &ground.office()?, plan, acks).map(drop),
            Self::Enrol => enrol::run(ground, acks),
            Self::Centre => centre::run(ground, plan, acks),
            Self::Archive => archive::run(ground, plan, acks),
            Self::Restore => restore::run(ground, plan, acks),
            Self::Bundle => bundle::run(ground, acks),
        }
    }

    /// Breaks what the flow starts from, so that the promises of a whole run cannot hold: the check must see it. For most
    /// flows it is enough that the run left nothing.
    pub(crate) fn sabotage(self, ground: &Ground) -> Result<()> {
        match self {
            Self::Migrate => migrate::sabotage(ground),
            Self::Restore => restore::sabotage(ground),
            Self::Bundle => bundle::sabotage(ground),
            _ => Ok(()),
        }
    }
}
