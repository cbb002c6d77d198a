//! The morning in words: what arrived since the evening before, from which tablets, and what did not and why.

use chrono::{DateTime, Days, NaiveTime, TimeZone as _, Utc};
use chrono_tz::{Europe::London, Tz};
use server_core::{FromTablet, Morning, TeamMorning};
use std::fmt::Write as _;

/// When an evening begins.
const EVENING: u32 = 18;

/// The evening of the day before, milliseconds since 1970.
pub fn evening_before(now: i64) -> i64 {
    let day = local(now).date_naive();
    let day = day.checked_sub_days(Days::new(1)).unwrap_or(day);
    let evening = day.and_time(NaiveTime::from_hms_opt(EVENING, 0, 0).unwrap_or_default());
    London.from_local_datetime(&evening).earliest().map_or(now, |evening| evening.timestamp_millis())
}

/// The summary as text.
pub fn words(morning: &Morning) -> String {
    let Morning { council, since, until, teams, pages_not_backed_up, photos_not_backed_up } = morning;
    let mut text = format!("{council}\nWhat arrived from {} to {}\n", at(*since), at(*until));
    for team in teams {
        let _ = write!(text, "\n{}", team_words(team));
    }
    let _ = match (pages_not_backed_up, photos_not_backed_up) {
        (0, 0) => writeln!(text, "\nEverything that arrived is backed up."),
        (pages, photos) => writeln!(
            text,
            "\nNot backed up yet: {} and {}. If that does not change within minutes, look at the disk of the second copy.",
            plural(*pages, "page", "pages"),
            plural(*photos, "photo", "photos")
        ),
    };
    text
}

fn team_words(team: &TeamMorning) -> String {
    let TeamMorning { team: name, tablets, changed, brought_in, to_check } = team;
    let findings: u64 = tablets.iter().flat_map(|tablet| tablet.findings.values()).sum();
    let patrols: u64 = tablets.iter().map(|tablet| tablet.patrols_submitted).sum();
    let mut lines = vec![format!(
        "Arrived: {}, {}.",
        plural(findings, "finding", "findings"),
        plural(patrols, "submitted patrol", "submitted patrols")
    )];
    lines.extend(tablets.iter().filter_map(|tablet| Some(format!("  {}: {}", named(tablet), came(tablet)?))));
    if *changed > 0 {
        lines.push(format!("Changed: {} of before.", plural(*changed, "finding", "findings")));
    }
    if *brought_in > 0 {
        lines.push(format!("Brought in from a file: {}.", plural(*brought_in, "older record", "older records")));
    }
    let not: Vec<String> = tablets
        .iter()
        .flat_map(|tablet| not_come(tablet).map(|why| format!("  {}: {why}", named(tablet))))
        .chain((*to_check > 0).then(|| {
            format!("  To be checked by a leader, and in no figure until then: {}", plural(*to_check, "page", "pages"))
        }))
        .collect();
    lines.push(match not.is_empty() {
        true => "Not arrived: nothing, as far as the tablets have said.".to_owned(),
        false => "Not arrived, or to be looked at:".to_owned(),
    });
    lines.extend(not);
    format!("{name}\n{}", lines.iter().map(|line| format!("  {line}\n")).collect::<String>())
}

/// What came from a tablet; none if nothing did.
fn came(tablet: &FromTablet) -> Option<String> {
    let FromTablet { findings, patrols_submitted, patrols_open, .. } = tablet;
    let kinds = findings.iter().map(|(kind, many)| format!("{many} {}", kind.to_lowercase()));
    let submitted =
        (*patrols_submitted > 0).then(|| plural(*patrols_submitted, "patrol submitted", "patrols submitted"));
    let open = (*patrols_open > 0).then(|| plural(*patrols_open, "patrol not submitted", "patrols not submitted"));
    let all: Vec<String> = kinds.chain(submitted).chain(open).collect();
    (!all.is_empty()).then(|| all.join(", "))
}

/// What did not come from a tablet, and why, as far as that is known.
fn not_come(tablet: &FromTablet) -> impl Iterator<Item = String> + use<> {
    let since = tablet.oldest.map(|oldest| format!(", the oldest from {}", at(oldest))).unwrap_or_default();
    let some = |count: u64, words: &dyn Fn(u64) -> String| (count > 0).then(|| words(count));
    let heard = tablet.heard_at.filter(|_| tablet.silent && !tablet.people.is_empty());
    let heard = heard.map(|heard| format!("not heard from since {}", at(heard)));
    let pages = some(tablet.pages_waiting, &|pages| {
        format!("{} still on the tablet when it was last heard from{since}", plural(pages, "page", "pages"))
    });
    let photos = some(tablet.photos_waiting, &|photos| {
        let verb = if photos == 1 { "waits" } else { "wait" };
        let photos = plural(photos, "photo", "photos");
        format!("{photos} {verb} on the tablet for a connection that may carry photos{since}")
    });
    let to_come = if photos.is_some() { 0 } else { tablet.photos_to_come };
    let to_come =
        some(to_come, &|photos| format!("{} of these findings still to come", plural(photos, "photo", "photos")));
    let clock = tablet.clock_wrong_by.map(|by| {
        let minutes = by.unsigned_abs() / 60_000;
        format!("its clock is {} wrong", plural(minutes, "minute", "minutes"))
    });
    let full = tablet.nearly_full.then(|| "its disk is nearly full".to_owned());
    [heard, pages, photos, to_come, clock, full].into_iter().flatten()
}

/// "W07, Demo warden A"; of one on which nobody works any more, that.
fn named(tablet: &FromTablet) -> String {
    match (tablet.code.as_str(), tablet.people.as_slice()) {
        ("", _) => "A tablet that is not known here".to_owned(),
        (code, []) => format!("{code}, withdrawn"),
        (code, people) => format!("{code}, {}", people.join(", ")),
    }
}

fn local(millis: i64) -> DateTime<Tz> {
    DateTime::<Utc>::from_timestamp_millis(millis).unwrap_or_default().with_timezone(&London)
}

/// "Tue 18 March 2025, 07:12".
fn at(millis: i64) -> String {
    local(millis).format("%a %-d %B %Y, %H:%M").to_string()
}

fn plural(count: u64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_evening_before_is_six_o_clock_in_london_also_when_the_clocks_change() {
        for (now, evening) in [
            ("2025-03-18T07:12:00Z", "2025-03-17T18:00:00Z"),
            ("2025-03-30T04:00:00Z", "2025-03-29T18:00:00Z"),
            ("2025-03-31T04:00:00Z", "2025-03-30T17:00:00Z"),
            ("2025-07-01T23:30:00Z", "2025-07-01T17:00:00Z"),
        ] {
            let millis = |text: &str| DateTime::parse_from_rfc3339(text).unwrap().timestamp_millis();
            assert_eq!(evening_before(millis(now)), millis(evening), "{now}");
        }
    }
}
