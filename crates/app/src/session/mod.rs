//! The tablet and who is using it: enrol, unlock, lock, sync now.

mod enrol;
pub(crate) mod status;
mod sync;
mod unlock;
