//! The photos that a kind wants: how many, and which views by name.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A photo that the kind wants by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PhotoSlot {
    /// Value of the photo's `slot`; never reused for another view.
    pub id: String,
    /// Words on the empty frame.
    pub label: String,
    /// The words that were on it before. Photos were once kept by the words, and are known by them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
}

impl PhotoSlot {
    /// Whether a photo that was taken for `slot` is of this view.
    pub fn is_called(&self, slot: &str) -> bool {
        self.id == slot || self.label == slot || self.aliases.iter().any(|alias| alias == slot)
    }
}

/// How many photos a kind needs.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PhotoRules {
    /// Fewest to finish.
    #[serde(default)]
    pub to_finish: u32,
    /// Fewest to close.
    #[serde(default)]
    pub to_close: u32,
    /// Most.
    #[serde(default)]
    pub most: u32,
    /// Views that are wanted by name.
    #[serde(default)]
    pub slots: Vec<PhotoSlot>,
    /// The slot that shows how it was, and the one that shows how it is since: they are shown side by side.
    #[serde(default)]
    pub before: Option<String>,
    /// See `before`.
    #[serde(default)]
    pub after: Option<String>,
}

impl PhotoRules {
    /// The view for which a photo was taken, by its id or by the words of it.
    pub fn slot(&self, slot: &str) -> Option<&PhotoSlot> {
        self.slots.iter().find(|view| view.id == slot).or_else(|| self.slots.iter().find(|view| view.is_called(slot)))
    }

    /// The slots of before and after, if there are such.
    pub fn pair(&self) -> Option<(&PhotoSlot, &PhotoSlot)> {
        let slot = |id: &Option<String>| self.slots.iter().find(|slot| Some(&slot.id) == id.as_ref());
        slot(&self.before).zip(slot(&self.after))
    }
}
