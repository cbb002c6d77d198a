//! The shell: the window around the use cases of the `app` crate.
