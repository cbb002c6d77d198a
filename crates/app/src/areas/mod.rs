//! The council's areas: in which a place lies, in words, and the leader's page of order areas.

mod inside;
mod orders;

pub(crate) use orders::{task_force_choice, ward_choice};
