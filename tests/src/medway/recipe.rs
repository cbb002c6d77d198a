//! The records of the year, by kind. Whatever is said "so that it must not count" is a trap.

use book::RecordId;
use chrono::{DateTime, Days, NaiveDate, TimeZone as _};
use chrono_tz::Europe::London;
use domain::working_day::is_working_day;
use serde_json::{Map, Value, json};
use server_core::OldRecord;

/// The year's first day, and how many it has.
const FIRST: (i32, u32, u32) = (2017, 11, 1);
const DAYS: u64 = 365;
/// Where things are found: name, longitude, latitude.
const SPOTS: [(&str, f64, f64); 8] = [
    ("Chatham station", 0.5210, 51.3804),
    ("Gillingham station", 0.5499, 51.3866),
    ("Rochester Castle gardens", 0.5015, 51.3899),
    ("Strood station", 0.5000, 51.3967),
    ("Rainham station", 0.6113, 51.3664),
    ("Luton Arches", 0.5351, 51.3757),
    ("Pentagon bus station", 0.5262, 51.3837),
    ("Gillingham High Street", 0.5467, 51.3888),
];

/// Every record of the year, and of what is compared with it.
pub fn records() -> Vec<OldRecord> {
    let mut year = Year::default();
    year.panels_meetings_and_issues();
    year.clean_ups();
    year.litter_picks();
    year.litter_and_checks();
    year.vehicles();
    year.schools_and_events();
    year.calls_cases_and_payback();
    year.encampments();
    year.enforcement();
    year.registers();
    year.other_services();
    year.records
}

/// The day of the year with this number, from 0.
fn day(number: u64) -> NaiveDate {
    let (year, month, day) = FIRST;
    let first = NaiveDate::from_ymd_opt(year, month, day).expect("a first day");
    first.checked_add_days(Days::new(number)).expect("a day of the year")
}

/// Of `of` things spread over the year the day of this one.
fn spread(number: u64, of: u64) -> NaiveDate {
    day(number * DAYS / of)
}

fn date(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

/// A time of day in London, in UTC.
fn at(day: NaiveDate, hour: u32, minute: u32) -> String {
    let local = day.and_hms_opt(hour, minute, 0).expect("a time of day");
    let moment = London.from_local_datetime(&local).earliest().expect("a moment in London");
    moment.to_utc().to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
}

fn stood(step: &str, to: &str, outcome: &str) -> Value {
    json!({ "step": step, "to": to, "outcome": outcome })
}

#[derive(Default)]
struct Year {
    records: Vec<OldRecord>,
}

impl Year {
    /// Adds a record of a kind that happened then, and gives its id.
    fn add(&mut self, kind: &str, occurred_at: String, answers: Value) -> String {
        let Value::Object(mut fields) = answers else { panic!("answers are an object") };
        let number = self.records.len();
        let moment = DateTime::parse_from_rfc3339(&occurred_at).expect("a moment").timestamp_millis();
        let mut rest = [0; 10];
        rest[2..].copy_from_slice(&(number as u64).to_be_bytes());
        let id = uuid::Builder::from_unix_timestamp_millis(moment.unsigned_abs(), &rest).into_uuid();
        fields.insert("kind".into(), json!(kind));
        fields.insert("occurred_at".into(), json!(occurred_at));
        fields.insert("ref".into(), json!(format!("MED-{number:05}")));
        self.records.push((RecordId(id), fields.into_iter().collect()));
        id.to_string()
    }

    /// The same of what is found somewhere.
    fn find(&mut self, kind: &str, occurred_at: String, answers: Value) -> String {
        let (name, lon, lat) = SPOTS[self.records.len() % SPOTS.len()];
        let Value::Object(mut fields) = answers else { panic!("answers are an object") };
        let place = json!({ "lon": lon, "lat": lat, "accuracy_m": 10.0, "name": name, "method": "typed_coordinates" });
        fields.insert("place".into(), place);
        let usual = [("immediate_danger", json!(false)), ("safeguarding", json!("none")), ("source", json!("patrol"))];
        for (field, value) in usual {
            fields.entry(field).or_insert(value);
        }
        self.add(kind, occurred_at, Value::Object(fields))
    }

    fn panels_meetings_and_issues(&mut self) {
        const NAMES: [&str; 12] = [
            "Luton",
            "Twydall",
            "Wayfield",
            "Strood North",
            "All Saints",
            "Chatham Central",
            "Gillingham South",
            "Rainham",
            "Rochester West",
            "Walderslade",
            "Hoo",
            "Brompton",
        ];
        let mut panels = Vec::new();
        for (number, name) in NAMES.iter().enumerate() {
            // The last was formed within the year.
            let formed = if number == 11 { "2018-02-01" } else { "2014-05-01" };
            let answers = json!({ "name": format!("{name} PACT"), "panel_type": "pact", "wards": name, "status": "active", "formed_on": formed });
            panels.push(self.add("pact_panel", at(date(formed), 12, 0), answers));
        }
        for (name, panel_type, status, more) in [
            ("Youth council", "youth", "active", json!({})),
            ("Old Town PACT", "pact", "ended", json!({ "ended_on": "2016-09-30" })),
        ] {
            let mut answers = json!({ "name": name, "panel_type": panel_type, "wards": name, "status": status, "formed_on": "2012-01-01" });
            merge(&mut answers, more);
            self.add("pact_panel", at(date("2012-01-01"), 12, 0), answers);
        }
        // Panels 1 to 8 meet three times, 9 to 12 twice; the twelfth after it was formed.
        let mut held = Vec::new();
        for (number, panel) in panels.iter().enumerate() {
            for time in 0..if number < 8 { 3 } else { 2 } {
                let of_year = if number == 11 { 150 + time * 100 } else { 10 + time * 110 + number as u64 * 2 };
                held.push((day(of_year), panel.clone()));
            }
        }
        held.sort();
        let mut issues = 0;
        for (number, (on, panel)) in held.iter().enumerate() {
            let meeting = self.meeting(*on, panel, json!({ "wardens": ["Demo warden A"] }));
            for _ in 0..if number < 15 { 5 } else { 4 } {
                issues += 1;
                self.issue(*on, &meeting, issues);
            }
        }
        // So that they must not count: one that only sent apologies, one that was cancelled, one a day after the year.
        let apologies = self.meeting(day(100), &panels[0], json!({ "wardens": [] }));
        self.issue(day(100), &apologies, 1);
        self.meeting(
            day(120),
            &panels[1],
            json!({ "wardens": ["Demo warden A"], "cancelled": true, "cancelled_reason": "Snow" }),
        );
        let after = self.meeting(day(DAYS), &panels[2], json!({ "wardens": ["Demo warden A"] }));
        self.issue(day(DAYS), &after, 1);
        let counted = self.records.iter().find(|(_, fields)| fields["kind"] == "pact_meeting").expect("a meeting").0;
        let withdrawn = json!({ "meeting": counted.0.to_string(), "summary": "Said twice", "category": "litter", "outcome": "withdrawn" });
        self.add("pact_issue", at(day(12), 19, 30), withdrawn);
    }

    fn meeting(&mut self, on: NaiveDate, panel: &str, more: Value) -> String {
        let mut answers = json!({ "pact": panel, "venue": "Community centre", "format": "in_person" });
        merge(&mut answers, more);
        self.add("pact_meeting", at(on, 19, 0), answers)
    }

    /// The issues up to the 91st are resolved by wardens, the next 30 go to a department, the others to a partner.
    fn issue(&mut self, on: NaiveDate, meeting: &str, number: u32) {
        const RAISED: [(&str, &str); 6] = [
            ("Dumped sofas behind the shops", "fly_tipping"),
            ("Needles in the alley", "drugs"),
            ("Dog fouling on the green", "dog_fouling"),
            ("Motorbikes on the playing field", "nuisance_bikes"),
            ("Graffiti at the youth centre", "graffiti"),
            ("Cars left in the car park", "abandoned_vehicle"),
        ];
        let (summary, category) = RAISED[number as usize % RAISED.len()];
        let outcome = match number {
            ..=91 => json!({ "outcome": "resolved_by_wardens", "owner": "warden" }),
            92..=121 => json!({ "outcome": "referred_department", "owner": "department", "recipient": "highways" }),
            _ => json!({ "outcome": "referred_partner", "owner": "partner", "recipient": "police" }),
        };
        let mut answers = json!({ "meeting": meeting, "summary": summary, "category": category });
        merge(&mut answers, outcome);
        self.add("pact_issue", at(on, 19, 30), answers);
    }

    fn clean_ups(&mut self) {
        for number in 0..41 {
            // The campaign's own days were 2 to 4 March 2018; some of its clean-ups were held before and after.
            let on = if number < 21 { day(112 + number) } else { spread(number - 21, 20) };
            let answers = json!({
                "title": "Clean-up", "organiser": "wardens",
                "campaign": if number < 21 { "spring_clean" } else { "none" },
                "volunteers_public": if number == 0 { 5 } else { 4 },
                "volunteers_elected_members": u32::from(number < 31),
                "sacks_black": if number < 39 { 7 } else { 6 },
                "weight_method": "weighed", "weight_kg": 25.0, "actual_end": at(on, 13, 0),
                "state": stood("close", "closed", "resolved_by_wardens"),
            });
            self.find("community_cleanup", at(on, 10, 0), answers);
        }
        let lost = json!({ "title": "Riverside", "organiser": "wardens", "campaign": "none", "volunteers_public": 9, "sacks_black": 12 });
        let mut held = lost.clone();
        merge(&mut held, json!({ "state": { "step": "hold", "to": "held" } }));
        self.find("community_cleanup", at(day(200), 10, 0), held);
        self.find("community_cleanup", at(day(205), 10, 0), lost.clone());
        let mut cancelled = lost.clone();
        merge(
            &mut cancelled,
            json!({ "state": { "step": "cancel", "to": "cancelled" }, "actual_end": at(day(210), 13, 0), "weight_method": "weighed", "weight_kg": 90.0 }),
        );
        self.find("community_cleanup", at(day(210), 10, 0), cancelled);
        let mut others = lost;
        merge(
            &mut others,
            json!({ "organiser": "school", "actual_end": at(day(220), 13, 0), "weight_method": "weighed", "weight_kg": 90.0 }),
        );
        self.find("community_cleanup", at(day(220), 10, 0), others);
    }

    fn litter_picks(&mut self) {
        for number in 0..91 {
            let on = spread(number, 91);
            // Some have sacks and people, which must not get into the clean-ups.
            let mut answers = json!({ "group_type": "residents", "group": "Friends of the park", "state": stood("close", "closed", "resolved_by_partner"), "ended_at": at(on, 12, 0) });
            if number % 3 == 0 {
                merge(&mut answers, json!({ "volunteers_public": 8, "sacks_black": 6 }));
            }
            self.find("litter_pick", at(on, 10, 0), answers);
        }
        let planned = json!({ "group_type": "residents", "group": "Friends of the park" });
        self.find("litter_pick", at(day(300), 10, 0), planned);
    }

    fn litter_and_checks(&mut self) {
        let hotspot = json!({ "name": "Chatham, Magpie Hall Road alley", "hazard": "drug_litter", "visit_frequency": "daily_am", "status": "active", "active_from": "2015-01-01" });
        let hotspot = self.find("hotspot", at(date("2015-01-01"), 9, 0), hotspot);
        for number in 0..DAYS {
            let on = day(number);
            let needles = if number < 111 { 4 } else { 3 };
            // The first day of a period that begins in summer: in UTC it is still the day before.
            let found = if on == date("2018-07-01") { at(on, 0, 30) } else { at(on, 7, 40) };
            let told = if number % 2 == 0 { json!(["intelligence"]) } else { json!(["treatment_outreach"]) };
            let removed =
                json!({ "action": "removed", "injury": false, "count_method": "counted", "removed_at": found.clone() });
            let mut drugs =
                json!({ "n_syringe_needle": 1, "n_foil": needles - 1, "wider_response": told, "hotspot": hotspot });
            merge(&mut drugs, removed.clone());
            let mut finds = vec![self.find("drug_litter", found, drugs)];
            if number < 271 {
                let mut sex = json!({ "n_condom": 1 });
                merge(&mut sex, removed);
                finds.push(self.find("sex_litter", at(on, 7, 45), sex));
            }
            let visit = json!({ "hotspot": hotspot, "result": "find", "findings": finds });
            self.add("hotspot_visit", at(on, 7, 30), visit);
            if number % 30 == 0 {
                self.add("hotspot_visit", at(on, 15, 0), json!({ "hotspot": hotspot, "result": "nil" }));
            }
        }
        // So that they must not count: left where it was and estimated, by mistake, the same as another.
        let left = json!({ "n_needle": 60, "action": "left_evidence", "count_method": "estimated" });
        self.find("drug_litter", at(day(50), 9, 0), left);
        let mistake = json!({ "n_needle": 9, "action": "removed", "withdrawn": { "reason": "Recorded twice" } });
        self.find("drug_litter", at(day(51), 9, 0), mistake);
        let first = self.records.iter().find(|(_, fields)| fields["kind"] == "drug_litter").expect("a find").0;
        let same = json!({ "n_needle": 9, "action": "removed", "duplicate_of": first.0.to_string() });
        self.find("drug_litter", at(day(52), 9, 0), same);
    }

    fn vehicles(&mut self) {
        let car = json!({ "vehicle_type": "car", "make": "Ford", "colour": "silver", "plate_state": "both_present" });
        let vehicle = |number: u64, more: Value| {
            let mut answers = car.clone();
            merge(&mut answers, json!({ "vrm": mark(number) }));
            merge(&mut answers, more);
            answers
        };
        let removed = |on: NaiveDate| json!({ "assessment": "abandoned_destroy", "removed_at": at(on, 14, 0) });
        let mut last = String::new();
        for number in 0..91 {
            let on = spread(number, 91);
            last = self.find("abandoned_vehicle", at(on, 9, 0), vehicle(number, removed(on)));
        }
        for number in 0..20 {
            let answers = vehicle(
                1_000 + number,
                json!({ "assessment": "nuisance", "state": stood("close_not_abandoned", "closed_in_place", "advice_given") }),
            );
            self.find("abandoned_vehicle", at(spread(number, 20), 9, 0), answers);
        }
        for number in 0..5 {
            let answers =
                vehicle(1_100 + number, json!({ "state": stood("close_claimed", "closed_in_place", "complied") }));
            self.find("abandoned_vehicle", at(spread(number, 5), 9, 0), answers);
        }
        for number in 0..3 {
            let mut answers = vehicle(90, removed(day(300)));
            merge(&mut answers, json!({ "duplicate_of": last }));
            self.find("abandoned_vehicle", at(day(290 + number), 9, 0), answers);
        }
        self.find("abandoned_vehicle", at(date("2017-10-20"), 9, 0), vehicle(1_200, removed(date("2017-10-31"))));
        self.find("abandoned_vehicle", at(day(360), 9, 0), vehicle(1_201, removed(date("2018-11-01"))));
        // Reported as untaxed, found to be abandoned: the first was a mistake, and only the second counts. It is one of the 91.
        let converted = vehicle(
            90,
            json!({ "dvla_outcome": "clamped", "outcome_at": at(day(350), 9, 0), "withdrawn": { "reason": "It is abandoned" } }),
        );
        self.find("untaxed_vehicle", at(day(340), 9, 0), converted);

        for number in 0..12 {
            let on = spread(number, 12);
            let answers = vehicle(2_000 + number, json!({ "surrendered_by": "keeper", "collected_at": at(on, 15, 0) }));
            self.find("surrendered_vehicle", at(on, 9, 0), answers);
        }
        let reported = |on: NaiveDate, outcome: &str| {
            json!({
                "on_public_road": true, "foreign_or_trade": false, "tax_status": "untaxed",
                "reported_to_dvla_at": at(on, 16, 0), "dvla_report_batch": "weekly",
                "dvla_outcome": outcome, "outcome_at": at(on, 17, 0), "outcome_source": "dvla",
                "state": stood("receive_outcome", "outcome_received", "resolved_by_partner"),
            })
        };
        let mut number = 3_000;
        for of_year in 0..DAYS {
            for _ in 0..if of_year < 98 { 4 } else { 3 } {
                number += 1;
                self.find(
                    "untaxed_vehicle",
                    at(day(of_year), 8, 30),
                    vehicle(number, reported(day(of_year), "clamped")),
                );
            }
        }
        for other in 0..250 {
            let outcome = ["taxed_since", "not_found", "no_action", "impounded"][other as usize % 4];
            self.find(
                "untaxed_vehicle",
                at(spread(other, 250), 8, 50),
                vehicle(6_000 + other, reported(spread(other, 250), outcome)),
            );
        }
    }

    fn schools_and_events(&mut self) {
        let topics = ["personal_safety", "good_citizenship", "responsible_dog_ownership"];
        let closed = || stood("close", "closed", "education_given");
        for number in 0..11 {
            let on = spread(number, 11);
            // Two of the nine are visited twice.
            let school = format!("Junior school {}", char::from(b'A' + (number % 9) as u8));
            let answers = json!({ "institution": school, "institution_type": "junior", "topics": topics[..1 + number as usize % 3], "sessions": 1, "state": closed() });
            self.find("school_presentation", at(on, 10, 0), answers);
        }
        let secondary = json!({ "institution": "Secondary school", "institution_type": "secondary", "topics": ["knife_crime"], "sessions": 2, "state": closed() });
        self.find("school_presentation", at(day(80), 10, 0), secondary);
        let planned =
            json!({ "institution": "Junior school Z", "institution_type": "junior", "topics": ["online_safety"] });
        self.find("school_presentation", at(day(81), 10, 0), planned);

        for number in 0..50 {
            let people = if number < 33 { 52 } else { 53 };
            let answers = json!({ "title": "Street surgery", "venue_type": "street_surgery", "themes": ["personal_safety"], "people_engaged": people, "people_method": "tally", "state": closed() });
            self.find("engagement_event", at(spread(number, 50), 11, 0), answers);
        }
        let cancelled = json!({ "title": "Market stall", "venue_type": "market", "people_engaged": 40, "state": { "step": "cancel", "to": "cancelled" } });
        self.find("engagement_event", at(day(30), 11, 0), cancelled);
    }

    fn calls_cases_and_payback(&mut self) {
        for number in 0..145 {
            let on = spread(number, 145);
            let answers = json!({ "summary": "Group at the shops", "category": "asb_group", "urgency": "today", "call_date": on.to_string(), "state": stood("resolve", "resolved", "resolved_by_partner") });
            self.find("tasking_issue", at(on, 8, 50), answers);
        }
        self.find(
            "tasking_issue",
            at(day(40), 8, 50),
            json!({ "summary": "Not discussed", "category": "other", "call_date": day(40).to_string() }),
        );
        // Eighty-three cases, some of them discussed twice.
        for number in 0..90 {
            let on = spread(number, 90);
            let answers = json!({ "panel": "community_marac", "subject_type": "repeat_location", "subject": format!("Case {}", number % 83), "meeting_on": on.to_string(), "state": stood("close", "closed", "resolved_by_partner") });
            self.find("complex_case_referral", at(on, 9, 0), answers);
        }
        let blue = json!({ "panel": "blue_light", "subject_type": "vulnerable_person", "subject": "Case 900", "meeting_on": day(60).to_string(), "state": stood("close", "closed", "resolved_by_partner") });
        self.find("complex_case_referral", at(day(60), 9, 0), blue);
        const ROLES: [&str; 4] = ["community_warden", "elected_member", "pcso", "rights_of_way_team"];
        let job = |number: u64, on: NaiveDate| json!({ "project_name": format!("Job {number}"), "work_type": ["vegetation"], "nominated_by_role": ROLES[number as usize % 4], "submitted_at": at(on, 12, 0) });
        for number in 0..344 {
            let on = spread(number, 344);
            self.find("payback_nomination", at(on, 10, 0), job(number, on));
        }
        for number in 0..213 {
            let on = date("2016-11-01").checked_add_days(Days::new(number * 365 / 213)).expect("a day");
            self.find("payback_nomination", at(on, 10, 0), job(1_000 + number, on));
        }
        self.find(
            "payback_nomination",
            at(day(9), 10, 0),
            json!({ "project_name": "Not submitted", "work_type": ["painting"] }),
        );
    }

    /// Twenty-nine on council land since the beginning of 2018, with the working days until they left: ten times 3, nine times
    /// 4, eight times 5, and twice 9 beside the days of a court.
    fn encampments(&mut self) {
        let first = date("2018-01-03");
        for number in 0..29_u64 {
            let net = match number {
                ..10 => 3,
                10..19 => 4,
                19..27 => 5,
                _ => 9,
            };
            let reported = first.checked_add_days(Days::new(number * 9)).expect("a day");
            let pause = (number >= 27).then(|| (after(reported, 2), after(reported, 6)));
            let left = after(reported, net + if pause.is_some() { 5 } else { 0 });
            let mut answers = json!({ "n_caravans": 4, "land_use": "park", "land_owner": "council_parks", "reported_at": at(reported, 9, 0), "vacated_at": at(left, 17, 0), "departure": if number % 2 == 0 { "negotiation" } else { "order" } });
            if let Some((from, until)) = pause {
                merge(
                    &mut answers,
                    json!({ "clock_pauses/a": { "reason": "court", "from": from.to_string(), "until": until.to_string() } }),
                );
            }
            self.find("encampment", at(reported, 9, 0), answers);
        }
        for number in 0..3 {
            let on = date("2018-03-01").checked_add_days(Days::new(number * 20)).expect("a day");
            let answers = json!({ "n_caravans": 2, "land_use": "verge", "land_owner": "private", "reported_at": at(on, 9, 0), "vacated_at": at(after(on, 12), 17, 0), "departure": "voluntarily" });
            self.find("encampment", at(on, 9, 0), answers);
        }
    }

    fn enforcement(&mut self) {
        let served = |kind: &str, on: NaiveDate, hour: u32| json!({ "type": kind, "offence": "community_protection", "recipient": "adult", "served_at": at(on, hour, 30), "served_method": "hand" });
        let mut warnings = Vec::new();
        for number in 0..118_u64 {
            // From 1 July to 31 October; the first at half past midnight, which in UTC is in June.
            let on = day(242 + number * 123 / 118);
            let hour = if number == 0 { 0 } else { 10 };
            warnings.push(self.find("enforcement_action", at(on, hour, 30), served("cpw", on, hour)));
        }
        for number in 0..22 {
            let mut answers = served("cpn", day(255 + number * 5), 11);
            merge(&mut answers, json!({ "prior_warning": warnings[number as usize] }));
            self.find("enforcement_action", at(day(255 + number * 5), 11, 30), answers);
        }
        // A notice without a warning before it.
        self.find("enforcement_action", at(day(260), 11, 30), served("cpn", day(260), 11));
        for number in 0..24_u64 {
            let on = date("2018-01-10").checked_add_days(Days::new(number * 12)).expect("a day");
            let costs = if number == 23 { 56_900 } else { 55_800 };
            let answers = json!({ "type": "prosecution", "offence": "fly_tipping", "recipient": "adult", "court_on": on.to_string(), "outcome": "convicted", "fine_pence": 100_000, "costs_pence": costs, "state": stood("convict", "closed", "resolved_by_partner") });
            self.find("enforcement_action", at(on, 10, 0), answers);
        }
        let acquitted = json!({ "type": "prosecution", "offence": "litter", "recipient": "adult", "court_on": "2018-05-01", "outcome": "acquitted", "costs_pence": 90_000 });
        self.find("enforcement_action", at(date("2018-05-01"), 10, 0), acquitted);
    }

    /// What other services say of the year; half of it, typed in as well, counts nowhere in the year.
    fn other_services(&mut self) {
        for (measure, amount, source) in [
            ("tobacco_seizures", 2, "Trading standards"),
            ("tobacco_value", 11_500, "Trading standards"),
            ("test_purchase_warnings", 2, "Trading standards"),
            ("rough_offered", 30, "Rough-sleeper outreach"),
            ("rough_reconnected", 8, "Rough-sleeper outreach"),
            ("fraud_incidents", 26, "Trading standards"),
            ("fraud_loss", 240_000, "Trading standards"),
            ("social_followers", 1_298, "Communications team"),
            ("mental_health_pct", 63, "Community safety vulnerability group"),
            ("youth_funding", 34_000, "Community safety partnership"),
            ("youth_sessions", 10, "Youth service"),
            ("youth_attended", 1_000, "Youth service"),
            ("youth_hours", 2_000, "Youth service"),
            ("youth_supported", 11, "Youth service"),
            ("youth_helped_pct", 96, "Youth service"),
        ] {
            for (from, amount) in [("2017-11-01", amount), ("2018-05-01", amount / 2)] {
                let answers = json!({ "measure": measure, "amount": amount, "source": source, "period_from": from, "period_to": "2018-10-31", "entered_by": "Demo leader" });
                self.add("typed_figure", at(date("2018-11-05"), 10, 0), answers);
            }
        }
    }

    fn registers(&mut self) {
        for number in 0..24 {
            let ended = number >= 22;
            let mut answers = json!({ "file_reference": format!("BL/{number:03}"), "status": if ended { "ended" } else { "active" }, "active_from": "2018-02-01" });
            if ended {
                merge(&mut answers, json!({ "active_to": "2018-09-30" }));
            }
            self.add("blue_light", at(date("2018-02-01"), 9, 0), answers);
        }
        for number in 0..92 {
            let status = if number < 90 { "active" } else { "paused" };
            let answers = json!({ "file_reference": format!("NN/{number:03}"), "street": "High Street", "status": status, "active_from": "2017-06-01" });
            self.add("nominated_neighbour", at(date("2017-06-01"), 9, 0), answers);
        }
        for number in 0..5 {
            let on = date("2018-09-10").checked_add_days(Days::new(number * 60)).expect("a day");
            let answers = json!({ "file_reference": format!("CR/{number}"), "applied_on": on.to_string(), "qualifying_complaints": 3, "threshold": 3 });
            self.add("asb_case_review", at(on, 9, 0), answers);
        }
    }
}

/// So many working days after a day.
fn after(day: NaiveDate, many: u64) -> NaiveDate {
    let later = day.iter_days().skip(1).filter(|day| is_working_day(*day));
    later.take(many as usize).last().expect("days go on")
}

/// A mark of its own for each vehicle: `AB12 CDE`.
fn mark(number: u64) -> String {
    let letter = |at: u64| char::from(b'A' + (number / 23_u64.pow(at as u32) % 23) as u8);
    let kept = |letter: char| if letter == 'I' || letter == 'Q' { 'X' } else { letter };
    format!("GK{:02} {}{}{}", 2 + number / 12_167 % 16, kept(letter(2)), kept(letter(1)), kept(letter(0)))
}

fn merge(answers: &mut Value, more: Value) {
    let (Value::Object(answers), Value::Object(more)) = (answers, more) else { panic!("answers are objects") };
    let more: Map<String, Value> = more;
    answers.extend(more);
}
