//! The kinds that can be recorded: those most used as tiles, in an order that stays for a whole patrol, all of them in a list.

use crate::App;
use crate::contract::{CallError, KindTile};
use book::{RecordId, UserId};
use domain::catalogue::{Field, FieldType, Kind, Required};
use domain::roles::{Action as Right, may};
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Kinds with a tile on the patrol's page: four lines of three.
pub(crate) const TILES: usize = 12;

/// The order of the kinds on a patrol, as it was when the patrol began.
#[derive(Serialize, Deserialize)]
struct Order {
    patrol: RecordId,
    kinds: Vec<String>,
}

/// The setting in which a person's order is kept.
fn order_of(user: UserId) -> String {
    format!("kinds/{}", user.0)
}

impl App {
    pub(crate) fn kind_tiles(&self) -> Result<Vec<KindTile>, CallError> {
        let patrol = self.patrol_under_way()?;
        let now: BTreeMap<_, _> = match patrol.as_ref().filter(|_| self.session().is_some()) {
            Some(patrol) => self.store.counts_by_kind(Some(patrol.id))?.into_iter().collect(),
            None => BTreeMap::new(),
        };
        let role = self.session().map(|session| session.role);
        // Nobody is shown a kind that they may not begin; a locked tablet takes findings only.
        let mine = |kind: &&Kind| match role {
            _ if kind.retired => false,
            Some(role) if kind.restricted => may(role, Right::RecordRestricted),
            None if kind.restricted => false,
            Some(role) => kind.is_kept_by(role),
            None => while_locked(kind),
        };
        let kinds = self.kinds_by_use(patrol.map(|patrol| patrol.id))?.into_iter();
        let kinds: Vec<_> = kinds.filter(|kind| !kind.own_page).filter(mine).collect();
        let ranks = self.ranks();
        let tile = |(at, kind): (usize, &Kind)| KindTile {
            id: kind.id.clone(),
            name: kind.name.clone(),
            icon: kind.icon.clone(),
            count: now.get(&kind.id).copied().unwrap_or_default(),
            group: if kind.finding { "finding" } else { "register" }.into(),
            tile: kind.finding && !kind.restricted && at < TILES,
            heading: self.store.catalogue().group_of(kind).1.to_owned(),
            rank: ranks.get(kind.id.as_str()).copied().unwrap_or(u32::MAX),
            restricted: kind.restricted,
        };
        Ok(kinds.into_iter().enumerate().map(tile).collect())
    }

    /// Keeps the order in which the kinds stand now, so that hands find them for the whole patrol.
    pub(crate) fn keep_order(&self, user: UserId, patrol: RecordId) -> Result<(), CallError> {
        let kinds = self.kinds_by_use(None)?.into_iter().map(|kind| kind.id.clone()).collect();
        Ok(self.store.set_setting(&order_of(user), &Order { patrol, kinds })?)
    }

    /// Every kind: findings first and restricted ones last of them, most used first; on a patrol of this tablet in the order
    /// that it began with.
    pub(crate) fn kinds_by_use(&self, patrol: Option<RecordId>) -> Result<Vec<&Kind>, CallError> {
        let kept = match (patrol, self.writer()?) {
            (Some(_), Some(writer)) => self.store.setting::<Order>(&order_of(writer.user))?,
            _ => None,
        };
        let kept = kept.filter(|order| Some(order.patrol) == patrol).map(|order| order.kinds).unwrap_or_default();
        let used: BTreeMap<_, _> = self.store.counts_by_kind(None)?.into_iter().collect();
        let mut kinds: Vec<&Kind> = self.store.catalogue().kinds().iter().collect();
        kinds.sort_by_key(|kind| {
            let place = kept.iter().position(|id| *id == kind.id).unwrap_or(kept.len());
            (!kind.finding, kind.restricted, place, Reverse(used.get(&kind.id).copied().unwrap_or_default()), kind.tile)
        });
        Ok(kinds)
    }

    /// Where each kind stands in the list of all: by group, then by name.
    fn ranks(&self) -> BTreeMap<&str, u32> {
        let catalogue = self.store.catalogue();
        let mut kinds: Vec<&Kind> = catalogue.kinds().iter().collect();
        kinds.sort_by_key(|kind| (catalogue.group_of(kind).0, &kind.name));
        kinds.into_iter().map(|kind| kind.id.as_str()).zip(0..).collect()
    }
}

/// Whether a locked tablet takes it in: a finding that names no other record, since none can be read out.
pub(super) fn while_locked(kind: &Kind) -> bool {
    let needs_record = |field: &Field| field.field_type == FieldType::Record && field.required == Required::Now;
    kind.finding && !kind.restricted && !kind.fields.iter().any(needs_record)
}
