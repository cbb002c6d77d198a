//! When to try again. Pure: what happened and what time it is go in, a time comes out.

use book::DeviceId;
use chrono::{DateTime, Days, Duration as Span, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};
use chrono_tz::Europe::London;
use sha2::{Digest, Sha256};
use std::time::Duration;

/// While something has not arrived.
const SOON: Duration = Duration::from_secs(60);
/// While everything has, or nothing can.
pub const IDLE: Duration = Duration::from_secs(15 * 60);
/// After the first failure; doubled with each one more.
const FIRST_RETRY: Duration = Duration::from_secs(15);
/// The longest wait after failures.
const LONGEST_RETRY: Duration = Duration::from_secs(10 * 60);
/// The longest wait that an office may ask for.
const LONGEST_ASKED: Duration = Duration::from_secs(60 * 60);
/// The night's slots: from 01:00 local time, for four hours.
const SLOTS_FROM: NaiveTime = match NaiveTime::from_hms_opt(1, 0, 0) {
    Some(time) => time,
    None => NaiveTime::MIN,
};
const SLOTS_SECONDS: u64 = 4 * 60 * 60;

/// How the last sync ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Last {
    /// It worked, and everything has arrived.
    AllArrived,
    /// It worked, and something is still only on this tablet.
    SomethingWaits,
    /// It failed.
    Failed,
    /// The office was busy and asked to wait, or did not say how long.
    Busy(Option<Duration>),
}

/// How long to wait before the next try without a nudge. `failures` counts failures in a row. Each tablet waits up to a
/// quarter longer than the rule says, by its id, so that a team does not come back in one second.
pub fn next_try(device: DeviceId, last: Last, failures: u32) -> Duration {
    let doubled = FIRST_RETRY.saturating_mul(1 << failures.saturating_sub(1).min(6)).min(LONGEST_RETRY);
    let wait = match last {
        Last::AllArrived => IDLE,
        Last::SomethingWaits => SOON,
        Last::Failed => doubled,
        Last::Busy(asked) => asked.unwrap_or(doubled).clamp(FIRST_RETRY, LONGEST_ASKED),
    };
    let share = hash(device, &failures.to_be_bytes()) % 1_000;
    wait + wait * u32::try_from(share).unwrap_or_default() / 4_000
}

/// The tablet's slot in the night of `day`: between 01:00 and 05:00 local time, by its id, so that not all come at once.
pub fn nightly_slot(device: DeviceId, day: NaiveDate) -> NaiveDateTime {
    let seconds = hash(device, b"night") % SLOTS_SECONDS;
    day.and_time(SLOTS_FROM) + Span::seconds(i64::try_from(seconds).unwrap_or_default())
}

/// How long until the tablet's next slot.
pub fn until_slot(device: DeviceId, now: DateTime<Utc>) -> Duration {
    let today = now.with_timezone(&London).date_naive();
    [Some(today), today.checked_add_days(Days::new(1))]
        .into_iter()
        .flatten()
        .map(|day| instant(nightly_slot(device, day)))
        .find(|slot| *slot > now)
        .and_then(|slot| (slot - now).to_std().ok())
        .unwrap_or(IDLE)
}

/// How long to wait before the next try without a nudge, or until the night's slot if that comes first.
pub fn wait(device: DeviceId, last: Last, failures: u32, now: DateTime<Utc>) -> Duration {
    next_try(device, last, failures).min(until_slot(device, now))
}

/// In the night in which summer time begins, a slot in the hour that does not exist is an hour later.
fn instant(local: NaiveDateTime) -> DateTime<Utc> {
    let found = London.from_local_datetime(&local).earliest();
    found.map_or_else(|| local.and_utc(), |moment| moment.with_timezone(&Utc))
}

fn hash(device: DeviceId, purpose: &[u8]) -> u64 {
    let digest: [u8; 32] = Sha256::new().chain_update(device.0.as_bytes()).chain_update(purpose).finalize().into();
    digest.iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn device(number: u128) -> DeviceId {
        DeviceId(Uuid::from_u128(number))
    }

    fn utc(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn the_slots_of_many_tablets_fill_the_night_and_nothing_but_the_night() {
        let day = NaiveDate::from_ymd_opt(2025, 3, 18).unwrap();
        let mut by_hour = [0; 24];
        for number in 0..1_000 {
            let slot = nightly_slot(device(number), day);
            by_hour[slot.time().format("%H").to_string().parse::<usize>().unwrap()] += 1;
            assert_eq!(slot, nightly_slot(device(number), day), "a tablet's slot must not move");
        }
        assert_eq!(by_hour[1..5].iter().sum::<i32>(), 1_000, "a slot lies outside the night");
        assert!(by_hour[1..5].iter().all(|tablets| *tablets > 180), "the tablets crowd in one hour: {by_hour:?}");
    }

    #[test]
    fn the_next_slot_is_always_ahead_and_within_a_day_also_when_the_clocks_change() {
        for number in 0..50 {
            for now in ["2025-03-29T23:30:00Z", "2025-03-30T00:59:59Z", "2025-03-30T01:00:00Z", "2025-10-26T00:30:00Z"]
            {
                let wait = until_slot(device(number), utc(now));
                assert!(wait > Duration::ZERO, "{now}");
                assert!(wait <= Duration::from_secs(25 * 3_600 + 1), "{now}: {wait:?}");
            }
        }
    }

    #[test]
    fn the_nights_slot_is_not_slept_through() {
        let (device, midnight) = (device(1), utc("2025-01-15T00:00:00Z"));
        let slot = midnight + until_slot(device, midnight);
        let before = slot - Span::minutes(5);
        assert_eq!(wait(device, Last::AllArrived, 0, before), Duration::from_secs(300), "idle waits longer");
        assert_eq!(wait(device, Last::Busy(Some(LONGEST_ASKED)), 1, before), Duration::from_secs(300));
        assert_eq!(
            wait(device, Last::AllArrived, 0, slot),
            next_try(device, Last::AllArrived, 0),
            "and then as always"
        );
    }

    #[test]
    fn waiting_grows_with_each_failure_up_to_ten_minutes_and_a_quarter() {
        let waits: Vec<_> = (1..12).map(|failures| next_try(device(1), Last::Failed, failures).as_secs()).collect();
        assert!((15..19).contains(&waits[0]), "{waits:?}");
        assert!(waits[1] > waits[0] && waits[3] > waits[1], "{waits:?}");
        assert!(waits.iter().all(|wait| *wait <= 750), "{waits:?}");
        assert!((600..=750).contains(&waits[10]), "{waits:?}");
    }

    #[test]
    fn two_tablets_that_failed_together_do_not_come_back_together() {
        let waits: std::collections::BTreeSet<_> =
            (0..100).map(|number| next_try(device(number), Last::Failed, 7).as_secs()).collect();
        assert!(waits.len() > 50, "only {} different waits", waits.len());
    }

    #[test]
    fn a_busy_office_is_given_the_time_it_asked_for_within_reason() {
        let wait = |asked| next_try(device(1), Last::Busy(asked), 1);
        assert!(wait(Some(Duration::from_secs(120))) >= Duration::from_secs(120));
        assert!(wait(Some(Duration::ZERO)) >= FIRST_RETRY);
        assert!(wait(Some(Duration::MAX)) <= LONGEST_ASKED * 5 / 4);
        assert!(wait(None) >= FIRST_RETRY);
    }

    #[test]
    fn a_tablet_with_something_to_send_comes_back_within_a_minute_or_so() {
        assert!(next_try(device(1), Last::SomethingWaits, 0) <= Duration::from_secs(75));
        assert!(next_try(device(1), Last::AllArrived, 0) >= IDLE);
    }
}
