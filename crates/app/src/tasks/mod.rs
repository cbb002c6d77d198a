//! Tasks that are given and done, and the covers by which one person does what another was given.

mod cover;
pub(crate) mod given;
mod hand_over;
mod list;

pub(crate) use cover::doers;
