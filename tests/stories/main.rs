//! Stories across tablet and centre, told through the commands that the pages call.

mod locked;
mod merge;
mod patrol;
mod recording;
mod review;
