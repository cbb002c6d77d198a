//! The DVLA is asked through the council office: with no signal it waits, the answer reaches every tablet of the team, and it
//! never takes the place of what was seen. The DVLA here is a server on this computer that answers as the real one does.

use app::contract::*;
use serde_json::{Value, json};
use server_core::{Asking, Dvla};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::thread;
use tests::{Tablet, World};

const KEY: &str = "a-key-of-the-test";

/// What the DVLA on this computer was asked: headers and body as they came.
type Asked = Arc<Mutex<Vec<(String, Value)>>>;

/// A DVLA that answers by the mark, as the DVLA's own test marks do, and what it was asked.
fn dvla() -> (Asking, Asked) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/vehicle-enquiry/v1/vehicles", listener.local_addr().unwrap());
    let asked = Asked::default();
    let heard = Arc::clone(&asked);
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut reader = BufReader::new(stream.try_clone().unwrap());
            let (mut head, mut line) = (String::new(), String::new());
            while reader.read_line(&mut line).unwrap() > 2 {
                head.push_str(&std::mem::take(&mut line));
            }
            let length =
                head.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok());
            let mut body = vec![0; length.unwrap()];
            reader.read_exact(&mut body).unwrap();
            let body: Value = serde_json::from_slice(&body).unwrap();
            let (status, answer) = answer(body["registrationNumber"].as_str().unwrap());
            heard.lock().unwrap().push((head, body));
            let head = format!("HTTP/1.1 {status} x\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", answer.len());
            stream.write_all(head.as_bytes()).unwrap();
            // What is too long is hung up on.
            let _ = stream.write_all(answer.as_bytes());
        }
    });
    let http = server::dvla::HttpDvla::new(&address, KEY).unwrap();
    let dvla: Box<dyn Dvla> = Box::new(http);
    (Asking::new(Some(dvla), 1000), asked)
}

fn answer(mark: &str) -> (u16, String) {
    let error = |status: u16| {
        let body = json!({ "errors": [{ "status": status.to_string(), "code": "x", "title": "x", "detail": "x" }] });
        (status, body.to_string())
    };
    match mark {
        "ER19BAD" => error(400),
        "ER19KEY" => error(403),
        "ER19NFD" => error(404),
        "ER19THR" => error(429),
        "ER19ERR" => error(500),
        "ER19MNT" => error(503),
        "ER19LNG" => (200, " ".repeat(100_000)),
        "ER19JSN" => (200, "<html>sign in to the wireless network</html>".into()),
        "MC07ABC" => {
            (200, json!({ "registrationNumber": mark, "make": "CITROEN", "colour": "MULTI-COLOUR" }).to_string())
        }
        "BF07ABC" => (200, json!({ "registrationNumber": mark, "make": "CITROEN", "colour": "BUFF" }).to_string()),
        "L2WPS" => (200, json!({ "registrationNumber": mark }).to_string()),
        _ => {
            let vehicle = json!({ "registrationNumber": mark, "make": "FORD", "colour": "BLUE", "taxStatus": "Untaxed",
                "taxDueDate": "2024-12-01", "motStatus": "Not valid", "motExpiryDate": "2024-11-30", "co2Emissions": 120 });
            (200, vehicle.to_string())
        }
    }
}

/// A vehicle with that mark, seen as a silver Ford.
fn vehicle(tablet: &Tablet, mark: &str) -> String {
    let form = tablet.begin("abandoned_vehicle");
    let answers = json!({ "vehicle_type": "car", "colour": "silver", "make": "Ford", "vrm": mark });
    tablet.save(&tablet.answer(&form, answers)).finding
}

fn ask(tablet: &Tablet, finding: &str) -> FindingView {
    tablet.does("ask_dvla", json!({ "id": finding, "purpose": "abandoned" }))
}

fn known(tablet: &Tablet, finding: &str) -> DvlaView {
    tablet.finding(finding).dvla.unwrap()
}

fn facts(word: &DvlaWord) -> Vec<(&str, &str, bool)> {
    word.facts.iter().map(|fact| (fact.label.as_str(), fact.text.as_str(), fact.differs)).collect()
}

#[test]
fn a_question_without_signal_is_answered_on_every_tablet_beside_what_was_seen() {
    let world = World::new();
    let (mut asking, asked) = dvla();
    let warden = world.tablet("Demo warden A", "warden");
    let leader = world.tablet("Demo leader", "leader");
    warden.link.cut(true);
    let finding = vehicle(&warden, "AB07 CDE");
    let before = known(&warden, &finding);
    assert!(before.may_ask && before.words.is_empty() && before.waits.is_none());
    assert_eq!(before.mark.as_deref(), Some("AB07 CDE"));
    let view = ask(&warden, &finding);
    assert_eq!(
        view.dvla.as_ref().unwrap().waits.as_deref(),
        Some("Asked by Demo warden A, today 07:12: to decide whether it is abandoned and to be removed.")
    );
    assert!(!view.dvla.unwrap().may_ask, "once is enough");
    assert_eq!(world.ask_the_dvla(&mut asking), 0, "nothing has come to the office");

    warden.link.cut(false);
    warden.sync();
    world.wait_minutes(5);
    assert_eq!(world.ask_the_dvla(&mut asking), 1);
    {
        let asked = asked.lock().unwrap();
        let (head, body) = &asked[0];
        assert_eq!(*body, json!({ "registrationNumber": "AB07CDE" }));
        assert!(head.to_lowercase().contains(&format!("x-api-key: {KEY}")), "{head}");
        assert!(!head.contains("AB07"), "the mark goes into no address");
    }
    assert_eq!(world.ask_the_dvla(&mut asking), 0, "answered once");
    warden.sync();
    leader.sync();
    for tablet in [&warden, &leader] {
        let dvla = known(tablet, &finding);
        assert!(dvla.waits.is_none() && dvla.may_ask);
        assert_eq!(dvla.words[0].heading, "DVLA, 18 March 07:17");
        assert_eq!(
            facts(&dvla.words[0]),
            [
                ("Make", "FORD", false),
                ("Colour", "DVLA says blue", true),
                ("Tax", "Untaxed, until 1 December 2024", false),
                ("MOT", "Not valid, until 30 November 2024", false),
            ]
        );
        assert!(dvla.words[0].advice.as_ref().unwrap().contains("the plates may be another"), "{dvla:?}");
    }
    let view = leader.finding(&finding);
    let colour = view.answers.iter().find(|row| row.field == "colour").unwrap();
    assert_eq!((colour.text.as_str(), colour.struck.len()), ("Silver", 0), "what was seen stands");
    assert_eq!(view.timeline[0].title, "The DVLA answered about AB07 CDE");
    assert!(
        view.timeline[0].page.is_none() && view.timeline[0].by.starts_with("Council office"),
        "{:?}",
        view.timeline[0]
    );
    assert_eq!(
        view.timeline[1].title,
        "Asked the DVLA about AB07 CDE: to decide whether it is abandoned and to be removed"
    );
    assert!(!view.line.states.contains(&"two_versions".to_owned()));

    // A corrected mark: the answer stays under the old one, and the new one can be asked about.
    let form = warden.reopen(&finding, "correct");
    warden.save(&warden.answer(&form, json!({ "vrm": "AB07 CDF", "colour": "blue" })));
    let dvla = known(&warden, &finding);
    assert_eq!(dvla.words[0].under.as_deref(), Some("AB07 CDE"));
    assert!(dvla.may_ask && dvla.words[0].advice.is_none());
}

#[test]
fn each_way_in_which_the_dvla_answers_is_told_in_plain_words_or_tried_again() {
    let world = World::new();
    let (mut asking, asked) = dvla();
    let warden = world.tablet("Demo warden A", "warden");
    for (mark, problem) in [
        ("ER19 BAD", "The DVLA takes this for no mark that it gave out. Look at the plate again."),
        ("ER19 NFD", "The DVLA has no vehicle with this mark. Look at the plate again."),
        ("ER19 KEY", "The DVLA does not take the council office’s key. Ring, and type what you are told."),
    ] {
        let finding = vehicle(&warden, mark);
        ask(&warden, &finding);
        warden.sync();
        assert_eq!(world.ask_the_dvla(&mut asking), 1, "{mark}");
        warden.sync();
        assert_eq!(known(&warden, &finding).words[0].problem.as_deref(), Some(problem));
    }
    // Nothing but the mark is said: that there is such a vehicle.
    let finding = vehicle(&warden, "L2 WPS");
    ask(&warden, &finding);
    warden.sync();
    assert_eq!(world.ask_the_dvla(&mut asking), 1);
    warden.sync();
    let word = &known(&warden, &finding).words[0];
    assert!(word.problem.is_none() && word.facts.is_empty());

    let mut waiting = Vec::new();
    for mark in ["ER19 THR", "ER19 ERR", "ER19 MNT", "ER19 LNG", "ER19 JSN"] {
        let finding = vehicle(&warden, mark);
        ask(&warden, &finding);
        warden.sync();
        let before = asked.lock().unwrap().len();
        world.wait_minutes(70);
        assert_eq!(world.ask_the_dvla(&mut asking), 0, "{mark} is tried again later");
        assert_eq!(asked.lock().unwrap().len(), before + 1, "one failure, and the service is left alone for a while");
        assert_eq!(world.ask_the_dvla(&mut asking), 0);
        assert_eq!(asked.lock().unwrap().len(), before + 1);
        warden.sync();
        assert!(known(&warden, &finding).waits.is_some());
        waiting.push(finding);
    }
    world.wait_minutes(24 * 60);
    assert_eq!(world.ask_the_dvla(&mut asking), 5, "after a day it is said that there is no answer");
    warden.sync();
    for finding in waiting {
        let dvla = known(&warden, &finding);
        assert!(
            dvla.may_ask && dvla.words[0].problem.as_ref().unwrap().contains("gave no answer for a day"),
            "{dvla:?}"
        );
    }
}

#[test]
fn without_a_key_the_tablet_is_told_so_and_what_was_told_can_be_typed() {
    let world = World::new();
    let mut asking = Asking::new(None, 1000);
    let warden = world.tablet("Demo warden A", "warden");
    let leader = world.tablet("Demo leader", "leader");
    let finding = vehicle(&warden, "AB07 CDE");
    ask(&warden, &finding);
    warden.sync();
    assert_eq!(world.ask_the_dvla(&mut asking), 1);
    leader.sync();
    let dvla = known(&leader, &finding);
    assert_eq!(dvla.words[0].heading, "Council office, 18 March 07:12");
    assert!(dvla.words[0].problem.as_ref().unwrap().contains("has no key to the DVLA’s service"));
    let told = json!({ "id": finding, "make": "Ford", "colour": "Blue", "tax_status": "SORN", "mot_status": null });
    let view: FindingView = leader.does("type_dvla", told);
    let word = &view.dvla.as_ref().unwrap().words[0];
    assert_eq!(word.heading, "As told to Demo leader, today 07:12");
    assert_eq!(facts(word), [("Make", "Ford", false), ("Colour", "DVLA says blue", true), ("Tax", "SORN", false)]);
    leader.sync();
    warden.sync();
    assert_eq!(known(&warden, &finding).words.len(), 2);
}

#[test]
fn what_cannot_be_asked_is_refused() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    let finding = vehicle(&warden, "AB07 CDE");
    let refused =
        |finding: &str, purpose: &str| warden.refused("ask_dvla", json!({ "id": finding, "purpose": purpose }));
    let without_purpose = refused(&finding, "curiosity");
    assert_eq!((without_purpose.code, without_purpose.field.as_deref()), (ErrorCode::Invalid, Some("purpose")));
    let needles = warden.find_needles(1);
    assert_eq!(refused(&needles.finding, "abandoned").code, ErrorCode::BadRequest);
    assert!(warden.finding(&needles.finding).dvla.is_none());
    assert_eq!(refused("nothing", "abandoned").code, ErrorCode::NotFound);
    let form = warden.begin("abandoned_vehicle");
    let unmarked = warden.save(&warden.answer(&form, json!({ "vehicle_type": "car" }))).finding;
    assert_eq!(refused(&unmarked, "abandoned").message, "Enter the registration mark first");
    let foreign = vehicle(&warden, "1 ABCDE 2345");
    assert!(!known(&warden, &foreign).may_ask && known(&warden, &foreign).may_type);
    assert_eq!(refused(&foreign, "abandoned").field.as_deref(), Some("mark"));
    ask(&warden, &finding);
    assert!(refused(&finding, "abandoned").message.starts_with("It was asked about this mark already"));
    for told in [json!({ "id": finding }), json!({ "id": finding, "tax_status": "Perhaps" })] {
        assert_eq!(warden.refused("type_dvla", told).code, ErrorCode::Invalid);
    }
    let _: FindingView = warden.does("withdraw", json!({ "id": unmarked, "reason": "Twice" }));
    assert!(refused(&unmarked, "abandoned").message.contains("Restore it first"));
    let _: Status = warden.does("lock", json!({}));
    assert_eq!(refused(&finding, "abandoned").code, ErrorCode::Locked);
}

#[test]
fn an_erasure_takes_the_answer_of_the_dvla_too() {
    let world = World::new();
    let (mut asking, _) = dvla();
    let warden = world.tablet("Demo warden A", "warden");
    let finding = vehicle(&warden, "AB07 CDE");
    ask(&warden, &finding);
    warden.sync();
    assert_eq!(world.ask_the_dvla(&mut asking), 1);
    world.back_up();
    warden.sync();
    assert_eq!(known(&warden, &finding).words.len(), 1);
    let wanted = server_core::Wanted {
        what: server_core::Named::Record(book::RecordId::parse(&finding).unwrap()),
        fields: None,
        ground: server_core::Ground::RightToErasure,
        ordered_by: "Information governance".into(),
    };
    let erased = world.centre.erase(&wanted, app::Clock::now(&world.clock)).unwrap();
    let fields: Vec<_> = erased.pages.iter().flat_map(|page| &page.fields).collect();
    assert!(fields.iter().any(|field| field.starts_with("dvla_said/")), "{fields:?}");
    assert!(fields.iter().any(|field| field.starts_with("dvla_asked/")), "{fields:?}");
    world.back_up();
    warden.sync();
    let view = warden.finding(&finding);
    assert!(view.dvla.is_none_or(|dvla| dvla.words.is_empty() && dvla.waits.is_none()), "nothing of the mark is left");
    assert_eq!(world.ask_the_dvla(&mut asking), 0, "what was erased is not asked again");
    assert_eq!(world.centre.verify().unwrap().problems, Vec::<String>::new());
}

#[test]
fn an_erasure_of_the_mark_takes_it_out_of_what_was_asked_answered_and_told_too() {
    let world = World::new();
    let (mut asking, _) = dvla();
    let warden = world.tablet("Demo warden A", "warden");
    let finding = vehicle(&warden, "AB07 CDE");
    ask(&warden, &finding);
    let told = json!({ "id": finding, "make": "Ford", "colour": "Blue", "tax_status": "SORN", "mot_status": null });
    let _: FindingView = warden.does("type_dvla", told);
    warden.sync();
    assert_eq!(world.ask_the_dvla(&mut asking), 1);
    world.back_up();
    warden.sync();
    let wanted = server_core::Wanted {
        what: server_core::Named::Record(book::RecordId::parse(&finding).unwrap()),
        fields: Some(vec!["vrm".into()]),
        ground: server_core::Ground::RightToErasure,
        ordered_by: "Information governance".into(),
    };
    let erased = world.centre.erase(&wanted, app::Clock::now(&world.clock)).unwrap();
    let fields: Vec<_> =
        erased.pages.iter().flat_map(|page| &page.fields).map(|field| field.split('/').next().unwrap()).collect();
    for gone in ["vrm", "dvla_asked", "dvla_said", "dvla_told"] {
        assert!(fields.contains(&gone), "{fields:?}");
    }
    assert!(erased.left.contains(&"make".to_owned()), "what was seen stays: {:?}", erased.left);
    world.back_up();
    warden.sync();
    let view = warden.finding(&finding);
    assert!(!serde_json::to_string(&view).unwrap().replace(' ', "").contains("AB07CDE"), "{view:?}");
    assert_eq!(world.ask_the_dvla(&mut asking), 0);
    assert_eq!(world.centre.verify().unwrap().problems, Vec::<String>::new());
}

#[test]
fn a_question_that_comes_days_late_is_tried_for_a_day_from_then_on() {
    let world = World::new();
    let (mut asking, asked) = dvla();
    let warden = world.tablet("Demo warden A", "warden");
    warden.link.cut(true);
    let finding = vehicle(&warden, "ER19 MNT");
    ask(&warden, &finding);
    world.wait_minutes(3 * 24 * 60);
    warden.link.cut(false);
    warden.sync();
    assert_eq!(world.ask_the_dvla(&mut asking), 0, "the service failed once: it is asked again");
    world.wait_minutes(23 * 60);
    assert_eq!(world.ask_the_dvla(&mut asking), 0);
    assert_eq!(asked.lock().unwrap().len(), 2);
    world.wait_minutes(60);
    assert_eq!(world.ask_the_dvla(&mut asking), 1, "a day after the first try");
    warden.sync();
    let problem = known(&warden, &finding).words[0].problem.clone().unwrap();
    assert!(problem.contains("gave no answer for a day"), "{problem}");
}

#[test]
fn another_spelling_of_the_make_or_a_colour_that_nobody_can_choose_is_no_reason_to_tell_the_police() {
    let world = World::new();
    let (mut asking, _) = dvla();
    let warden = world.tablet("Demo warden A", "warden");
    for (mark, colour, make, differs) in [
        ("MC07 ABC", "multicoloured", "Citroën", [false, false]),
        ("MC07 ABC", "blue", "Škoda", [true, true]),
        ("BF07 ABC", "beige", "Citroen", [false, false]),
    ] {
        let form = warden.begin("abandoned_vehicle");
        let answers = json!({ "vehicle_type": "car", "colour": colour, "make": make, "vrm": mark });
        let finding = warden.save(&warden.answer(&form, answers)).finding;
        ask(&warden, &finding);
        warden.sync();
        assert_eq!(world.ask_the_dvla(&mut asking), 1);
        warden.sync();
        let word = &known(&warden, &finding).words[0];
        assert_eq!(facts(word).iter().map(|(.., differs)| *differs).collect::<Vec<_>>(), differs, "{colour} {make}");
        assert_eq!(word.advice.is_some(), differs[0], "{:?}", word.advice);
    }
}
