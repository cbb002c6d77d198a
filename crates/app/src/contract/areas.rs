//! Wards and the areas of orders.

use super::*;

/// By which areas findings can be listed.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct AreaChoices {
    /// The wards, by name.
    pub wards: Vec<AreaChoice>,
    /// The task forces, by name: each its wards together.
    pub task_forces: Vec<AreaChoice>,
    /// The areas of orders, by title.
    pub orders: Vec<AreaChoice>,
}

/// An area to list findings by.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct AreaChoice {
    /// Its code or id.
    pub id: String,
    /// Its name or title.
    pub name: String,
}

/// See `order_areas`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct OrderAreas {
    /// Those in force first, what ends first on top; then what is to come, then what has ended.
    pub areas: Vec<OrderAreaLine>,
    /// To whom the borders are owed.
    pub attributions: Vec<String>,
}

/// The area of an order.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct OrderAreaLine {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// "Public spaces protection order".
    pub order: String,
    /// `in_force`, `ending` (within 60 days), `to_come` or `ended`.
    pub state: String,
    /// "In force", "Ends in 12 days", "Ended".
    pub state_words: String,
    /// "4 October 2024 to 3 October 2027".
    pub dates: String,
    /// What it forbids.
    pub prohibitions: Vec<String>,
    /// To whom or when it does not apply.
    pub exemptions: Vec<String>,
    /// Findings inside it since `since`, counted up to 1,000.
    pub findings: u32,
    /// Whether there are more than that.
    pub findings_capped: bool,
    /// The local date twelve months ago, `YYYY-MM-DD`.
    pub since: String,
}
