//! Who may do what: the one policy table, used on the tablet and at the council office alike.
//!
//! Accounts, devices and keys are the council office's own business and not in this table. The table is printed to
//! `tests/roles_matrix.txt`, so that a reviewer reads every permission on one page and no change goes unseen.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What somebody is to the team.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// A community warden on patrol.
    Warden,
    /// A team leader: a warden who reviews, settles and reports.
    Leader,
    /// A safeguarding lead, in the restricted part of a team: a role beside the person's role in the team.
    Safeguarding,
    /// An administrator of accounts and tablets, with no part in the records.
    Admin,
}

/// Something that changes or hands out records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Record a finding, a meeting or a patrol.
    RecordFinding,
    /// Correct a finding of the team; the old value stays legible.
    CorrectFinding,
    /// Mark a finding as recorded by mistake, with a reason.
    WithdrawFinding,
    /// Hand in a patrol for review.
    SubmitPatrol,
    /// Approve a patrol or send it back.
    ReviewPatrol,
    /// Ask a question about a field.
    AskQuestion,
    /// Answer a question about a field.
    AnswerQuestion,
    /// Choose between two versions.
    SettleVersions,
    /// Accept a finding, or close it without an outcome.
    DecideMatter,
    /// Take the team's findings out as a file.
    ExportFindings,
    /// See the figures and the report.
    SeeFigures,
    /// Ask the DVLA about a mark, for a lawful purpose, or write down what one was told.
    AskDvla,
    /// Keep a register such as the PACT panels.
    KeepRegister,
    /// Hold the daily call: its attendance, its issues, the sheets of its partners.
    HoldCall,
    /// Give tasks to others, and say who covers for whom and who leads meanwhile.
    GiveTasks,
    /// Accept or decline a page that is waiting for a check.
    CheckPages,
    /// See how the team's tablets are.
    SeeTablets,
    /// Let somebody of the team back onto their tablet, by a code that is read out.
    GiveUnlockCode,
    /// Record what only the safeguarding lead can read.
    RecordRestricted,
    /// Read what was recorded in the restricted part.
    ReadRestricted,
}

/// The word for a safeguarding lead in a grant, which is for the restricted part of a team.
pub const SAFEGUARDING: &str = "safeguarding";

/// The word for a deputy in a grant: a leader between its two dates, and no longer.
pub const DEPUTY: &str = "deputy";
/// For how many days at most.
pub const LONGEST_DEPUTY_DAYS: i64 = 62;

impl Role {
    /// Every role.
    pub const ALL: [Self; 4] = [Self::Warden, Self::Leader, Self::Safeguarding, Self::Admin];

    /// The role of its word in a grant. An administrator has no part in the records, and so no grant.
    pub fn granted(word: &str) -> Option<Self> {
        match word {
            "warden" => Some(Self::Warden),
            "leader" | DEPUTY => Some(Self::Leader),
            SAFEGUARDING => Some(Self::Safeguarding),
            _ => None,
        }
    }
}

impl Action {
    /// Every action.
    pub const ALL: [Self; 20] = [
        Self::RecordFinding,
        Self::CorrectFinding,
        Self::WithdrawFinding,
        Self::SubmitPatrol,
        Self::ReviewPatrol,
        Self::AskQuestion,
        Self::AnswerQuestion,
        Self::SettleVersions,
        Self::DecideMatter,
        Self::ExportFindings,
        Self::SeeFigures,
        Self::AskDvla,
        Self::KeepRegister,
        Self::HoldCall,
        Self::GiveTasks,
        Self::CheckPages,
        Self::SeeTablets,
        Self::GiveUnlockCode,
        Self::RecordRestricted,
        Self::ReadRestricted,
    ];
}

/// Whether a person in this role may do this within the scope that they have it for: their own team, or its restricted
/// part.
pub fn may(role: Role, action: Action) -> bool {
    use Action::*;
    match role {
        Role::Leader => action != ReadRestricted,
        Role::Safeguarding => match action {
            CorrectFinding | WithdrawFinding | SettleVersions | DecideMatter | CheckPages | RecordRestricted
            | ReadRestricted => true,
            RecordFinding | SubmitPatrol | ReviewPatrol | AskQuestion | AnswerQuestion | ExportFindings
            | SeeFigures | AskDvla | KeepRegister | HoldCall | GiveTasks | SeeTablets | GiveUnlockCode => false,
        },
        Role::Warden => match action {
            RecordFinding | CorrectFinding | WithdrawFinding | SubmitPatrol | AnswerQuestion | AskDvla
            | RecordRestricted => true,
            ReviewPatrol | AskQuestion | SettleVersions | DecideMatter | ExportFindings | SeeFigures | KeepRegister
            | HoldCall | GiveTasks | CheckPages | SeeTablets | GiveUnlockCode | ReadRestricted => false,
        },
        Role::Admin => false,
    }
}

/// The table as text, a line for each action.
pub fn matrix() -> String {
    let line = |first: String, cells: [&str; 4]| {
        format!("{first:<16} {}", cells.map(|cell| format!("{cell:<12}")).join(" ")).trim_end().to_owned() + "\n"
    };
    let mut table = line(String::new(), ["Warden", "Leader", "Safeguarding", "Admin"]);
    for action in Action::ALL {
        table += &line(format!("{action:?}"), Role::ALL.map(|role| if may(role, action) { "yes" } else { "-" }));
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_printed_matrix_is_the_committed_one() {
        let committed = include_str!("../tests/roles_matrix.txt");
        assert_eq!(
            matrix(),
            committed,
            "the policy changed: put the text above into crates/domain/tests/roles_matrix.txt"
        );
    }

    #[test]
    fn only_a_safeguarding_lead_reads_the_restricted_part_and_is_nothing_else_by_that() {
        let readers: Vec<_> = Role::ALL.into_iter().filter(|role| may(*role, Action::ReadRestricted)).collect();
        assert_eq!(readers, [Role::Safeguarding]);
        assert!(!may(Role::Safeguarding, Action::ReviewPatrol) && !may(Role::Safeguarding, Action::ExportFindings));
    }

    #[test]
    fn a_warden_never_approves_and_an_administrator_never_touches_records() {
        assert!(!may(Role::Warden, Action::ReviewPatrol), "a warden must not approve");
        for action in Action::ALL {
            assert!(!may(Role::Admin, action), "{action:?} is not for administrators");
        }
    }
}
