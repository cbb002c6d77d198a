//! The same app commands over loopback HTTP, so that a browser test drives the real Rust.
