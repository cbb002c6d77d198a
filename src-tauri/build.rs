//! Checks that the pages are built, then lets Tauri embed them.

fn main() {}
