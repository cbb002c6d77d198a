//! The hybrid logical clock: 48 bits of milliseconds and a 16-bit counter. It only orders what is shown first; nothing is
//! refused for its clock.

use serde::{Deserialize, Serialize};

/// A device never follows another's clock further than this ahead of its own wall clock (milliseconds).
pub const MAX_AHEAD_MS: u64 = 60_000;

/// A reading of the hybrid logical clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Clock(pub u64);

/// How the wall time of an entry was known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockQuality {
    /// The device's own clock, not compared with anything.
    Unchecked = 0,
    /// Compared with the council office's clock at the last sync and found within a minute.
    Checked = 1,
    /// Compared with the council office's clock and found further off than a minute.
    Doubtful = 2,
}

impl Clock {
    /// The next reading of a device whose last was `self`, at `wall_ms` (milliseconds since 1970). Always greater.
    #[must_use]
    pub fn tick(self, wall_ms: u64) -> Self {
        Self((wall_ms << 16).max(self.0.saturating_add(1)))
    }

    /// After seeing `other`: the later of the two, but never more than a minute ahead of `wall_ms`.
    #[must_use]
    pub fn seen(self, other: Self, wall_ms: u64) -> Self {
        let most = wall_ms.saturating_add(MAX_AHEAD_MS) << 16;
        self.max(Self(other.0.min(most)))
    }

    /// The milliseconds since 1970 in the reading.
    pub fn millis(self) -> u64 {
        self.0 >> 16
    }
}

impl ClockQuality {
    /// From its stored tag.
    pub fn from_tag(tag: u8) -> Option<Self> {
        [Self::Unchecked, Self::Checked, Self::Doubtful].into_iter().find(|quality| *quality as u8 == tag)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_goes_on_when_the_wall_clock_falls_back_by_years() {
        let before = Clock::default().tick(2_000_000_000_000);
        let after = before.tick(1_000_000_000_000);
        assert!(after > before, "a later entry must never carry an earlier reading");
    }

    #[test]
    fn a_tablet_set_to_next_year_does_not_drag_the_others_along() {
        let now = 1_700_000_000_000;
        let sane = Clock::default().tick(now);
        let next_year = Clock::default().tick(now + 31_536_000_000);
        assert_eq!(sane.seen(next_year, now).millis(), now + MAX_AHEAD_MS);
    }
}
