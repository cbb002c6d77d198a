//! The areas that travel with the catalogue: wards, the wards of task forces, and the areas of orders (domain rules A1 10.3, A2 2.4,
//! A6-11, C12).

use crate::place::{Inside, Position, Shape};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The council's areas.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Areas {
    pub(super) wards: Vec<Ward>,
    pub(super) task_forces: Vec<TaskForce>,
    pub(super) orders: Vec<OrderArea>,
    pub(super) attributions: Vec<String>,
}

/// A ward.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Ward {
    /// Its code, such as `E05002249`.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its first day, if it was not always there.
    pub from: Option<NaiveDate>,
    /// Its last day, if it ends.
    pub until: Option<NaiveDate>,
    /// Its border.
    #[serde(skip)]
    pub shape: Shape,
}

/// The wards that a task force looks after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaskForce {
    /// Its name for ever, which is no ward's code.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The codes of its wards. Of wards that follow each other both are named: a finding lies in the ward of its own day.
    pub wards: Vec<String>,
    /// Its first day, if it was not always there.
    #[serde(default)]
    pub from: Option<NaiveDate>,
    /// Its last day, if it ends.
    #[serde(default)]
    pub until: Option<NaiveDate>,
}

/// A part of the council's area to which figures are narrowed: a ward, or the wards of a task force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The ward's code, or the id of the task force.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The codes of the wards in it.
    pub wards: Vec<String>,
    /// The first and the last day of a task force. Of a ward none are needed: a finding lies in the ward of its own day.
    days: [Option<NaiveDate>; 2],
}

/// An area in which an order forbids something.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OrderArea {
    /// Its name for ever.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What sort of order.
    #[serde(rename = "type")]
    pub order: OrderType,
    /// When the order was made.
    pub made_on: NaiveDate,
    /// Its first day.
    pub starts_on: NaiveDate,
    /// Its last day.
    pub expires_on: Option<NaiveDate>,
    /// What it forbids, each as it follows a colon: "no drinking in public".
    pub prohibitions: Vec<String>,
    /// To whom or when it does not apply.
    pub exemptions: Vec<String>,
    /// Its border.
    #[serde(skip)]
    pub shape: Shape,
}

/// What sort of order an area has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderType {
    /// Public spaces protection order: three years at most.
    Pspo,
    /// Designated public place order, which became a PSPO in 2017.
    DppoHistoric,
    /// Gating order.
    Gating,
    /// Litter control area.
    LitterControl,
    /// Dog control order.
    DogOrder,
    /// Dispersal area.
    Dispersal,
}

impl OrderType {
    /// In words.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pspo => "Public spaces protection order",
            Self::DppoHistoric => "Designated public place order (historic)",
            Self::Gating => "Gating order",
            Self::LitterControl => "Litter control area",
            Self::DogOrder => "Dog control order",
            Self::Dispersal => "Dispersal area",
        }
    }
}

impl Ward {
    /// Whether there is such a ward on that day: from its first to its last.
    pub fn is_there(&self, date: NaiveDate) -> bool {
        self.from.is_none_or(|first| first <= date) && self.until.is_none_or(|last| date <= last)
    }
}

impl TaskForce {
    /// Whether there is such a task force on that day: from its first to its last.
    pub fn is_there(&self, date: NaiveDate) -> bool {
        self.from.is_none_or(|first| first <= date) && self.until.is_none_or(|last| date <= last)
    }

    /// Whether a ward is among its own on that day.
    pub fn has(&self, ward: &Ward, date: NaiveDate) -> bool {
        self.is_there(date) && self.wards.contains(&ward.code)
    }
}

impl Part {
    /// Whether a record that lies in this ward, if it lies in one, lies in this part.
    pub fn has(&self, ward: Option<&str>) -> bool {
        ward.is_some_and(|ward| self.wards.iter().any(|code| code == ward))
    }

    /// As many of the days from one to another as there is such a part on; none: there is none on any of them.
    pub fn days_of(&self, from: NaiveDate, to: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
        let [first, last] = self.days;
        let days = (first.map_or(from, |first| first.max(from)), last.map_or(to, |last| last.min(to)));
        (days.0 <= days.1).then_some(days)
    }
}

impl From<&TaskForce> for Part {
    fn from(force: &TaskForce) -> Self {
        let TaskForce { id, name, wards, from, until } = force.clone();
        Self { id, name, wards, days: [from, until] }
    }
}

impl OrderArea {
    /// Whether the order holds on that day: from its first to its last.
    pub fn in_force(&self, date: NaiveDate) -> bool {
        self.starts_on <= date && self.expires_on.is_none_or(|last| date <= last)
    }
}

impl Areas {
    /// Every ward, by name.
    pub fn wards(&self) -> &[Ward] {
        &self.wards
    }

    /// The task forces, by name.
    pub fn task_forces(&self) -> &[TaskForce] {
        &self.task_forces
    }

    /// The ward with this code, or the wards of the task force with this id.
    pub fn part(&self, id: &str) -> Option<Part> {
        let ward = self.ward(id).map(|ward| Part {
            id: ward.code.clone(),
            name: ward.name.clone(),
            wards: vec![ward.code.clone()],
            days: [None, None],
        });
        let mut forces = self.task_forces.iter();
        ward.or_else(|| forces.find(|force| force.id == id).map(Part::from))
    }

    /// The areas of every order, by title.
    pub fn orders(&self) -> &[OrderArea] {
        &self.orders
    }

    /// To whom the borders are owed, as the files say it.
    pub fn attributions(&self) -> &[String] {
        &self.attributions
    }

    /// The ward with this code.
    pub fn ward(&self, code: &str) -> Option<&Ward> {
        self.wards.iter().find(|ward| ward.code == code)
    }

    /// The area with this id.
    pub fn order(&self, id: &str) -> Option<&OrderArea> {
        self.orders.iter().find(|order| order.id == id)
    }

    /// The one ward of `date` in which a position lies, if it lies in one.
    pub fn ward_at(&self, position: &Position, date: NaiveDate) -> Option<&Ward> {
        self.wards.iter().find(|ward| ward.is_there(date) && ward.shape.holds(position))
    }

    /// The areas in force on `date` in which a position lies, however well it is known.
    pub fn orders_at(&self, position: &Position, date: NaiveDate) -> impl Iterator<Item = &OrderArea> {
        self.orders.iter().filter(move |order| order.in_force(date) && order.shape.holds(position))
    }

    /// The areas in force on `date` in which a position lies or perhaps lies.
    pub fn orders_about(&self, position: &Position, date: NaiveDate) -> impl Iterator<Item = (&OrderArea, Inside)> {
        let in_force = self.orders.iter().filter(move |order| order.in_force(date));
        in_force.filter_map(|order| Some((order, order.shape.inside(position)?)))
    }
}
