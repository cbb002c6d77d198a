//! What happens in a seed, step by step. Each step has its own number for its own chance, so that a history from which
//! steps were dropped goes on as before.

use crate::Tally;
use std::fmt;

/// What a seed is made of.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Its number.
    pub seed: u64,
    /// Tablets.
    pub devices: usize,
    /// Years of 250 shifts for each.
    pub years: f64,
    /// Whether tablets and office lie on real disks, in the real databases, with real signatures.
    pub real: bool,
    /// The fault of ours that must be caught, if this is a control.
    pub control: Option<Control>,
}

/// Faults that a simulator must catch to be believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Control {
    /// The later write of two hides the other.
    LastWriterWins,
    /// A tablet deletes photos when anything answers.
    DeleteOn200,
    /// A tablet's commit does not reach the disk.
    UnsyncedCommits,
    /// A tablet notes how far it holds a book before it holds it.
    TipBeforeApply,
    /// A receipt counts whatever page it names.
    NumberOnlyReceipts,
    /// A tablet that was put back writes what it had lost anew.
    ReissuedBranch,
    /// A tablet keeps what the law had erased.
    KeepsErased,
}

impl Control {
    /// All, with their names.
    pub const ALL: [(Self, &'static str); 7] = [
        (Self::NumberOnlyReceipts, "number-only-receipts"),
        (Self::LastWriterWins, "last-writer-wins"),
        (Self::DeleteOn200, "delete-on-200"),
        (Self::UnsyncedCommits, "unsynced-commits"),
        (Self::TipBeforeApply, "tip-before-apply"),
        (Self::ReissuedBranch, "re-issued-branch"),
        (Self::KeepsErased, "keeps-erased"),
    ];

    /// By its name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == name).map(|(control, _)| *control)
    }

    /// Whether a result shows this fault.
    pub fn shows(self, tally: &Tally) -> bool {
        match self {
            Self::LastWriterWins | Self::DeleteOn200 | Self::UnsyncedCommits => tally.lost > 0,
            Self::TipBeforeApply | Self::NumberOnlyReceipts => tally.lost + tally.unconverged > 0,
            Self::ReissuedBranch => tally.duplicated > 0,
            Self::KeepsErased => tally.resurrected > 0,
        }
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(control, _)| *control == self).map_or("", |(_, name)| name)
    }
}

/// One step: what, and the number of its chance.
#[derive(Debug, Clone, Copy)]
pub struct Step {
    /// What happens.
    pub kind: Kind,
    /// Where its chance begins.
    pub seed: u64,
}

/// What can happen. The number is the tablet's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A warden's shift: forty pages.
    Shift(usize),
    /// A sync over whatever link there is.
    Sync(usize),
    /// The office brings its second copy up to date.
    BackUp,
    /// The office's machine restarts.
    RestartOffice,
    /// Someone copies the office's disk.
    CopyOffice,
    /// The office is put back to that copy, and nobody is told.
    PutOfficeBack,
    /// The office is lost, and a new one is filled from the second copy.
    RestoreOffice,
    /// The end of a book's second copy is lost.
    TearArchive,
    /// A tablet's clock jumps by up to ten years.
    Clock(usize),
    /// The office withdraws a tablet.
    Withdraw(usize),
    /// The office grants the tablet to another person.
    Grant(usize),
    /// A tablet's disk is copied.
    CopyTablet(usize),
    /// A tablet's disk is put back to that copy.
    PutTabletBack(usize),
    /// A tablet's disk is copied to a new tablet, which is used beside it from now on.
    Clone(usize),
    /// A tablet restarts.
    Restart(usize),
    /// The person who writes on a tablet moves to the other team.
    Move(usize),
    /// A tablet is updated for a day, and writes a page that no other build can read.
    NewerPage(usize),
    /// A tablet's bundle is carried to the office.
    Bundle(usize),
    /// The office's disk loses a photo.
    LosePhoto,
    /// The office signs the checkpoint of the night.
    Checkpoint,
    /// The law has something erased.
    Erase,
    /// A concern is recorded into the restricted part.
    Concern(usize),
    /// The office enrols one more tablet, which is the seat behind the others.
    Enrol,
    /// The council publishes a catalogue.
    Publish,
}

impl Kind {
    /// The tablet that it is about.
    pub fn seat(self) -> Option<usize> {
        match self {
            Self::Shift(seat)
            | Self::Sync(seat)
            | Self::Clock(seat)
            | Self::Withdraw(seat)
            | Self::Grant(seat)
            | Self::CopyTablet(seat)
            | Self::PutTabletBack(seat)
            | Self::Clone(seat)
            | Self::Restart(seat)
            | Self::Move(seat)
            | Self::NewerPage(seat)
            | Self::Bundle(seat)
            | Self::Concern(seat) => Some(seat),
            Self::BackUp
            | Self::RestartOffice
            | Self::CopyOffice
            | Self::PutOfficeBack
            | Self::RestoreOffice
            | Self::TearArchive
            | Self::LosePhoto
            | Self::Checkpoint
            | Self::Erase
            | Self::Enrol
            | Self::Publish => None,
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} #{:x}", self.kind, self.seed)
    }
}

/// Shifts in a device's year.
const SHIFTS: f64 = 250.0;

impl Plan {
    /// Its steps.
    pub fn history(&self) -> Vec<Step> {
        let mut chance = fastrand::Rng::with_seed(self.seed);
        // Chances of their own, so that everything else in a history happens as it does without these.
        let mut law = fastrand::Rng::with_seed(self.seed ^ 0x1a3);
        let mut concern = fastrand::Rng::with_seed(self.seed ^ 0xc0c);
        let mut newcomer = fastrand::Rng::with_seed(self.seed ^ 0x9e3);
        let mut council = fastrand::Rng::with_seed(self.seed ^ 0xca7);
        let days = (SHIFTS * self.years).round().max(1.0) as usize;
        let mut steps = Vec::new();
        // One history in three has a tablet that is cloned: the clone is the seat behind the others.
        let clone = (chance.u32(..3) == 0).then(|| chance.usize(..days));
        // In one of three others a tablet is enrolled later, and is that seat.
        let enrolled = newcomer.usize(..days);
        let enrolled = (clone.is_none() && (self.real || newcomer.u32(..3) == 0)).then_some(enrolled);
        // One history in eight has catalogues published, in its first half: what each would change is worked out of every record.
        let mut editions: Vec<usize> = (0..1 + council.usize(..2)).map(|_| council.usize(..days.div_ceil(2))).collect();
        editions.retain(|_| self.real || self.seed.is_multiple_of(8));
        for day in 0..days {
            for _ in editions.iter().filter(|edition| **edition == day) {
                steps.push(Step { kind: Kind::Publish, seed: council.u64(..) });
            }
            for tablet in 0..self.devices {
                self.day(tablet, &mut chance, &mut steps);
                if concern.u32(..1000) < 400 {
                    steps.push(Step { kind: Kind::Concern(tablet), seed: concern.u64(..) });
                }
            }
            if clone == Some(day) {
                steps.push(Step { kind: Kind::Clone(chance.usize(..self.devices)), seed: chance.u64(..) });
            } else if clone.is_some_and(|clone| clone < day) {
                self.day(self.devices, &mut chance, &mut steps);
                if concern.u32(..1000) < 400 {
                    steps.push(Step { kind: Kind::Concern(self.devices), seed: concern.u64(..) });
                }
            }
            if enrolled == Some(day) {
                steps.push(Step { kind: Kind::Enrol, seed: newcomer.u64(..) });
            } else if enrolled.is_some_and(|enrolled| enrolled < day) {
                self.day(self.devices, &mut newcomer, &mut steps);
            }
            if law.u32(..1000) < 60 {
                steps.push(Step { kind: Kind::Erase, seed: law.u64(..) });
            }
            self.night(&mut chance, &mut steps);
        }
        steps
    }

    fn day(&self, tablet: usize, chance: &mut fastrand::Rng, steps: &mut Vec<Step>) {
        let mut push = |kind, seed| steps.push(Step { kind, seed });
        // Controls that are about tablets put back get many of them.
        let often =
            if matches!(self.control, Some(Control::NumberOnlyReceipts | Control::ReissuedBranch)) { 10 } else { 1 };
        push(Kind::Shift(tablet), chance.u64(..));
        for (kind, per_thousand) in [
            (Kind::Restart(tablet), 20),
            (Kind::Clock(tablet), 5),
            (Kind::CopyTablet(tablet), 10 * often),
            (Kind::PutTabletBack(tablet), 5 * often),
            (Kind::Grant(tablet), 4),
            (Kind::Withdraw(tablet), 1),
            (Kind::Move(tablet), 2),
            (Kind::NewerPage(tablet), 10),
            (Kind::Bundle(tablet), 10),
            (Kind::Sync(tablet), 700),
        ] {
            if chance.u32(..1000) < per_thousand {
                push(kind, chance.u64(..));
            }
        }
    }

    fn night(&self, chance: &mut fastrand::Rng, steps: &mut Vec<Step>) {
        let mut push = |kind, seed| steps.push(Step { kind, seed });
        for (kind, per_thousand) in [
            (Kind::BackUp, 800),
            (Kind::RestartOffice, 50),
            (Kind::TearArchive, 10),
            (Kind::CopyOffice, 20),
            (Kind::PutOfficeBack, 12),
            (Kind::PutOfficeBack, 3),
            (Kind::RestoreOffice, 5),
            (Kind::LosePhoto, 10),
            (Kind::Checkpoint, 700),
        ] {
            if chance.u32(..1000) < per_thousand {
                push(kind, chance.u64(..));
            }
        }
    }
}
