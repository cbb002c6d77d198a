//! The command menu of the project. fn main is filled in below.
fn main() {}
