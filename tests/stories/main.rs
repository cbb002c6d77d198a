//! Stories across tablet and centre, told through the commands that the pages call.

mod full_disk;
mod locked;
mod merge;
mod patrol;
mod recording;
mod review;
