//! The shell: a window around the use cases of the `app` crate, and the two tasks that need no window.
//!
//! Here are no rule, no SQL and no wording but its own: a page's request goes to `app` as it came, and `app`'s answer
//! goes back as it is.

pub mod folder;
pub mod keychain;
pub mod tasks;
pub mod window;

mod commands;
mod opened;
mod photos;
mod refusal;
