//! For the leader: the areas of orders, how long each holds, and what was found inside.

use super::inside::{day, in_days};
use crate::App;
use crate::contract::{AreaChoice, AreaChoices, CallError, OrderAreaLine, OrderAreas};
use crate::words::local;
use chrono::{Months, NaiveDate};
use domain::catalogue::{OrderArea, TaskForce, Ward};
use domain::roles::Action as Right;
use store::Filter;

/// Counted no further than this.
const COUNTED: u32 = 1000;
/// So many days before its end, and after it, an area is pointed out.
const ALARM_DAYS: i64 = 60;
/// Findings of so long are counted.
const LOOKED_BACK: Months = Months::new(12);

/// How long an order holds, in the order in which areas are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Standing {
    /// Days until its last one, if it has one.
    InForce(Option<i64>),
    /// Days until its first.
    ToCome(i64),
    /// Days since its last.
    Ended(i64),
}

impl App {
    pub(crate) fn area_choices(&self) -> Result<AreaChoices, CallError> {
        self.unlocked()?;
        let areas = self.store.catalogue().areas();
        let order = |order: &OrderArea| AreaChoice { id: order.id.clone(), name: order.title.clone() };
        Ok(AreaChoices {
            wards: areas.wards().iter().map(ward_choice).collect(),
            task_forces: areas.task_forces().iter().map(task_force_choice).collect(),
            orders: areas.orders().iter().map(order).collect(),
        })
    }

    pub(crate) fn list_order_areas(&self) -> Result<OrderAreas, CallError> {
        self.allowed(Right::ReviewPatrol)?;
        let today = local(self.now()).date_naive();
        let areas = self.store.catalogue().areas();
        let mut orders: Vec<_> = areas.orders().iter().map(|order| (standing(order, today), order)).collect();
        orders.sort_by_key(|(standing, order)| (never_last(*standing), order.title.clone()));
        let lines = orders.into_iter().map(|(standing, order)| self.order_line(order, standing, today));
        Ok(OrderAreas { areas: lines.collect::<Result<_, _>>()?, attributions: areas.attributions().to_vec() })
    }

    /// What ends soon or has ended lately, in a sentence each.
    pub(crate) fn order_areas_ending(&self) -> Vec<String> {
        let today = local(self.now()).date_naive();
        let areas = self.store.catalogue().areas().orders().iter();
        let mut ending: Vec<_> = areas.map(|order| (standing(order, today), order)).collect();
        ending.retain(|(standing, _)| is_pointed_out(*standing));
        ending.sort_by_key(|(standing, order)| (*standing, order.title.clone()));
        ending.into_iter().filter_map(|(standing, order)| ending_words(order, standing)).collect()
    }

    fn order_line(&self, order: &OrderArea, standing: Standing, today: NaiveDate) -> Result<OrderAreaLine, CallError> {
        let since = today.checked_sub_months(LOOKED_BACK).unwrap_or(today);
        let inside = store::OrderArea::Of(order.id.clone());
        let filter = Filter { order_area: Some(inside), from: Some(since), ..Filter::default() };
        let findings = self.store.count(&filter, COUNTED + 1)?;
        let (state, state_words) = match standing {
            Standing::InForce(Some(left)) if left <= ALARM_DAYS => ("ending", format!("Ends {}", in_days(left))),
            Standing::InForce(_) => ("in_force", "In force".into()),
            Standing::ToCome(left) => ("to_come", format!("Starts {}", in_days(left))),
            Standing::Ended(_) => ("ended", "Ended".into()),
        };
        let dates = match order.expires_on {
            Some(last) => format!("{} to {}", day(order.starts_on), day(last)),
            None => format!("Since {}", day(order.starts_on)),
        };
        Ok(OrderAreaLine {
            id: order.id.clone(),
            title: order.title.clone(),
            order: order.order.name().into(),
            state: state.into(),
            state_words,
            dates,
            prohibitions: order.prohibitions.clone(),
            exemptions: order.exemptions.clone(),
            findings: findings.min(COUNTED),
            findings_capped: findings > COUNTED,
            since: since.to_string(),
        })
    }
}

fn standing(order: &OrderArea, today: NaiveDate) -> Standing {
    let left = order.expires_on.map(|last| (last - today).num_days());
    match (order.starts_on - today).num_days() {
        ahead if ahead > 0 => Standing::ToCome(ahead),
        _ => match left {
            Some(left) if left < 0 => Standing::Ended(-left),
            left => Standing::InForce(left),
        },
    }
}

/// What has no end comes after all that has one.
fn never_last(standing: Standing) -> Standing {
    if standing == Standing::InForce(None) { Standing::InForce(Some(i64::MAX)) } else { standing }
}

fn is_pointed_out(standing: Standing) -> bool {
    matches!(standing, Standing::InForce(Some(days)) | Standing::Ended(days) if days <= ALARM_DAYS)
}

/// "The order for High Street ends in 12 days, on 3 October 2027".
fn ending_words(order: &OrderArea, standing: Standing) -> Option<String> {
    let last = day(order.expires_on?);
    Some(match standing {
        Standing::Ended(_) => format!("The order for the {} area ended on {last}", order.title),
        Standing::InForce(Some(left)) => {
            format!("The order for the {} area ends {}, on {last}", order.title, in_days(left))
        }
        _ => return None,
    })
}

/// "Luton (until 3 May 2027)": of wards that follow each other both may have one name.
pub(crate) fn ward_choice(ward: &Ward) -> AreaChoice {
    AreaChoice { id: ward.code.clone(), name: dated(&ward.name, ward.from, ward.until) }
}

/// The same of a task force.
pub(crate) fn task_force_choice(force: &TaskForce) -> AreaChoice {
    AreaChoice { id: force.id.clone(), name: dated(&force.name, force.from, force.until) }
}

fn dated(name: &str, from: Option<NaiveDate>, until: Option<NaiveDate>) -> String {
    let dates = [from.map(|first| format!("from {}", day(first))), until.map(|last| format!("until {}", day(last)))];
    let dates: Vec<_> = dates.into_iter().flatten().collect();
    if dates.is_empty() { name.to_owned() } else { format!("{name} ({})", dates.join(" ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_is_pointed_out_from_60_days_before_its_end_to_60_days_after_it() {
        let pointed =
            [Standing::InForce(Some(60)), Standing::InForce(Some(0)), Standing::Ended(1), Standing::Ended(60)];
        let quiet = [Standing::InForce(Some(61)), Standing::InForce(None), Standing::Ended(61), Standing::ToCome(3)];
        assert!(pointed.into_iter().all(is_pointed_out));
        assert!(!quiet.into_iter().any(is_pointed_out));
    }
}
