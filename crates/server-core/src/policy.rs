//! Who may do what at the council office: device × scope × action, and which entries count. The one place for both.
//!
//! Sending is never refused to a tablet that ever had a part in the scope: what it recorded must be able to drain, even
//! after its grant has run out or was withdrawn. Reading needs a grant that stands now. What was written without
//! authority is kept and chained, and a verdict keeps it out of the state.

use crate::storage::{Device, HeldGrant};
use book::{Entry, PublicKey, RecordId, ScopeId};
use domain::roles::{self, Role};
use std::collections::BTreeSet;

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
            Action::SendPages | Action::SendPhotos => grants.next().is_some(),
            Action::ReadPages | Action::ReadPhotos => grants.any(|held| stands(held, now)),
        }
    }

    /// The scopes in which it may do this now.
    pub fn scopes(&self, action: Action, now: i64) -> BTreeSet<ScopeId> {
        let all = self.grants.iter().map(|held| held.signed.grant.scope);
        all.filter(|scope| self.may(action, *scope, now)).collect()
    }
}

fn stands(held: &HeldGrant, now: i64) -> bool {
    let grant = &held.signed.grant;
    held.withdrawn_at.is_none() && grant.from <= now && now < grant.until && role(&grant.role).is_some()
}

/// The role of its word in a grant.
pub fn role(word: &str) -> Option<Role> {
    match word {
        "warden" => Some(Role::Warden),
        "leader" => Some(Role::Leader),
        _ => None,
    }
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
    /// It was written after the grant ended.
    OutOfDate,
    /// It came after the grant was withdrawn.
    Withdrawn,
    /// The role may not do that.
    NotAllowed,
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
        }
    }
}

/// Judges an entry of a book of `device_key` and `scope` that cites `grant`. None: it counts. `fresh`: it comes from a
/// tablet now, and not out of the second copy, where it was judged when it came.
pub fn judge(
    entry: &Entry,
    device_key: &PublicKey,
    scope: ScopeId,
    grant: Option<&HeldGrant>,
    fresh: bool,
) -> Option<Reason> {
    let Some(held) = grant else { return Some(Reason::UnknownGrant) };
    let grant = &held.signed.grant;
    if grant.device_key != *device_key {
        return Some(Reason::OtherTablet);
    }
    if grant.scope != scope {
        return Some(Reason::OtherTeam);
    }
    if fresh && held.withdrawn_at.is_some() {
        return Some(Reason::Withdrawn);
    }
    // Before the grant's beginning there is nothing to check: nobody can cite a grant that does not exist yet.
    if entry.header.wall >= grant.until {
        return Some(Reason::OutOfDate);
    }
    let Some(role) = role(&grant.role) else { return Some(Reason::NotAllowed) };
    let allowed = entry.values().all(|(record, write, value)| {
        needs(&write.field).is_none_or(|action| roles::may(role, action))
            || write.field == record::REVIEW && value == b"null" && hands_in(entry, record)
    });
    (!allowed).then_some(Reason::NotAllowed)
}

/// Whether an entry hands this patrol in. With that a warden clears the review of a patrol that was sent back.
fn hands_in(entry: &Entry, patrol: RecordId) -> bool {
    let mut values = entry.values();
    values.any(|(record, write, value)| record == patrol && write.field == record::STATUS && value == br#""submitted""#)
}

/// What a field's write, and its clearing, need a leader's role for.
fn needs(field: &str) -> Option<roles::Action> {
    if field == record::REVIEW {
        Some(roles::Action::ReviewPatrol)
    } else if field.starts_with(record::QUESTION) {
        Some(roles::Action::AskQuestion)
    } else {
        None
    }
}

#[cfg(test)]
mod tests;
