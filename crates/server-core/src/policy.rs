//! Who may do what at the council office: device × scope × action, and which entries count. The one place for both.
//!
//! Sending is never refused to a tablet that ever had a part in the scope: what it recorded must be able to drain, even
//! after its grant has run out or was withdrawn. Reading needs a grant that stands now. What was written without
//! authority is kept and chained, and a verdict keeps it out of the state.

use crate::storage::{Device, HeldGrant, User};
use book::{Entry, Grant, Opacity, PublicKey, RecordId, ScopeId};
use domain::roles::{self, DEPUTY, Role, SAFEGUARDING};
use record::Decision;
use record::sealed::is_sealed;
use std::collections::BTreeSet;

/// How long a grant stands.
pub const GRANT_MS: i64 = 400 * DAY_MS;
/// One with less left is given anew when its tablet syncs.
pub const RENEW_MS: i64 = 100 * DAY_MS;
const DAY_MS: i64 = 24 * 60 * 60_000;
/// So far may a clock be off that is right.
const CLOCKS_MS: i64 = book::clock::MAX_AHEAD_MS as i64;

/// What a tablet may want to do in a scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Send pages.
    SendPages,
    /// Receive pages, tips and names.
    ReadPages,
    /// Send photos, and ask how far they have come.
    SendPhotos,
    /// Receive photos.
    ReadPhotos,
    /// Add a person who shows a name and a password.
    AddPerson,
}

/// A tablet that showed its token.
#[derive(Debug, Clone)]
pub struct Caller {
    /// The tablet.
    pub device: Device,
    /// Its grants, withdrawn and expired ones too.
    pub grants: Vec<HeldGrant>,
}

impl Caller {
    /// Whether it may do this in that scope now.
    pub fn may(&self, action: Action, scope: ScopeId, now: i64) -> bool {
        let mut grants = self.grants.iter().filter(|held| held.signed.grant.scope == scope);
        match action {
            // Whoever writes for a team may send to its restricted part, and reads nothing there by that.
            Action::SendPages => {
                let writes = |held: &HeldGrant| role_in(&held.signed.grant, scope).is_some();
                grants.next().is_some() || self.grants.iter().any(writes)
            }
            Action::SendPhotos => grants.next().is_some(),
            Action::ReadPages | Action::ReadPhotos => grants.any(|held| stands(held, now)),
            // One that has run out will do: with the password it is given anew.
            Action::AddPerson => {
                grants.any(|held| held.withdrawn_at.is_none() && held.signed.grant.role != SAFEGUARDING)
            }
        }
    }

    /// The scopes in which it may do this now.
    pub fn scopes(&self, action: Action, now: i64) -> BTreeSet<ScopeId> {
        let all = self.grants.iter().map(|held| held.signed.grant.scope);
        let all = all.flat_map(|scope| [scope, scope.restricted()]);
        all.filter(|scope| self.may(action, *scope, now)).collect()
    }
}

/// Whether a person who has shown their password may write in a scope: it is their team's, or they hold a grant for it that
/// was not withdrawn, run out or not. `grants` are all of that scope.
pub fn may_join(user: &User, scope: ScopeId, grants: &[HeldGrant]) -> bool {
    let theirs = |held: &&HeldGrant| held.signed.grant.user == user.id && held.signed.grant.scope == scope;
    user.team == Some(scope) || grants.iter().filter(theirs).any(|held| held.withdrawn_at.is_none())
}

/// The grants of a tablet to be given anew: those that stand, are the latest of their person and scope, and end soon. A
/// deputy's ends when it ends.
pub fn ending(grants: &[HeldGrant], now: i64) -> Vec<&HeldGrant> {
    let lasting = |held: &&HeldGrant| held.signed.grant.role != DEPUTY;
    let latest = |held: &&HeldGrant| {
        let grant = &held.signed.grant;
        grants
            .iter()
            .filter(lasting)
            .map(|other| &other.signed.grant)
            .all(|other| (other.user, other.scope) != (grant.user, grant.scope) || other.from <= grant.from)
    };
    let soon = |held: &&HeldGrant| held.signed.grant.until - now < RENEW_MS;
    grants.iter().filter(lasting).filter(|held| stands(held, now)).filter(soon).filter(latest).collect()
}

/// Whether a grant covers what is done now.
pub(crate) fn stands(held: &HeldGrant, now: i64) -> bool {
    let grant = &held.signed.grant;
    held.withdrawn_at.is_none() && grant.from <= now && now < grant.until && Role::granted(&grant.role).is_some()
}

/// In which role a grant lets its person write in a scope. Leave to write for a team is also leave to record in its
/// restricted part, where a leader is no more than a warden.
fn role_in(grant: &Grant, scope: ScopeId) -> Option<Role> {
    let role = Role::granted(&grant.role);
    match role {
        _ if grant.scope == scope => role,
        Some(Role::Warden | Role::Leader) if grant.scope.restricted() == scope => Some(Role::Warden),
        _ => None,
    }
}

/// The role in a team of its word.
pub fn role(word: &str) -> Option<Role> {
    match word {
        "warden" => Some(Role::Warden),
        "leader" => Some(Role::Leader),
        _ => None,
    }
}

/// Whether a record of this kind may be erased by an order in a book of the council's own key, or of another. What the
/// office itself says, and what leaders decided on it, is never erased: it names pages and no person.
pub fn may_erase(kind: &str, by_council: bool) -> bool {
    by_council && ![record::verdict::VERDICT, record::verdict::DECISION, record::ERASURE].contains(&kind)
}

/// Why an entry is waiting for a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// The council never gave the grant that it cites.
    UnknownGrant,
    /// The grant is another tablet's.
    OtherTablet,
    /// The grant is for another team.
    OtherTeam,
    /// It was written after the grant ended, or before a deputy's began.
    OutOfDate,
    /// It came after the grant was withdrawn.
    Withdrawn,
    /// The role may not do that.
    NotAllowed,
    /// A newer build wrote it, and this one cannot read it.
    NewerForm,
    /// It is in no form that can be read.
    Unreadable,
    /// Its values or its signature are not those of the page that the tablet wrote.
    Damaged,
}

impl Reason {
    /// Its word in a verdict.
    pub fn word(self) -> &'static str {
        match self {
            Self::UnknownGrant => "unknown_grant",
            Self::OtherTablet => "other_tablet",
            Self::OtherTeam => "other_team",
            Self::OutOfDate => "out_of_date",
            Self::Withdrawn => "withdrawn",
            Self::NotAllowed => "not_allowed",
            Self::NewerForm => "newer_form",
            Self::Unreadable => "unreadable",
            Self::Damaged => "damaged",
        }
    }

    /// Why a page that cannot be read is waiting.
    pub fn of(why: Opacity) -> Self {
        match why {
            Opacity::Newer => Self::NewerForm,
            Opacity::Unreadable => Self::Unreadable,
            Opacity::Damaged => Self::Damaged,
        }
    }
}

/// Judges an entry of a book of `device_key` and `scope` that cites `grant`. None: it counts. `said` is a sealed entry
/// opened. `came`: when it came from a tablet, by the office's clock; none if it comes out of the second copy, since it was
/// judged when it came.
pub fn judge(
    entry: &Entry,
    said: Option<&Entry>,
    device_key: &PublicKey,
    scope: ScopeId,
    grant: Option<&HeldGrant>,
    came: Option<i64>,
) -> Option<Reason> {
    let Some(held) = grant else { return Some(Reason::UnknownGrant) };
    let grant = &held.signed.grant;
    if grant.device_key != *device_key {
        return Some(Reason::OtherTablet);
    }
    let role = role_in(grant, scope);
    if grant.scope != scope && role.is_none() {
        return Some(Reason::OtherTeam);
    }
    if came.is_some() && held.withdrawn_at.is_some() {
        return Some(Reason::Withdrawn);
    }
    // Before another grant's beginning there is nothing to check: nobody can cite a grant that does not exist yet.
    let deputy = grant.role == DEPUTY;
    // A tablet's clock can be set back; its book's never goes back.
    let latest = entry.header.wall.max(i64::try_from(entry.header.clock.millis()).unwrap_or(i64::MAX));
    // A tablet can be set forward, too; what is here before a deputy's days begin was written before them. What comes late
    // may have been written on any of them.
    let early = entry.header.wall < grant.from || came.is_some_and(|came| came + CLOCKS_MS < grant.from);
    if entry.header.wall >= grant.until || deputy && (early || latest >= grant.until) {
        return Some(Reason::OutOfDate);
    }
    let Some(role) = role else { return Some(Reason::NotAllowed) };
    let restricted = role == Role::Safeguarding || grant.scope != scope;
    let said = match said.filter(|_| restricted) {
        Some(said) => said,
        None if !restricted => entry,
        None if is_sealed(entry) => return Some(Reason::Unreadable),
        // In a restricted part nothing is said in the clear, but whether a page that is waiting counts.
        None if decides_only(entry) => entry,
        None => return Some(Reason::NotAllowed),
    };
    // What was erased was allowed, or not, when it came; the office's verdict on that stands.
    let allowed = said.values().all(|(record, write, value)| {
        // What the DVLA says, and the office's reference, stand in the office's own books only.
        if write.field.starts_with(record::DVLA_SAID) || write.field == record::OFFICE_REFERENCE {
            return false;
        }
        // And so do orders to erase, with what goes on counting by them.
        if write.field == record::KIND
            && serde_json::from_slice::<String>(value).ok().as_deref() == Some(record::ERASURE)
        {
            return false;
        }
        needs(&write.field).is_none_or(|action| roles::may(role, action)) && !(deputy && names_deputy(&write.field))
            || write.field == record::REVIEW && value == b"null" && hands_in(said, record)
    });
    (!allowed).then_some(Reason::NotAllowed)
}

/// Whether an entry hands this patrol in. With that a warden clears the review of a patrol that was sent back.
fn hands_in(entry: &Entry, patrol: RecordId) -> bool {
    let mut values = entry.values();
    values.any(|(record, write, value)| record == patrol && write.field == record::STATUS && value == br#""submitted""#)
}

/// Whether an entry decides on a page that is waiting for a check, and does nothing else.
fn decides_only(entry: &Entry) -> bool {
    let decided = Decision::decided_by(entry);
    let mut writes = entry.header.writes();
    writes.all(|(record, write)| {
        [record::KIND, record::DECIDED].contains(&write.field.as_str())
            && decided.iter().any(|hash| Decision::record_of(*hash) == record)
    })
}

/// Whether a field says who is a deputy, or when. A deputy says that of nobody.
pub(crate) fn names_deputy(field: &str) -> bool {
    [record::DEPUTY, record::DEPUTY_FROM, record::DEPUTY_UNTIL].contains(&field)
}

/// What a field's write, and its clearing, need a right for that not every role has.
fn needs(field: &str) -> Option<roles::Action> {
    if field == record::REVIEW {
        Some(roles::Action::ReviewPatrol)
    } else if field.starts_with(record::QUESTION) {
        Some(roles::Action::AskQuestion)
    } else if field == record::DECIDED {
        Some(roles::Action::CheckPages)
    } else if names_deputy(field) {
        Some(roles::Action::GiveTasks)
    } else if field.starts_with(record::DVLA_ASKED) || field.starts_with(record::DVLA_TOLD) {
        Some(roles::Action::AskDvla)
    } else {
        None
    }
}

#[cfg(test)]
mod tests;
