//! The areas that travel with the catalogue: wards, and the areas of orders (domain rules A1 10.3, A6-11, C12).

use crate::place::{Inside, Position, Shape};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The council's areas.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Areas {
    pub(super) wards: Vec<Ward>,
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
