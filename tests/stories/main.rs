//! Stories across tablet and centre, told through the commands that the pages call.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a step that fails is a test that fails"
)]

mod answers;
mod areas;
mod attendance;
mod authority;
mod beside;
mod bundle;
mod call;
mod cases;
mod catalogue;
mod central_records;
mod check_in;
mod checks;
mod clocks;
mod closing;
mod courses;
mod coverage;
mod cross_check;
mod data_page;
mod deputies;
mod directory;
mod dvla;
mod enquiries;
mod erasure;
mod exports;
mod figures;
mod foi;
mod full_disk;
mod incidents;
mod kinds;
mod links;
mod locked;
mod log;
mod many;
mod merge;
mod morning;
mod not_submitted;
mod notices;
mod older_records;
mod pact;
mod pairs;
mod passwords;
mod patrol;
mod persons;
mod photos;
mod places;
mod planned;
mod published;
mod queue;
mod recording;
mod referrals;
mod repeats;
mod restricted;
mod review;
mod rounds;
mod same_one;
mod tablets;
mod task_forces;
mod tasks;
mod typed_figures;
mod warden_report;
