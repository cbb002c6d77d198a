//! What a cell says, as an answer to a question.

use chrono::{DateTime, LocalResult, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Europe::London;
use domain::catalogue::{Choice, Field, FieldType};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A question's words of the file for its choices, from the map.
pub(super) type Words = BTreeMap<String, String>;

/// Reads a cell for a question. Whether the answer is one that the question takes is judged with the whole row.
pub(super) fn read(field: &Field, words: Option<&Words>, cell: &str) -> Result<Value, String> {
    Ok(match field.field_type {
        FieldType::Count | FieldType::Int => json!(whole(cell)?),
        FieldType::Decimal => {
            let number = plain(cell).parse::<f64>().ok().filter(|number| number.is_finite());
            json!(number.ok_or("this is no number; enter one like 2.5")?)
        }
        FieldType::Bool => json!(yes_or_no(cell)?),
        FieldType::Choice => json!(choice(field, words, cell)?),
        FieldType::Multi => {
            let parts = cell.split([';', '|']).map(str::trim).filter(|part| !part.is_empty());
            json!(parts.map(|part| choice(field, words, part)).collect::<Result<Vec<_>, _>>()?)
        }
        FieldType::Date => json!(date(cell)?.format("%Y-%m-%d").to_string()),
        FieldType::Datetime => {
            let (day, clock) = cell.split_once([' ', 'T']).map_or((cell, None), |(day, clock)| (day, Some(clock)));
            json!(
                at(date(day)?, clock.map(clock_time).transpose()?)?.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
            )
        }
        FieldType::Vrm => json!(domain::vrm::normalise(cell)),
        FieldType::People | FieldType::Texts => {
            let parts = cell.split([';', '|']).map(str::trim).filter(|part| !part.is_empty());
            json!(parts.collect::<Vec<_>>())
        }
        _ => json!(cell),
    })
}

/// A date of a day, month and year in the order of this country, or the other way round with the year first.
pub(super) fn date(cell: &str) -> Result<NaiveDate, String> {
    let parts: Vec<&str> = cell.split(['/', '-', '.']).collect();
    let [first, second, third] = parts.as_slice() else { return Err(no_date()) };
    let number = |part: &str| part.parse::<u32>().map_err(|_| no_date());
    let month = |part: &str| {
        const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
        let word = part.get(..3).unwrap_or(part).to_lowercase();
        let named = (1..).zip(MONTHS).find(|(_, name)| *name == word).map(|(number, _)| number);
        named.map_or_else(|| number(part), Ok)
    };
    let (day, month, year) = if first.len() == 4 {
        (number(third)?, month(second)?, number(first)?)
    } else {
        let year = number(third)?;
        // Two signs of a year are of this century, as no council kept such a file in the one before.
        (number(first)?, month(second)?, if third.len() == 2 { 2000 + year } else { year })
    };
    if month > 12 && day <= 12 {
        return Err(format!("there is no month {month}; dates are day/month/year, like 31/12/2024"));
    }
    let year = i32::try_from(year).map_err(|_| no_date())?;
    NaiveDate::from_ymd_opt(year, month, day)
        .ok_or_else(|| format!("there is no {day}/{month:02}/{year} in the calendar"))
}

/// A time of day.
pub(super) fn clock_time(cell: &str) -> Result<NaiveTime, String> {
    let cell = cell.trim().to_lowercase();
    ["%H:%M", "%H:%M:%S", "%H.%M", "%I:%M %p", "%I:%M%p"]
        .iter()
        .find_map(|format| NaiveTime::parse_from_str(&cell, format).ok())
        .ok_or_else(|| "this is no time of day; enter one like 14:05".to_owned())
}

/// The moment of a date and a time of day here; noon where only the date is known.
pub(super) fn at(day: NaiveDate, clock: Option<NaiveTime>) -> Result<DateTime<Utc>, String> {
    let clock = clock.or_else(|| NaiveTime::from_hms_opt(12, 0, 0)).unwrap_or_default();
    match London.from_local_datetime(&day.and_time(clock)) {
        LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => Ok(at.to_utc()),
        LocalResult::None => Err("there was no such time: the clocks went forward in that hour".into()),
    }
}

/// A choice by its id, its words, or the map's words.
fn choice(field: &Field, words: Option<&Words>, cell: &str) -> Result<String, String> {
    let mapped = words.and_then(|words| words.iter().find(|(word, _)| word.eq_ignore_ascii_case(cell)));
    let cell = mapped.map_or(cell, |(_, id)| id.as_str());
    let is = |choice: &&Choice| choice.id == cell || choice.names().any(|name| name.eq_ignore_ascii_case(cell));
    field.choices.iter().find(is).map(|choice| choice.id.clone()).ok_or_else(|| {
        let known: Vec<&str> = field.choices.iter().map(|choice| choice.id.as_str()).collect();
        format!("this is none of its answers ({}); say in the map which it is", known.join(", "))
    })
}

fn whole(cell: &str) -> Result<i64, String> {
    plain(cell).parse().map_err(|_| "this is no whole number; enter one like 12".to_owned())
}

/// A number without the commas between its thousands.
fn plain(cell: &str) -> String {
    let mut groups = cell.trim_start_matches('-').split('.').next().unwrap_or_default().split(',');
    let first = groups.next().is_some_and(|group| (1..=3).contains(&group.len()));
    if first && groups.all(|group| group.len() == 3) { cell.replace(',', "") } else { cell.to_owned() }
}

fn yes_or_no(cell: &str) -> Result<bool, String> {
    match cell.to_lowercase().as_str() {
        "yes" | "y" | "true" | "1" => Ok(true),
        "no" | "n" | "false" | "0" => Ok(false),
        _ => Err("this is neither yes nor no".into()),
    }
}

fn no_date() -> String {
    "this is no date; enter one like 18/03/2025 or 2025-03-18".into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_those_of_the_calendar_and_of_this_country() {
        let day = |text: &str| date(text).map(|date| date.to_string());
        for same in ["18/03/2025", "18/3/25", "2025-03-18", "18-Mar-2025", "18.03.2025", "18-march-2025"] {
            assert_eq!(day(same).as_deref(), Ok("2025-03-18"), "{same}");
        }
        assert_eq!(day("31/04/2024").unwrap_err(), "there is no 31/04/2024 in the calendar");
        assert_eq!(day("29/02/2023").unwrap_err(), "there is no 29/02/2023 in the calendar");
        assert!(day("12/31/2024").unwrap_err().contains("dates are day/month/year"), "the American order");
        for none in ["", "today", "45000", "18/03", "18/03/2025/1", "99/99/9999", "a/b/c"] {
            assert!(date(none).is_err(), "{none}");
        }
    }

    #[test]
    fn a_time_is_the_one_on_the_wall() {
        let moment = |day: &str, clock: &str| at(date(day).unwrap(), Some(clock_time(clock).unwrap()));
        assert_eq!(moment("18/03/2025", "9:41").unwrap().to_rfc3339(), "2025-03-18T09:41:00+00:00");
        assert_eq!(moment("18/06/2025", "2:05 pm").unwrap().to_rfc3339(), "2025-06-18T13:05:00+00:00", "summer time");
        assert!(moment("30/03/2025", "01:30").unwrap_err().contains("clocks went forward"));
        assert_eq!(at(date("18/06/2025").unwrap(), None).unwrap().to_rfc3339(), "2025-06-18T11:00:00+00:00");
        assert!(clock_time("25:00").is_err() && clock_time("soon").is_err());
    }

    #[test]
    fn numbers_are_read_as_people_write_them_and_nothing_else_is_one() {
        assert_eq!((whole("1206"), whole("1,206"), whole("-3")), (Ok(1206), Ok(1206), Ok(-3)));
        for none in ["1,2", "12,06", "=1+1", "12 needles", "1.5", "", "99999999999999999999"] {
            assert!(whole(none).is_err(), "{none}");
        }
    }
}
