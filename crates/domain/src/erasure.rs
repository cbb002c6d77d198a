//! The grounds on which the law may have a value erased: a closed list, so that an erasure says why and nothing personal.

use serde::{Deserialize, Serialize};

/// Why a value is erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// The time for which its class is kept is over (UK GDPR Art. 5(1)(e); DPA 2018 s.39).
    RetentionEnded,
    /// The person whom it is about asked for it, and it was granted (UK GDPR Art. 17; DPA 2018 s.47).
    RightToErasure,
    /// There was no lawful ground to record it.
    RecordedUnlawfully,
    /// A court or the Information Commissioner ordered it.
    Order,
}

impl Ground {
    /// Every ground.
    pub const ALL: [Self; 4] = [Self::RetentionEnded, Self::RightToErasure, Self::RecordedUnlawfully, Self::Order];

    /// Its word, as the command line and the book have it.
    pub fn word(self) -> &'static str {
        match self {
            Self::RetentionEnded => "retention_ended",
            Self::RightToErasure => "right_to_erasure",
            Self::RecordedUnlawfully => "recorded_unlawfully",
            Self::Order => "order",
        }
    }

    /// The ground of a word; none if it is not on the list.
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ground| ground.word() == word)
    }

    /// As it is said, behind a colon.
    pub fn said(self) -> &'static str {
        match self {
            Self::RetentionEnded => "the time to keep it had ended",
            Self::RightToErasure => "right to erasure",
            Self::RecordedUnlawfully => "recorded unlawfully",
            Self::Order => "order of a court or of the Information Commissioner",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_ground_is_found_by_its_word_in_every_form_and_no_other_word_is_one() {
        for ground in Ground::ALL {
            assert_eq!(Ground::named(ground.word()), Some(ground));
            assert_eq!(serde_json::to_value(ground).unwrap(), ground.word());
        }
        assert_eq!(Ground::named("tidying_up"), None);
    }
}
