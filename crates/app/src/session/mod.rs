//! The tablet and who is using it: enrol, unlock, lock, sync now.

#[cfg(unix)]
pub(crate) mod beside;
mod deputy;
mod enrol;
pub(crate) mod idle;
pub(crate) mod status;
pub(crate) mod sync;
mod unlock;
mod unlock_code;
