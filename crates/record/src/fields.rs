//! Names of the fields that records have beside those of their kind, and of rows within a record.

/// The record's type: a kind of the catalogue, or [`PATROL`].
pub const KIND: &str = "kind";
/// The kind of a patrol record.
pub const PATROL: &str = "patrol";
/// When it was found, RFC 3339 in UTC.
pub const OCCURRED_AT: &str = "occurred_at";
/// Where; see `domain::Place`.
pub const PLACE: &str = "place";
/// On a finding: the patrol that it was recorded on.
pub const ON_PATROL: &str = "patrol";
/// `{"reason"}` when recorded by mistake, null when not.
pub const WITHDRAWN: &str = "withdrawn";
/// The leader's verdict: see [`crate::Review`].
pub const REVIEW: &str = "review";
/// Where its matter stands: see [`crate::Stood`].
pub const STATE: &str = "state";
/// The finding that it is the same as.
pub const DUPLICATE_OF: &str = "duplicate_of";
/// The findings that it belongs to.
pub const RELATED_TO: &str = "related_to";
/// The short reference that the tablet gave.
pub const REFERENCE: &str = "reference";
/// The reference that the council office gave when it arrived; see [`crate::Record::office_reference`]. Only the office
/// writes it.
pub const OFFICE_REFERENCE: &str = "office_reference";
/// True of a record of before, which was brought in from a file.
pub const BROUGHT_IN: &str = "brought_in";
/// On a 09:15 call: up to which page each book had come when it ended. Two leaders who ended one call both say so.
pub const HELD: &str = "held";
/// On a patrol: `active`, `ended` or `submitted`.
pub const STATUS: &str = "status";
/// On a patrol: when it began, RFC 3339 in UTC.
pub const STARTED_AT: &str = "started_at";
/// On a patrol: when it ended.
pub const ENDED_AT: &str = "ended_at";
/// On a patrol: `foot`, `vehicle` or `cycle`.
pub const MODE: &str = "mode";
/// On a patrol: the area, as text.
pub const AREA: &str = "area";
/// On a patrol: with whom, a list of names.
pub const WITH: &str = "with";
/// On a patrol: the weather, if said.
pub const WEATHER: &str = "weather";
/// On a patrol: the round that it walks, with its places as they were when it began to.
pub const ROUND: &str = "round";
/// On a patrol alone: every how many minutes its warden checks in.
pub const CHECK_IN: &str = "check_in";
/// On a patrol: anything for the next warden.
pub const NOTE_FOR_NEXT: &str = "note_for_next";

/// The kind of the record by which a leader names a deputy, and its question for whom. Every question of it begins so.
pub const DEPUTY: &str = "deputy";
/// From which day they lead, and until which.
pub const DEPUTY_FROM: &str = "deputy_from";
/// See [`DEPUTY_FROM`].
pub const DEPUTY_UNTIL: &str = "deputy_until";

/// Rows of photos: `photo/<sha256>`.
pub const PHOTO: &str = "photo/";
/// Rows of a leader's questions: `question/<uuid>`.
pub const QUESTION: &str = "question/";
/// Rows of answers: `answer/<uuid of the question>`.
pub const ANSWER: &str = "answer/";

/// Rows of a patrol: `fine/<uuid>`, its warden's "I'm fine".
pub const FINE: &str = "fine/";
/// Rows of a patrol: `missed/<uuid>`, a check-in that was missed, with when it was due.
pub const MISSED: &str = "missed/";
/// Rows of when it was seen again: `sighting/<uuid>`, see [`crate::Sighting`].
pub const SIGHTING: &str = "sighting/";
/// Rows of looks at what the catalogue has logged: `look/<uuid>`. Who looked is the author of its page.
pub const LOOK: &str = "look/";

/// Whether a field is one of the envelope or a row, and not a question of the kind's form.
pub fn is_own(field: &str) -> bool {
    field.contains('/')
        || [KIND, ON_PATROL, WITHDRAWN, REVIEW, REFERENCE, OFFICE_REFERENCE, STATE, BROUGHT_IN].contains(&field)
}
