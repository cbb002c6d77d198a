//! Times and numbers as a warden reads them. Always local time in Europe/London.

use chrono::{DateTime, Datelike, Days, TimeZone, Utc};
use chrono_tz::{Europe::London, Tz};

pub(crate) fn local(millis: i64) -> DateTime<Tz> {
    Utc.timestamp_millis_opt(millis).single().unwrap_or_default().with_timezone(&London)
}

/// "09:44".
pub(crate) fn clock(millis: i64) -> String {
    local(millis).format("%H:%M").to_string()
}

/// "09:44" today, "Mon 14:05" in the last six days, else "Sat 15 March", with the year if it is another.
pub(crate) fn short(millis: i64, now: i64) -> String {
    let (then, today) = (local(millis), local(now));
    let format = if then.date_naive() == today.date_naive() {
        "%H:%M"
    } else if then <= today
        && today.date_naive().checked_sub_days(Days::new(6)).is_some_and(|week| then.date_naive() >= week)
    {
        "%a %H:%M"
    } else if then.year() == today.year() {
        "%a %-d %B"
    } else {
        "%-d %B %Y"
    };
    then.format(format).to_string()
}

/// "Tuesday 18 March 2025, 07:38".
pub(crate) fn long(millis: i64) -> String {
    local(millis).format("%A %-d %B %Y, %H:%M").to_string()
}

/// "18 March, 08:20", or "today 08:41".
pub(crate) fn at(millis: i64, now: i64) -> String {
    let then = local(millis);
    if then.date_naive() == local(now).date_naive() {
        return then.format("today %H:%M").to_string();
    }
    then.format("%-d %B, %H:%M").to_string()
}

/// "1 photo", "4 photos", "1,204 findings".
pub(crate) fn plural(count: u64, one: &str, many: &str) -> String {
    format!("{} {}", thousands(count), if count == 1 { one } else { many })
}

/// With commas from 1,000.
pub(crate) fn thousands(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// "a", "a and b", "a, b and c".
pub(crate) fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// The first letter large.
pub(crate) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().collect::<String>() + letters.as_str()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn millis(text: &str) -> i64 {
        DateTime::parse_from_rfc3339(text).unwrap().timestamp_millis()
    }

    #[test]
    fn times_are_local_and_as_long_as_they_need_to_be() {
        let now = millis("2025-06-17T12:00:00Z");
        assert_eq!(short(millis("2025-06-17T08:44:00Z"), now), "09:44", "summer time is an hour ahead of UTC");
        assert_eq!(short(millis("2025-06-16T13:05:00Z"), now), "Mon 14:05");
        assert_eq!(short(millis("2025-03-15T13:05:00Z"), now), "Sat 15 March");
        assert_eq!(short(millis("2024-03-15T13:05:00Z"), now), "15 March 2024");
        assert_eq!(at(millis("2025-06-17T08:44:00Z"), now), "today 09:44");
    }

    #[test]
    fn numbers_have_commas_and_lists_have_an_and() {
        assert_eq!(thousands(1_234_567), "1,234,567");
        assert_eq!(thousands(999), "999");
        assert_eq!(list(&["a".into(), "b".into(), "c".into()]), "a, b and c");
        assert_eq!(plural(1, "photo", "photos"), "1 photo");
    }
}
