//! Answer a councillor: a place and a period become one page that names nobody; who asked is recorded with what was sent.

use app::contract::*;
use serde_json::{Value, json};
use tests::{Tablet, World};

/// In River ward, and 600 metres to the east of it.
const THERE: [f64; 2] = [0.5265, 51.3822];
const FAR: [f64; 2] = [0.5351, 51.3822];
const DAY: i64 = 24 * 60;

fn find(tablet: &Tablet, kind: &str, answers: Value, at: [f64; 2], named: Option<&str>) -> String {
    let form = tablet.answer(&tablet.begin(kind), answers);
    let device = json!({ "lon": at[0], "lat": at[1], "accuracy_m": 6.0 });
    let mut form: Form = tablet.does("set_place", json!({ "draft": form.draft, "device": device, "typed": null }));
    if let Some(name) = named {
        form = tablet.does("set_place", json!({ "draft": form.draft, "device": null, "typed": name }));
    }
    tablet.save(&form).finding
}

fn needles(tablet: &Tablet, many: u32, at: [f64; 2], named: Option<&str>) -> String {
    find(tablet, "drug_litter", json!({ "n_needle": many }), at, named)
}

fn sleeper(tablet: &Tablet) -> String {
    find(tablet, "rough_sleeper", json!({ "n_people": 1, "situation": "tent" }), THERE, None)
}

fn told(leader: &Tablet, asked: Value) -> PlaceTold {
    let mut over = json!({ "from": "2025-01-01", "to": "2025-12-31" });
    over.as_object_mut().unwrap().extend(asked.as_object().unwrap().clone());
    leader.does("place_told", over)
}

fn said(told: &PlaceTold) -> Vec<(&str, &str)> {
    told.kinds.iter().map(|kind| (kind.kind.as_str(), kind.said.as_str())).collect()
}

fn team() -> (World, Tablet, Tablet) {
    let world = World::new();
    let (warden, leader) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo leader C", "leader"));
    let place =
        json!({ "name": "Pentagon underpass", "aliases": ["The Subway"], "place_type": "park", "status": "active" });
    let form = leader.answer(&leader.begin("place"), place);
    let device = json!({ "lon": THERE[0], "lat": THERE[1], "accuracy_m": 20.0 });
    let form: Form = leader.does("set_place", json!({ "draft": form.draft, "device": device, "typed": null }));
    leader.save(&form);
    leader.sync();
    warden.sync();
    warden.start_patrol("Chatham town centre");
    (world, warden, leader)
}

#[test]
fn a_place_is_told_of_around_a_point_in_a_ward_or_by_its_name() {
    let (_world, warden, leader) = team();
    let first = needles(&warden, 3, THERE, None);
    needles(&warden, 5, THERE, Some("Rope Walk, Chatham"));
    needles(&warden, 1, FAR, Some("Rope Walk, Luton"));
    let form = warden.reopen(&first, "correct");
    warden.save(&warden.answer(&form, json!({ "action": "removed" })));
    let mistake = needles(&warden, 9, THERE, None);
    let _: FindingView = warden.does("withdraw", json!({ "id": mistake, "reason": "Recorded twice" }));
    warden.sync();
    leader.sync();

    for typed in ["Pentagon underpass", "the subway", "51.3822, 0.5265"] {
        let near = told(&leader, json!({ "typed": typed }));
        assert_eq!(said(&near), [("drug_litter", "2")], "{typed}: {near:?}");
        assert_eq!(near.total, 2);
    }
    let near = told(&leader, json!({ "typed": "the subway" }));
    assert_eq!(near.title, "Within 250 m of Pentagon underpass");
    assert_eq!(near.kinds[0].dates, "18 Mar 2025");
    assert_eq!(near.unreviewed.as_deref(), Some("Including 2 not yet reviewed"));
    assert!(near.nothing_of.as_ref().is_some_and(|none| none.contains("dog fouling") && !none.contains("drug litter")));
    assert_eq!(near.months.iter().map(|bar| bar.said.as_str()).collect::<Vec<_>>()[..4], ["0", "0", "2", "0"]);
    assert_eq!(told(&leader, json!({ "typed": "the subway", "metres": 1000 })).total, 3);

    let street = told(&leader, json!({ "typed": "rope walk" }));
    assert_eq!((street.title.as_str(), street.total), ("rope walk", 2), "wherever a place is called so");
    assert_eq!(told(&leader, json!({ "typed": "Rope Walk Luton" })).total, 1);
    assert_eq!(told(&leader, json!({ "typed": "ope walk" })).total, 0, "words are told by their beginnings");

    let enquiries: Enquiries = leader.does("enquiries", json!({}));
    let river = enquiries.wards.iter().find(|ward| ward.name == "River ward" || ward.name == "River").unwrap();
    let ward = told(&leader, json!({ "ward": river.id }));
    assert_eq!((ward.title.as_str(), ward.total >= 2), (river.name.as_str(), true), "{ward:?}");
    assert_eq!(enquiries.places, ["Pentagon underpass"]);
    // Of a day before anything was found, none is an answer.
    let before = told(&leader, json!({ "typed": "the subway", "from": "2024-01-01", "to": "2024-12-31" }));
    assert!(before.kinds.is_empty() && before.text.contains("Nothing was recorded there in this period."));
}

#[test]
fn what_was_done_is_told_and_few_people_names_and_words_are_not() {
    let (_world, warden, leader) = team();
    let find = needles(&warden, 3, THERE, None);
    let form = warden.reopen(&find, "finish");
    let finish = json!({
        "action": "removed", "sharps_box_no": "SB-1", "box_fill": "half", "ppe": ["gloves"], "injury": false,
        "child_access": "none", "count_method": "counted", "setting": "alley", "immediate_danger": false,
        "safeguarding": "none", "source": "patrol", "land_type": "council_land", "description": "Quillfeather was seen here",
    });
    warden.save(&warden.answer(&form, finish));
    needles(&warden, 1, THERE, None);
    (0..4).for_each(|_| drop(sleeper(&warden)));
    warden.sync();
    leader.sync();
    let page = told(&leader, json!({ "typed": "The Subway" }));
    assert_eq!(said(&page), [("drug_litter", "2"), ("rough_sleeper", "fewer than 5")]);
    assert_eq!(page.kinds[0].done, "1 removed by wardens, 1 still open");
    assert_eq!((page.kinds[1].done.as_str(), page.kinds[1].dates.as_str()), ("", ""));
    assert_eq!(page.total, 2, "few people are in no sum by which they could be told");
    assert_eq!(page.months.iter().filter(|bar| bar.said == "2").count(), 1, "nor in the chart");
    for word in ["Quillfeather", "Demo warden A", "SB-1", "Demo leader C"] {
        assert!(!page.text.contains(word), "{word} is in {}", page.text);
    }
    sleeper(&warden);
    warden.sync();
    leader.sync();
    assert_eq!(said(&told(&leader, json!({ "typed": "The Subway" }))), [("drug_litter", "2"), ("rough_sleeper", "5")]);

    for (format, word) in [("txt", "Drug litter: 2"), ("csv", "By kind,Drug litter,2,")] {
        let asked = json!({ "typed": "The Subway", "from": "2025-01-01", "to": "2025-12-31", "format": format });
        let file: Exported = leader.does("write_place_told", asked);
        let text = std::fs::read_to_string(&file.path).unwrap();
        assert!(text.contains(word), "{text}");
    }
    let refused = leader.refused("write_place_told", json!({ "typed": "The Subway", "format": "pdf" }));
    assert_eq!(refused.code, ErrorCode::BadRequest);
}

#[test]
fn what_cannot_be_a_place_is_refused_and_only_leaders_ask() {
    let (_world, warden, leader) = team();
    for (asked, field) in [
        (json!({}), "typed"),
        (json!({ "typed": " , " }), "typed"),
        (json!({ "typed": "x".repeat(121) }), "typed"),
        (json!({ "typed": "0, 0" }), "typed"),
        (json!({ "typed": "The Subway", "metres": 6000 }), "metres"),
        (json!({ "ward": "Elsewhere" }), "ward"),
        (json!({ "typed": "The Subway", "from": "2025-03-02", "to": "2025-03-01" }), "to"),
    ] {
        let refused = leader.refused("place_told", asked.clone());
        assert_eq!((refused.code, refused.field.as_deref()), (ErrorCode::Invalid, Some(field)), "{asked}");
    }
    for command in ["place_told", "enquiries", "enquiry", "record_enquiry", "answer_enquiry", "write_place_told"] {
        let asked = json!({ "typed": "x", "id": "x", "about": "x", "sent": false, "format": "txt" });
        assert_eq!(warden.refused(command, asked).code, ErrorCode::NotAllowed, "{command}");
    }
}

#[test]
fn an_enquiry_is_due_in_ten_working_days_and_keeps_what_was_sent() {
    let (world, warden, leader) = team();
    needles(&warden, 3, THERE, None);
    warden.sync();
    leader.sync();
    let over = json!({ "typed": "The Subway", "from": "2025-01-01", "to": "2025-12-31" });
    let with = |more: Value| {
        let mut asked = over.clone();
        asked.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        asked
    };
    let record = |more: Value| leader.refused("record_enquiry", with(more)).field;
    assert_eq!(record(json!({ "about": "Needles", "sent": false })).as_deref(), Some("asked_by"));
    let councillor = json!({ "asked_by": "councillor", "about": "Needles", "sent": false });
    assert_eq!(record(councillor).as_deref(), Some("councillor"));
    assert_eq!(record(json!({ "asked_by": "public", "about": " ", "sent": false })).as_deref(), Some("about"));
    let asked =
        json!({ "asked_by": "councillor", "councillor": "A. Member", "about": "Needles by the subway", "sent": false });
    let enquiry: EnquiryView = leader.does("record_enquiry", with(asked));
    assert_eq!((enquiry.asked_by.as_str(), enquiry.asked_on.as_str()), ("Councillor A. Member", "18 March 2025"));
    assert_eq!(enquiry.place, "Within 250 m of Pentagon underpass");
    // Ten working days from Tuesday 18 March.
    assert_eq!(enquiry.due.as_ref().map(|due| due.until.as_str()), Some("By the end of Tuesday 1 April"));
    assert_eq!((enquiry.sent_on.as_deref(), enquiry.sent.as_deref()), (None, None));

    leader.sync();
    let other = world.tablet("Demo leader D", "leader");
    other.sync();
    let listed: Enquiries = other.does("enquiries", json!({}));
    assert_eq!(listed.open.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), [enquiry.id.as_str()]);
    assert!(listed.answered.is_empty());
    let again = serde_json::to_value(&listed.open[0].over).unwrap();
    let page: PlaceTold = other.does("place_told", again.clone());
    assert_eq!(page.total, 1, "the page is made again from the enquiry");

    world.wait_minutes(16 * DAY);
    let late: Enquiries = other.does("enquiries", json!({}));
    assert_eq!(late.open[0].due.as_ref().map(|due| due.state.as_str()), Some("clock_passed"));
    let mut answer = again;
    answer["id"] = enquiry.id.clone().into();
    let sent: EnquiryView = other.does("answer_enquiry", answer.clone());
    assert_eq!(sent.sent_on.as_deref(), Some("3 April 2025"));
    assert!(sent.due.is_none(), "{:?}", sent.due);
    let kept = sent.sent.unwrap();
    assert!(kept.contains("Drug litter: 1"), "{kept}");
    assert_eq!(other.refused("answer_enquiry", answer).code, ErrorCode::Invalid, "it was answered");

    needles(&warden, 5, THERE, None);
    warden.sync();
    other.sync();
    leader.sync();
    let view: EnquiryView = leader.does("enquiry", json!({ "id": enquiry.id }));
    assert_eq!(view.sent.as_deref(), Some(kept.as_str()), "what was sent stays as it was sent");
    let file: Exported = leader.does("write_place_told", json!({ "enquiry": enquiry.id, "format": "txt" }));
    assert_eq!(std::fs::read_to_string(&file.path).unwrap(), kept);
    let listed: Enquiries = leader.does("enquiries", json!({}));
    assert!(listed.open.is_empty() && listed.answered.len() == 1);

    let asked = json!({ "asked_by": "public", "about": "Needles", "sent": true });
    let at_once: EnquiryView = leader.does("record_enquiry", with(asked));
    assert!(at_once.sent.is_some_and(|sent| sent.contains("Drug litter: 2")));
}
