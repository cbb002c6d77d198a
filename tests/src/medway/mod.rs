//! The Medway year: a council's printed figures of November 2017 to October 2018 (domain rules D), the records that add up to
//! them, and the traps that must not. The records are made by a recipe, so that every figure is known beforehand.

mod expected;
mod recipe;

pub use expected::{Expected, expected};
pub use recipe::records;

/// The reports of that year are as at this day: its last.
pub const AS_AT: &str = "2018-10-31";
