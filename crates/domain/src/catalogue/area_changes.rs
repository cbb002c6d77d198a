//! What a newer catalogue changes in the areas, in words. What was found keeps no area: it is worked out anew from its
//! position and its date, so an order's area stays in the file for as long as anybody asks about that time.

use super::areas::{Areas, OrderArea, TaskForce, Ward};
use super::changes::{Found, map};
use crate::place::Shape;
use chrono::NaiveDate;

/// How a change of a ward is named, as changes of a kind are by its id; its file is called so.
pub(super) const WARDS: &str = "wards";
/// And of a task force.
pub(super) const TASK_FORCES: &str = "task_forces";
/// And of an order's area.
pub(super) const ORDERS: &str = "order_areas";

pub(super) fn areas(found: &mut Found, old: &Areas, new: &Areas, today: NaiveDate) {
    found.of(WARDS);
    for ward in &old.wards {
        match new.ward(&ward.code) {
            Some(newer) => ward_changes(found, ward, newer),
            None => found.told(
                &[&ward.code],
                format!(
                    "is gone: what was found in \"{}\" does not say so any more. Keep it, with its last day as `until`, if \
                     others follow it",
                    ward.name
                ),
            ),
        }
    }
    for ward in new.wards.iter().filter(|ward| old.ward(&ward.code).is_none()) {
        let from = ward.from.map(|first| format!(", from {}", day(first))).unwrap_or_default();
        found.told(&[&ward.code], format!("is new: \"{}\"{from}", ward.name));
    }
    found.of(TASK_FORCES);
    task_forces(found, old.task_forces(), new.task_forces());
    found.of(ORDERS);
    for order in &old.orders {
        match new.order(&order.id) {
            Some(newer) => order_changes(found, order, newer),
            None => order_gone(found, order, today),
        }
    }
    for order in new.orders.iter().filter(|order| old.order(&order.id).is_none()) {
        let until = order.expires_on.map(|last| format!(", until {}", day(last))).unwrap_or_default();
        found.told(&[&order.id], format!("is new: \"{}\", from {}{until}", order.title, day(order.starts_on)));
    }
}

/// What is told of a task force is worked out from its wards each time, so one may go; a report that was published keeps its figures.
fn task_forces(found: &mut Found, old: &[TaskForce], new: &[TaskForce]) {
    for force in old {
        match new.iter().find(|newer| newer.id == force.id) {
            Some(newer) => found.rest(&[&force.id], &map(force), &map(newer), &[]),
            None => found.told(&[&force.id], format!("is gone: no figure is told of \"{}\" any more", force.name)),
        }
    }
    for force in new.iter().filter(|force| !old.iter().any(|older| older.id == force.id)) {
        found.told(&[&force.id], format!("is new: \"{}\", {} wards", force.name, force.wards.len()));
    }
}

fn ward_changes(found: &mut Found, old: &Ward, new: &Ward) {
    found.rest(&[&old.code], &map(old), &map(new), &[]);
    moved(found, &old.code, &old.shape, &new.shape);
}

fn order_changes(found: &mut Found, old: &OrderArea, new: &OrderArea) {
    found.rest(&[&old.id], &map(old), &map(new), &[]);
    moved(found, &old.id, &old.shape, &new.shape);
}

fn order_gone(found: &mut Found, order: &OrderArea, today: NaiveDate) {
    let title = &order.title;
    match order.expires_on {
        Some(last) if last < today => found.told(
            &[&order.id],
            format!("is gone: \"{title}\" ended on {}; what was found inside it does not say so any more", day(last)),
        ),
        _ if order.starts_on > today => found.told(&[&order.id], format!("is gone before it started: \"{title}\"")),
        _ => found.refused(
            &[&order.id],
            format!("is gone, and \"{title}\" is in force. Keep it, with the day on which it ends as `expires_on`"),
        ),
    }
}

fn moved(found: &mut Found, about: &str, old: &Shape, new: &Shape) {
    if old != new {
        let (was, is) = (old.hectares(), new.hectares());
        found.told(&[about], format!("moves: its border is another, around {was:.1} hectares before, {is:.1} now"));
    }
}

fn day(date: NaiveDate) -> impl std::fmt::Display {
    date.format("%-d %B %Y")
}
