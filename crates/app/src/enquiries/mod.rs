//! What somebody asks about a place, for leaders: the page that tells what was recorded there, which may leave the team, and the
//! enquiry that it answers. The page has counts, outcomes and dates alone: no name, and no word that was typed of a finding.

mod asked;
mod file;
mod keep;
mod list;
mod told;

/// The kind of an enquiry, and its questions.
const ENQUIRY: &str = "enquiry";
const ASKED_BY: &str = "asked_by";
const COUNCILLOR: &str = "councillor";
const ABOUT: &str = "about";
const ASKED_ON: &str = "asked_on";
const ABOUT_PLACE: &str = "about_place";
const FROM: &str = "period_from";
const TO: &str = "period_to";
const TYPED: &str = "place_typed";
const WARD: &str = "place_ward";
const METRES: &str = "place_metres";
const SENT_ON: &str = "sent_on";
const SENT: &str = "sent_text";
