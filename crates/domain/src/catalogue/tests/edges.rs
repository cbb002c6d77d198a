//! Every question of every kind at its edges: the least and the most that it takes, one beyond, and what is of another sort.
//! What is refused is refused with a sentence that begins with the question's noun.

use chrono::{Days, TimeDelta};

use super::*;

/// A value, whether it is taken, and if not, why.
type Case = (Value, Result<(), ProblemCode>);

fn taken(value: impl Into<Value>) -> Case {
    (value.into(), Ok(()))
}

fn refused(value: impl Into<Value>, code: ProblemCode) -> Case {
    (value.into(), Err(code))
}

/// The edges of a question, which is answered at this moment.
fn edges(field: &Field) -> Vec<Case> {
    use ProblemCode::{
        InTheFuture, NotADate, NotTogether, NotWhole, TooLarge, TooLong, TooMany, TooSmall, UnknownChoice,
        WrongPattern, WrongShape,
    };
    let text = "text".to_owned();
    let mut cases = vec![taken(Value::Null), taken("  "), taken(json!([]))];
    match field.field_type {
        FieldType::Count | FieldType::Int | FieldType::Decimal | FieldType::Money => {
            let (least, most) = value::bounds(field);
            let step = if field.field_type == FieldType::Decimal { 0.01 } else { 1.0 };
            // Whole amounts are sent as whole numbers.
            let number = |number: f64| if step < 1.0 { json!(number) } else { json!(number as i64) };
            cases.extend([taken(number(least)), taken(number(most))]);
            cases.extend([refused(number(least - step), TooSmall), refused(number(most + step), TooLarge)]);
            cases.extend([refused(text.as_str(), WrongShape), refused(true, WrongShape)]);
            match field.field_type {
                FieldType::Decimal => cases.push(taken(json!((least + most) / 2.0))),
                FieldType::Money => cases.push(refused(json!(least + 0.5), WrongShape)),
                _ => cases.push(refused(json!(least + 0.5), NotWhole)),
            }
        }
        FieldType::Text | FieldType::Longtext | FieldType::Vrm | FieldType::Person => {
            let unsaid = if field.field_type == FieldType::Longtext { 2_000 } else { 200 };
            let most = field.max_length.unwrap_or(unsaid) as usize;
            // A letter may take several bytes.
            for letter in ["a", "é"] {
                cases.push(refused(letter.repeat(most + 1), TooLong));
                cases.push(match field.pattern {
                    None => taken(letter.repeat(most)),
                    Some(_) => refused(letter.repeat(most), WrongPattern),
                });
            }
            cases.extend([refused(7, WrongShape), refused(json!({}), WrongShape), refused(true, WrongShape)]);
        }
        FieldType::Bool => {
            cases.extend([taken(true), taken(false)]);
            cases.extend([refused("yes", WrongShape), refused(1, WrongShape)]);
        }
        FieldType::Choice => {
            cases.extend(field.choices.iter().map(|choice| taken(choice.id.as_str())));
            cases.extend([refused(text.as_str(), UnknownChoice), refused(1, UnknownChoice)]);
            cases.extend(field.choices.iter().map(|choice| refused(choice.id.to_uppercase(), UnknownChoice)));
        }
        FieldType::Multi => {
            let (alone, others): (Vec<_>, Vec<_>) = field.choices.iter().partition(|choice| choice.exclusive);
            cases.extend(field.choices.iter().map(|choice| taken(json!([choice.id]))));
            let all: Vec<_> = others.iter().map(|choice| choice.id.as_str()).collect();
            cases.push(taken(json!(all)));
            cases.extend(alone.iter().map(|one| refused(json!([one.id, all.first().unwrap()]), NotTogether)));
            cases.extend([refused(json!([text]), UnknownChoice), refused(text.as_str(), UnknownChoice)]);
        }
        FieldType::Date => {
            let today = moment().now.with_timezone(&ZONE).date_naive();
            let tomorrow = today.checked_add_days(Days::new(1)).unwrap().to_string();
            cases.extend([taken("1900-01-01"), taken(today.to_string()), taken("2024-02-29")]);
            cases.push(if field.future { taken(tomorrow) } else { refused(tomorrow, InTheFuture) });
            cases.push(if field.future { taken("2199-12-31") } else { refused("2199-12-31", InTheFuture) });
            for no_day in ["1899-12-31", "2200-01-01", "2025-02-29", "2025-04-31", "31/04/2025", "04/13/2025", "text"] {
                cases.push(refused(no_day, NotADate));
            }
            cases.push(refused(20_250_318, NotADate));
        }
        FieldType::Datetime => {
            let now = moment().now;
            let ahead = (now + TimeDelta::seconds(1)).to_rfc3339();
            cases.extend([taken("1900-01-01T00:00:00Z"), taken(now.to_rfc3339()), taken("2025-03-18T09:44:00+00:00")]);
            cases.push(if field.future { taken(ahead) } else { refused(ahead, InTheFuture) });
            for none in ["1899-12-31T23:59:59Z", "2200-01-01T00:00:00Z", "2025-03-18", "2025-02-29T10:00:00Z", "09:44"]
            {
                cases.push(refused(none, NotADate));
            }
            cases.push(refused(1_742_291_040, NotADate));
        }
        FieldType::Record => {
            cases.push(taken(id(1)));
            cases.extend([
                refused(text.as_str(), WrongShape),
                refused(7, WrongShape),
                refused(json!([id(1)]), WrongShape),
            ]);
        }
        FieldType::Records => {
            let several = |many: u128| json!((1..=many).map(id).collect::<Vec<_>>());
            cases.extend([taken(several(1)), taken(several(100)), refused(several(101), TooMany)]);
            cases.extend([refused(id(1), WrongShape), refused(json!(["text"]), WrongShape)]);
        }
        FieldType::People | FieldType::Texts => {
            let most = field.max_length.unwrap_or(100) as usize;
            cases.extend([taken(json!(vec!["a"; most])), refused(json!(vec!["a"; most + 1]), TooMany)]);
            cases.extend([taken(json!(["é".repeat(200)])), refused(json!(["é".repeat(201)]), WrongShape)]);
            cases.extend([refused("a", WrongShape), refused(json!([7]), WrongShape)]);
        }
        FieldType::Place => {
            let at = |lon: f64, lat: f64| json!({"lon": lon, "lat": lat, "accuracy_m": 8, "method": "device"});
            cases.extend([
                taken(place()),
                taken(at(180.0, 90.0)),
                taken(json!({"name": "Rope Walk", "method": "named"})),
            ]);
            for nowhere in [at(0.0, 0.0), at(181.0, 51.0), at(0.5, 90.1), json!("text"), json!(7), json!({})] {
                cases.push(refused(nowhere, WrongShape));
            }
        }
        FieldType::Rows => cases.push(refused(json!({"a": {}}), WrongShape)),
    }
    cases
}

fn id(number: u128) -> String {
    uuid::Uuid::from_u128(number).to_string()
}

/// Every question of the catalogue with the columns of its rows, under its whole name.
fn questions() -> impl Iterator<Item = (String, &'static Field)> {
    built_in().kinds().iter().flat_map(|kind| {
        kind.fields.iter().flat_map(move |field| {
            let columns =
                field.columns.iter().map(move |column| (format!("{}.{}.{}", kind.id, field.id, column.id), column));
            std::iter::once((format!("{}.{}", kind.id, field.id), field)).chain(columns)
        })
    })
}

#[test]
fn every_question_takes_what_lies_within_its_limits_and_refuses_the_rest_with_a_sentence() {
    let (mut wrong, mut tried) = (Vec::new(), 0);
    for (name, field) in questions() {
        for (value, expected) in edges(field) {
            tried += 1;
            let shown: String = value.to_string().chars().take(60).collect();
            match (value::read(field, &value, moment().now), expected) {
                (Ok(_), Ok(())) => {}
                (Err(problem), Err(code)) if problem.code == code => {
                    let said = problem.message.trim();
                    let names = field.field_type == FieldType::Place || said.starts_with(field.noun());
                    if !names || said.split_whitespace().count() < 3 || said.contains(['{', '}', '_']) {
                        wrong.push(format!("{name} refuses {shown} with {said:?}"));
                    }
                }
                (got, expected) => wrong.push(format!("{name}, {shown}: {got:?}, not {expected:?}")),
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {tried}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(tried > 10_000, "only {tried} were tried");
}

/// What is judged goes through the form: a question that is asked says what is wrong, and waits with it.
#[test]
fn a_form_says_of_each_question_that_it_asks_what_is_wrong_with_its_answer() {
    let mut tried = 0;
    for kind in built_in().kinds() {
        let blank = kind.answer(&values(json!({})), &moment(), 0);
        let asked =
            kind.fields.iter().zip(&blank.fields).filter(|(field, judged)| judged.shown && field.computed.is_none());
        for (field, _) in asked {
            for (value, expected) in edges(field).into_iter().filter(|_| field.field_type != FieldType::Rows) {
                let Err(code) = expected else { continue };
                let judged = kind.answer(&values(json!({ field.id.as_str(): value })), &moment(), 0);
                let said = super::field(&judged, &field.id).problem.clone();
                let said = said.unwrap_or_else(|| panic!("{}.{} takes {value}", kind.id, field.id));
                assert_eq!(said.code, code, "{}.{}, {value}", kind.id, field.id);
                let waits = [&judged.missing_now, &judged.missing_to_finish, &judged.missing_to_close];
                assert!(
                    waits.iter().any(|list| list.iter().any(|one| one.message == said.message)),
                    "{}.{}",
                    kind.id,
                    field.id
                );
                tried += 1;
            }
        }
    }
    assert!(tried > 4_000, "only {tried} were tried");
}

#[test]
fn rows_are_as_many_as_their_question_allows_and_each_is_a_row() {
    let mut tried = 0;
    for kind in built_in().kinds() {
        for field in kind.fields.iter().filter(|field| field.field_type == FieldType::Rows) {
            let most = field.max_length.unwrap_or(100) as usize;
            let of = |many: usize, row: &Value| {
                let rows = (0..many).map(|at| (format!("{}/{}", field.id, id(at as u128 + 1)), row.clone()));
                rows::read(field, &[], &rows.collect(), moment().now)
            };
            // A row in which every column is answered that has to be.
            let cell = |column: &Field| {
                let fits = |(value, expected): &Case| expected.is_ok() && !value::is_unanswered(value);
                edges(column).into_iter().find(fits).map(|(value, _)| (column.id.clone(), value))
            };
            let row = Value::Object(field.columns.iter().filter_map(cell).collect());
            assert!(of(most, &row).is_ok(), "{}.{}: {:?}", kind.id, field.id, of(most, &row));
            let code = |many, row: &Value| of(many, row).err().map(|problem| problem.code);
            assert_eq!(code(most + 1, &row), Some(ProblemCode::TooMany), "{}.{}", kind.id, field.id);
            assert_eq!(code(1, &json!("text")), Some(ProblemCode::WrongShape), "{}.{}", kind.id, field.id);
            for column in field.columns.iter().filter(|column| column.required != Required::Never) {
                let mut without = row.clone();
                without.as_object_mut().unwrap().remove(&column.id);
                assert!(of(1, &without).is_err(), "{}.{} without {}", kind.id, field.id, column.id);
            }
            tried += 1;
        }
    }
    assert!(tried > 5, "only {tried} were tried");
}
