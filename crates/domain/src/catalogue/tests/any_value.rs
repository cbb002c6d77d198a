//! Whatever lies in a record, judging it gives an answer: no panic, no value altered.

use proptest::prelude::*;

use super::*;

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        (-5i64..60).prop_map(Value::from),
        ".{0,20}".prop_map(Value::from),
        prop::sample::select(vec![
            "removed",
            "none",
            "both_missing",
            "foreign",
            "destroyed",
            "ended",
            "local",
            "weighed",
            "estimated",
            "2025-03-18",
            "2025-03-18T09:00:00Z",
            "9999-12-31T23:59:59Z",
            "AB07CDE",
            "01890a5d-ac96-774b-bcce-b302099a8057"
        ])
        .prop_map(Value::from),
    ];
    leaf.prop_recursive(2, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[a-z]{1,8}", inner, 0..4)
                .prop_map(|object| Value::Object(object.into_iter().collect())),
        ]
    })
}

fn any_values() -> impl Strategy<Value = (String, BTreeMap<String, Value>)> {
    let catalogue = built_in();
    let kinds: Vec<(String, Vec<String>)> = catalogue
        .kinds()
        .iter()
        .map(|kind| {
            let mut keys: Vec<String> = kind.fields.iter().map(|field| field.id.clone()).collect();
            keys.extend(["equipment/1".to_owned(), "photo/ab".to_owned(), "stranger".to_owned(), "/".to_owned()]);
            (kind.id.clone(), keys)
        })
        .collect();
    prop::sample::select(kinds).prop_flat_map(|(kind, keys)| {
        (Just(kind), prop::collection::btree_map(prop::sample::select(keys), any_json(), 0..25))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn judging_any_values_gives_an_answer((kind, values) in any_values(), photos in 0usize..20) {
        let catalogue = built_in();
        let kind = catalogue.kind(&kind).unwrap();
        let answer = kind.answer(&values, &moment(), photos);
        prop_assert_eq!(answer.fields.len(), kind.fields.len());
        prop_assert!(answer.missing_now.len() <= answer.missing_to_finish.len());
        prop_assert!(answer.missing_to_finish.len() <= answer.missing_to_close.len());
        for (field, answer) in kind.fields.iter().zip(&answer.fields) {
            prop_assert!(answer.shown || answer.problem.is_none(), "a hidden field has a problem: {}", field.id);
            if !field.is_worked_out() && field.field_type != FieldType::Rows {
                prop_assert_eq!(&answer.value, values.get(&field.id).unwrap_or(&Value::Null));
            }
        }
    }

    #[test]
    fn any_text_as_a_catalogue_file_is_read_or_refused(text in ".{0,200}") {
        prop_assert!(Catalogue::from_files(&[("common.toml", &text)]).is_err());
    }

    #[test]
    fn any_text_is_a_place_or_is_refused(text in ".{0,30}") {
        let _ = crate::place::Place::typed(&text);
        let _ = crate::vrm::reading(&text);
        let _ = text.parse::<crate::reference::Reference>();
    }
}
