//! The `patrolbook` program.

fn main() {}
