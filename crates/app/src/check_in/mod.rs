//! The check-in of a warden who patrols alone. A sign of life is whatever they record, and "I'm fine". Where none comes in time
//! the tablet reminds; ten minutes later it records that the check-in was missed, which the leader's tablet shows once that
//! page has arrived. Only what was recorded is shown of a place: nobody is followed.

mod missed;
mod sign;

/// Every how many minutes somebody can check in.
pub(crate) const EVERY: [u32; 3] = [30, 60, 90];
/// How long the reminder goes on before a check-in is missed.
const GRACE_MS: i64 = 10 * 60_000;

/// The setting that keeps what a person chose last; 0 is not at all.
pub(crate) fn last_chosen(user: book::UserId) -> String {
    format!("check_in/{}", user.0)
}
