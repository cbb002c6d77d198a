//! Use cases by noun and verb; every command declared once, in [`contract`].

pub mod contract;
