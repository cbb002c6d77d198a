//! The council of a seed: its key, two teams, a tablet and a person for each seat.

use super::{DAY, Seat, World};
use crate::chance;
use crate::history::Plan;
use crate::office::{Accounts, Office};
use crate::tablet::{Machine, Memory, Real, Tablet};
use anyhow::{Context, Result};
use book::{DeviceId, Grant, RecordId, ScopeId, SecretKey, UserId};
use domain::catalogue::Catalogue;
use domain::roles::SAFEGUARDING;
use server_core::{Council, Device, HeldGrant, Team, User};
use sha2::{Digest, Sha256};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;
use store::Enrolment;
use uuid::Uuid;

/// 1 April 2025, 00:00 UTC.
const BEGIN: i64 = 1_743_465_600_000;
/// How long grants stand: longer than any history, shorter than the largest jump of a clock.
const GRANT_DAYS: i64 = 8 * 365;

fn id() -> Uuid {
    uuid::Builder::from_random_bytes(chance::bytes()).into_uuid()
}

pub(super) fn world(plan: &Plan) -> Result<World> {
    let root_bytes = chance::bytes();
    let council =
        Council { name: "Demo council".into(), root: SecretKey::from_bytes(&root_bytes), root_bytes, demo: true };
    let teams: Vec<Team> =
        (1..=2).map(|number| Team { scope: ScopeId(id()), name: format!("Team {number}") }).collect();
    let mut accounts = Accounts { council, teams, users: vec![], devices: vec![], grants: vec![] };
    let catalogue = Arc::new(Catalogue::built_in().map_err(|mistakes| anyhow::anyhow!("{mistakes:?}"))?);
    let mut tablets = Vec::new();
    for number in 0..plan.devices {
        tablets.push(seat(plan, number, &mut accounts, &catalogue, BEGIN)?);
    }
    let office = RefCell::new(Office::new(plan.real, &accounts)?);
    office.borrow().centre()?.back_up(BEGIN)?;
    let recent: BTreeMap<ScopeId, Vec<RecordId>> = accounts.teams.iter().map(|team| (team.scope, vec![])).collect();
    Ok(World {
        plan: plan.clone(),
        accounts,
        catalogue,
        editions: 0,
        newcomer: None,
        office,
        tablets,
        late: RefCell::default(),
        now: BEGIN,
        acked: vec![],
        actions: 0,
        recent,
        concerns: vec![],
        leaked: 0,
        went_back: false,
        wrong: vec![],
    })
}

/// A tablet that is enrolled now, with its person.
pub(super) fn seat(
    plan: &Plan,
    number: usize,
    accounts: &mut Accounts,
    catalogue: &Arc<Catalogue>,
    now: i64,
) -> Result<Seat> {
    let machine: Box<dyn Machine> = if plan.real {
        Box::new(Real::new(catalogue.clone())?)
    } else {
        Box::new(Memory::new(SecretKey::from_bytes(&chance::bytes()), plan.control))
    };
    let team = accounts.teams.get(number % accounts.teams.len()).context("a team")?.clone();
    let teams = accounts.teams.len();
    let leader = number < teams;
    // The person behind each team's leader is its safeguarding lead.
    let lead = (teams..2 * teams).contains(&number);
    let user = User {
        id: UserId(id()),
        name: format!("Demo person {number}"),
        role: if leader { "leader" } else { "warden" }.into(),
        team: None,
        safeguarding: lead,
    };
    let token_bytes: [u8; 32] = chance::bytes();
    let device = Device {
        id: DeviceId(id()),
        key: machine.key()?.public(),
        code: format!("W{number:02}"),
        token: Sha256::new().chain_update(b"patrolbook/v1/token\0").chain_update(token_bytes).finalize().into(),
        enrolled_at: now,
        heard_at: now,
    };
    let enrolment = Enrolment {
        office: "https://office.example".into(),
        device: device.id,
        book_code: device.code.clone(),
        token: hex::encode(token_bytes),
        root: accounts.council.root.public(),
        council: accounts.council.name.clone(),
        team: team.name,
        scope: team.scope,
        demo: true,
    };
    let mut seat = Seat {
        tablet: Tablet::new(machine),
        device: device.clone(),
        token: enrolment.token.clone(),
        scope: team.scope,
        author: book::GrantId([0; 32]),
        ahead: 0,
        leader,
        lead,
        withdrawn: false,
    };
    let held = grant(accounts, Some(&seat), user.id, now)?;
    if lead {
        accounts.grants.push(reading(accounts, Some(&seat), user.id, now)?);
    }
    seat.author = held.signed.grant.id();
    seat.tablet.machine().enrol(&enrolment, &held.signed, now)?;
    accounts.users.push(user);
    accounts.devices.push(device);
    accounts.grants.push(held);
    Ok(seat)
}

/// A grant for a person on a seat's tablet.
pub(super) fn grant(accounts: &Accounts, seat: Option<&Seat>, user: UserId, now: i64) -> Result<HeldGrant> {
    let seat = seat.context("a tablet")?;
    let role = if seat.leader { "leader" } else { "warden" };
    Ok(signed(accounts, seat, user, (role, seat.scope), now))
}

/// A grant to read the restricted part of a seat's team on its tablet.
pub(super) fn reading(accounts: &Accounts, seat: Option<&Seat>, user: UserId, now: i64) -> Result<HeldGrant> {
    let seat = seat.context("a tablet")?;
    Ok(signed(accounts, seat, user, (SAFEGUARDING, seat.scope.restricted()), now))
}

fn signed(accounts: &Accounts, seat: &Seat, user: UserId, (role, scope): (&str, ScopeId), now: i64) -> HeldGrant {
    let signed = Grant {
        user,
        name: "Demo person".into(),
        device: seat.device.id,
        device_key: seat.device.key,
        code: seat.device.code.clone(),
        role: role.into(),
        scope,
        from: now,
        until: now + GRANT_DAYS * DAY,
    }
    .sign(&accounts.council.root);
    HeldGrant { signed, withdrawn_at: None }
}
