//! What wardens know, without any I/O, clock or storage: the ground floor of both the tablet and the council office.
//!
//! - [`catalogue`]: the kinds of finding as data. [`catalogue::Catalogue::built_in`] reads the files of `catalogue/`;
//!   [`catalogue::Kind::answer`] says what a half-filled form still needs, in the words that the warden reads.
//! - [`place`]: where something is, with how well that is known; typed grid references and coordinates.
//! - [`erasure`]: the grounds on which the law may have a value erased.
//! - [`vrm`]: registration marks, read and written the British way. Advice only, never a barrier.
//! - [`roles`]: who may do what: one table, printed to `tests/roles_matrix.txt`.
//! - [`mod@reference`]: the short reference that a tablet gives at once (`W07-250318-004`).
//!
//! Field values are JSON; an unanswered field is absent or null, and stays so until somebody answers it: nothing here
//! ever fills in an answer.

pub mod catalogue;
pub mod erasure;
pub mod place;
pub mod reference;
pub mod roles;
pub mod vrm;
pub mod working_day;
