//! A concern for a person: a warden records it, only the safeguarding lead reads it, and nobody else finds a trace.

use app::contract::*;
use serde_json::{Value, json};
use tests::{PIN, Tablet, World};

/// Words that stand nowhere but in the concern.
const CANARIES: [&str; 3] = ["Quillfeather", "Ambrosine", "vulnerability_concern"];

/// A tablet of a person who is a safeguarding lead, and has synced since.
fn lead(world: &World, name: &str, role: &str) -> Tablet {
    let tablet = world.tablet(name, role);
    world.centre.set_safeguarding(name, true, app::Clock::now(&world.clock)).unwrap();
    world.wait_minutes(1);
    tablet.sync();
    tablet
}

fn record(tablet: &Tablet) -> Saved {
    let form = tablet.begin("vulnerability_concern");
    let refused = tablet.refused("save_form", json!({ "id": form.draft }));
    assert_eq!(refused.field.as_deref(), Some("concern"), "nothing is answered beforehand");
    let form = tablet.answer(
        &form,
        json!({
            "immediate_danger": false, "concern": "cuckooing", "person": "Ambrosine",
            "what_seen": "Quillfeather let strangers in", "told_person": "yes", "consent": "not_asked",
        }),
    );
    tablet.save(&form)
}

/// What every command that lists or shows anything answers, without the kinds that can be recorded. A new command has to
/// be named here.
fn everything(tablet: &Tablet, id: &str) -> String {
    let mut all = String::new();
    let list = json!({ "search": null, "kind": null, "state": null, "from": null, "to": null, "after": null });
    let mut found = |filter: Value| all += &tablet.app.call("findings", filter).unwrap().to_string();
    found(list.clone());
    for (key, values) in [
        ("search", vec!["Quillfeather", "Ambrosine", "cuckooing", "Concern"]),
        ("kind", vec!["vulnerability_concern", "restricted/vulnerability_concern", "restricted/"]),
        ("state", vec!["to_finish", "waiting_for_review", "on_this_tablet", "two_versions", "recorded_by_mistake"]),
        ("from", vec!["2025-03-01"]),
    ] {
        for value in values {
            let mut filter = list.clone();
            filter[key] = value.into();
            let answer = tablet.app.call("findings", filter).unwrap();
            // What was asked for is not in the answer.
            all += &answer.to_string();
        }
    }
    for name in app::contract::NAMES {
        let request = match *name {
            "status"
            | "today"
            | "start_patrol_choices"
            | "review_queue"
            | "tablets"
            | "cases"
            | "referrals"
            | "pages_to_check"
            | "bundle"
            | "areas"
            | "order_areas"
            | "photo_policy"
            | "export_progress"
            | "stop_export"
            | "pact_panels" => json!({}),
            "daily_call" | "start_call" | "end_call" => json!({}),
            "attend_call" => json!({ "partner": "police", "present": true }),
            "add_issue" => json!({ "what": "x", "urgency": null, "owner": null, "finding": id }),
            "allocate_issue" => json!({ "id": id, "owner": "police", "due": null }),
            "say_outcome" => json!({ "id": id, "outcome": "resolved_by_partner" }),
            "partner_sheet" | "save_partner_sheet" => json!({ "id": "police" }),
            "warden_report" | "write_warden_report" => json!({ "month": "2025-03", "format": "csv" }),
            "type_figure" => json!({ "measure": "fraud_loss", "amount": "1", "source": "x" }),
            "sealed_figures" => json!({ "from": "2025-01-01", "to": "2025-12-31" }),
            "figures" | "data_page" | "typed_figures" => json!({ "from": "2025-01-01", "to": "2025-12-31" }),
            "figure" | "figure_findings" => {
                json!({ "figure": "SAFETY.INCIDENTS", "from": "2025-01-01", "to": "2025-12-31" })
            }
            "repeats" => json!({ "window": "12_months" }),
            "open_repeat_case" => {
                json!({ "again": format!("person:{id}"), "name": "x", "lead_officer": "x", "review_on": "2025-04-01" })
            }
            // The spreadsheet holds what the table does.
            "write_repeats" => json!({ "format": "csv" }),
            "place_told" | "write_place_told" => {
                json!({ "typed": "TQ 757 682", "metres": 5000, "from": "2025-01-01", "to": "2025-12-31", "format": "csv" })
            }
            "enquiries" | "published_reports" => json!({}),
            "publish_report" => json!({ "name": "All of it", "from": "2025-01-01", "to": "2025-12-31" }),
            "reviewed" => json!({ "outcome": "approved", "warden": null, "after": null }),
            "patrol" => json!({ "id": null }),
            "places" => json!({ "draft": id, "typed": "" }),
            "hotspots" | "directory" => json!({ "here": null }),
            "rounds_walked" => json!({ "before": null }),
            "nothing_found" => json!({ "hotspot": id }),
            "tasks" => json!({ "warden": null }),
            "hand_over" => json!({ "id": id, "to": "x" }),
            "put_in_case" => json!({ "id": id, "case": id, "belongs": true }),
            "arrived" => json!({ "all": true, "before": null }),
            "export_findings" => json!({ "filter": list }),
            "export_figure" => {
                json!({ "figure": "SAFETY.INCIDENTS", "from": "2025-01-01", "to": "2025-12-31", "format": "geojson" })
            }
            "finding" | "enquiry" | "published_report" | "restore" | "review_patrol" | "discard_form" | "undo_save"
            | "end_cover" | "end_deputy" | "undo_check" | "walk_round" | "pact_sheet" => {
                json!({ "id": id })
            }
            // The spreadsheet holds what the table does.
            "write_report" => json!({ "format": "csv", "from": "2025-01-01", "to": "2025-12-31" }),
            "write_foi_pack" => json!({ "from": "2025-01-01", "to": "2025-12-31", "kinds": [] }),
            "write_fly_tip_return" => json!({ "from": "2025-01-01", "to": "2025-12-31" }),
            "answer_enquiry" => json!({ "id": id, "typed": "Chatham" }),
            "record_enquiry" => {
                json!({ "typed": "Chatham", "asked_by": "public", "about": "x", "sent": true })
            }
            "ask_dvla" => json!({ "id": id, "purpose": "abandoned" }),
            "type_dvla" => json!({ "id": id, "make": "x" }),
            "open_form" => json!({ "kind": null, "draft": null, "finding": id, "stage": "correct" }),
            "withdraw" => json!({ "id": id, "reason": "x" }),
            "settle" => json!({ "id": id, "field": "person", "entry": "00", "versions": [] }),
            "ask" => json!({ "id": id, "field": null, "text": "x" }),
            "answer" => json!({ "id": id, "question": "00", "text": "x" }),
            // They change something else, or show only what they were given, or were asked above.
            "enrol" | "unlock" | "unlock_number" | "unlock_by_code" | "unlock_code" | "lock" | "set_photo_policy"
            | "send_photos_now" | "fetch_photo" | "touched" | "demo_signal" | "sync_now" | "start_patrol"
            | "end_patrol" | "carry_on_patrol" | "submit_patrol" | "kinds" | "set_answers" | "locate" | "set_place"
            | "remove_photo" | "save_form" | "read_mark" | "findings" | "write_bundle" | "approve" | "send_back"
            | "decide_page" | "im_fine" | "say_same" => continue,
            other => panic!("does {other} show anything of the restricted part?"),
        };
        all += &match tablet.app.call(name, request) {
            Ok(answer) => answer.to_string(),
            Err(refusal) => {
                assert_ne!(refusal.code, ErrorCode::BadRequest, "{name}: {refusal:?}");
                format!("{refusal:?}")
            }
        };
    }
    all + &exported(&tablet.folder().join("exports"))
}

/// Everything that lies in the folder of exports.
fn exported(folder: &std::path::Path) -> String {
    let mut all = String::new();
    for file in std::fs::read_dir(folder).into_iter().flatten().map(|file| file.unwrap().path()) {
        all += &if file.is_dir() { exported(&file) } else { std::fs::read_to_string(file).unwrap() };
    }
    all
}

#[track_caller]
fn finds_no_trace(tablet: &Tablet, id: &str) {
    let all = everything(tablet, id);
    for word in CANARIES.into_iter().chain([id, "cuckooing", "Concern for a person", "\"restricted\""]) {
        assert!(!all.contains(word), "{word} is in: {all}");
    }
}

#[test]
fn a_warden_records_it_the_lead_reads_and_corrects_it_and_nobody_else_finds_a_trace() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    let leader = world.tablet("Demo leader", "leader");
    let lead = lead(&world, "Demo lead", "warden");
    for tablet in [&warden, &leader] {
        tablet.sync();
    }
    warden.start_patrol("Luton and Wayfield");
    warden.link.cut(true);
    let saved = record(&warden);
    assert!(saved.sentence.starts_with("Sealed. Only the safeguarding lead can read it."), "{}", saved.sentence);
    assert_eq!((saved.undo_seconds, saved.finding.as_str()), (0, ""));
    let arrived = |tablet: &Tablet| -> Arrived { tablet.does("arrived", json!({ "all": true, "before": null })) };
    let at = |tablet: &Tablet| arrived(tablet).sealed_rows.iter().map(|row| row.arrival.clone()).collect::<Vec<_>>();
    let sentence = "1 sealed page: only a safeguarding lead can read it";
    assert_eq!(arrived(&warden).sealed.as_deref(), Some(sentence));
    assert_eq!(at(&warden), ["on_this_tablet"]);
    let patrol: PatrolView = warden.does("patrol", json!({ "id": null }));
    assert!(patrol.findings.is_empty() && patrol.counts.iter().all(|count| count.kind != "vulnerability_concern"));
    warden.link.cut(false);
    assert!(warden.sync().complete);
    assert_eq!(at(&warden), ["arrived"]);
    world.back_up();
    warden.sync();
    assert_eq!(at(&warden), ["backed_up"]);

    assert!(lead.sync().complete);
    let page: FindingsPage = lead.does("findings", json!({}));
    let [line] = page.lines.as_slice() else { panic!("{page:?}") };
    assert!(line.states.contains(&"restricted".to_owned()));
    assert_eq!((line.summary.as_str(), line.by.as_str()), ("Cuckooing", "Demo warden A"));
    let view = lead.finding(&line.id);
    assert!(view.answers.iter().any(|row| row.text == "Quillfeather let strangers in"), "{:?}", view.answers);
    let form = lead.reopen(&line.id, "correct");
    let saved = lead.save(&lead.answer(&form, json!({ "person": "Ambrosine of Rope Walk" })));
    assert_eq!(saved.finding, line.id);
    let view = lead.finding(&line.id);
    let row = view.answers.iter().find(|row| row.field == "person").unwrap();
    assert_eq!((row.text.as_str(), row.struck.as_slice()), ("Ambrosine of Rope Walk", &["Ambrosine".to_owned()][..]));
    let withdrawn: FindingView = lead.does("withdraw", json!({ "id": line.id, "reason": "Twice" }));
    assert!(withdrawn.mistake_reason.is_some());
    let _: FindingView = lead.does("restore", json!({ "id": line.id }));
    lead.sync();

    for tablet in [&warden, &leader] {
        tablet.sync();
    }
    finds_no_trace(&leader, &line.id);
    let own = everything(&warden, &line.id);
    for word in CANARIES.into_iter().chain([line.id.as_str(), "cuckooing"]) {
        assert!(!own.contains(word), "the warden reads {word} back: {own}");
    }
    assert!(arrived(&leader).sealed.is_none());
    let summary = world.centre.summary().unwrap();
    assert_eq!((summary.restricted, summary.findings), (1, 0), "it is counted apart");
    assert!(world.centre.verify().unwrap().problems.is_empty());
}

#[test]
fn what_is_due_of_it_stands_on_the_first_page_of_who_may_read_it_and_of_nobody_else() {
    let world = World::new();
    let (warden, leader) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo leader", "leader"));
    let (lead, leading) = (lead(&world, "Demo lead", "warden"), lead(&world, "Demo deputy lead", "leader"));
    record(&warden);
    for tablet in [&warden, &lead, &leading, &leader] {
        tablet.sync();
        tablet.sync();
    }
    let today = |tablet: &Tablet| tablet.does::<Today>("today", json!({})).due;
    let review = |tablet: &Tablet| tablet.does::<ReviewQueue>("review_queue", json!({})).due;
    for due in [today(&lead), today(&leading), review(&leading)] {
        let [line] = due.clocks.as_slice() else { panic!("{due:?}") };
        assert_eq!(line.due.as_ref().unwrap().what, "Refer it", "whoever began it");
        assert_eq!((due.clocks_total, line.by.as_str()), (1, "Demo warden A"));
    }
    for due in [today(&warden), today(&leader), review(&leader)] {
        assert_eq!((due.clocks.len(), due.clocks_total), (0, 0));
    }
}

#[test]
fn on_one_tablet_the_leader_without_the_role_sees_nothing_of_what_the_lead_reads() {
    let world = World::new();
    let shared = lead(&world, "Demo lead", "leader");
    let saved = record(&shared);
    assert!(!saved.finding.is_empty(), "the lead goes on reading it");
    let code = world.code_for("Demo leader", "leader");
    shared.enrol(&code);
    let status: Status = shared.does("status", json!({}));
    assert_eq!(status.session.unwrap().name, "Demo leader");
    shared.sync();
    finds_no_trace(&shared, &saved.finding);
    // Nor is a draft of the lead's.
    let person = status.people.iter().find(|person| person.name == "Demo lead").unwrap();
    let _: Status = shared.does("unlock", json!({ "user": person.user, "pin": PIN }));
    let form = shared.reopen(&saved.finding, "correct");
    let _: Form = shared.answer(&form, json!({ "person": "Ambrosine of Rope Walk" }));
    let leader = status.people.iter().find(|person| person.name == "Demo leader").unwrap();
    let _: Status = shared.does("unlock", json!({ "user": leader.user, "pin": PIN }));
    finds_no_trace(&shared, &saved.finding);
    assert_eq!(shared.refused("open_form", json!({ "draft": form.draft })).code, ErrorCode::NotFound);
    assert_eq!(shared.refused("save_form", json!({ "id": form.draft })).code, ErrorCode::NotFound);
}

#[test]
fn who_is_no_longer_the_lead_loses_it_with_the_next_sync_and_who_becomes_it_gets_all() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    warden.sync();
    record(&warden);
    warden.sync();
    let lead = lead(&world, "Demo lead", "leader");
    let page: FindingsPage = lead.does("findings", json!({}));
    let id = page.lines[0].id.clone();
    world.centre.set_safeguarding("Demo lead", false, app::Clock::now(&world.clock)).unwrap();
    world.wait_minutes(1);
    assert!(lead.sync().complete);
    finds_no_trace(&lead, &id);
    let again = world.centre.set_safeguarding("Demo lead", true, app::Clock::now(&world.clock));
    again.unwrap();
    assert!(lead.sync().complete);
    let page: FindingsPage = lead.does("findings", json!({}));
    assert_eq!(page.total, 1);
}

#[test]
fn a_lead_who_is_a_warden_checks_the_pages_of_the_restricted_part_and_no_others() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    let leader = world.tablet("Demo leader", "leader");
    warden.sync();
    let lead = lead(&world, "Demo warden B", "warden");
    warden.link.cut(true);
    warden.find_needles(2);
    record(&warden);
    let code = warden.does::<Status>("status", json!({})).book_code.unwrap();
    world.centre.withdraw_device(&code, app::Clock::now(&world.clock)).unwrap();
    warden.link.cut(false);
    warden.sync();
    let waiting = |tablet: &Tablet| {
        tablet.sync();
        let status: Status = tablet.does("status", json!({}));
        let pages: PagesToCheck = tablet.does("pages_to_check", json!({}));
        assert_eq!((status.checks_pages, status.to_check as usize), (true, pages.waiting.len()));
        pages.waiting
    };
    let [of_the_team, of_the_part] = [waiting(&leader), waiting(&lead)];
    let titles = |pages: &[PageToCheck]| pages.iter().map(|page| page.title.clone()).collect::<Vec<_>>();
    assert_eq!(titles(&of_the_team), ["Drug litter"]);
    assert_eq!(titles(&of_the_part), ["Concern for a person"]);

    let decide = |page: &PageToCheck| json!({ "entry": page.entry, "accept": true, "reason": "Asked the warden" });
    assert_eq!(lead.refused("decide_page", decide(&of_the_team[0])).code, ErrorCode::NotFound);
    assert_eq!(leader.refused("decide_page", decide(&of_the_part[0])).code, ErrorCode::NotFound);
    let decided: PagesToCheck = lead.does("decide_page", decide(&of_the_part[0]));
    assert!(decided.waiting.is_empty());
    lead.sync();
    let page: FindingsPage = lead.does("findings", json!({}));
    assert_eq!(page.total, 1, "what was let in is read");
    assert_eq!(page.lines[0].states, ["restricted", "clock_soon", "to_finish"], "no leader's review waits for it");
    assert_eq!(world.centre.summary().unwrap().restricted, 1, "and counted by the council office");

    let none = world.tablet("Demo warden C", "warden");
    assert_eq!(none.refused("pages_to_check", json!({})).code, ErrorCode::NotAllowed);
}

#[test]
fn a_locked_tablet_takes_none_in_and_danger_to_life_comes_first() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    warden.sync();
    let form = warden.begin("vulnerability_concern");
    assert!(form.restricted && form.photos_most == 0 && !form.danger);
    assert_eq!(form.fields[0].id, "immediate_danger");
    assert!(form.fields.iter().all(|field| field.computed || field.value.is_null() || field.id == "occurred_at"));
    let form = warden.answer(&form, json!({ "immediate_danger": true }));
    assert!(form.danger, "999 comes first");
    let _: Status = warden.does("lock", json!({}));
    assert_eq!(warden.refused("open_form", json!({ "kind": "vulnerability_concern" })).code, ErrorCode::Locked);
    let kinds: Vec<KindTile> = warden.does("kinds", json!({}));
    assert!(kinds.iter().all(|kind| kind.id != "vulnerability_concern"));
}

#[test]
fn only_who_may_read_it_is_told_what_the_restricted_part_comes_to() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    let lead = lead(&world, "Demo warden B", "warden");
    let leader = world.tablet("Demo leader", "leader");
    warden.sync();
    for (concern, day) in
        [("radicalisation", "2025-03-10"), ("radicalisation", "2025-02-01"), ("cuckooing", "2025-03-11")]
    {
        let form = warden.begin("vulnerability_concern");
        let answers = json!({
            "immediate_danger": false, "concern": concern, "person": "Ambrosine", "what_seen": "Quillfeather",
            "told_person": "yes", "consent": "not_asked", "occurred_at": format!("{day}T09:00:00Z"),
        });
        warden.save(&warden.answer(&form, answers));
    }
    warden.sync();
    lead.sync();
    leader.sync();
    let over = |from: &str, to: &str, figure: Option<&str>| json!({ "from": from, "to": to, "figure": figure });
    let march = over("2025-03-01", "2025-03-31", Some("SAFEGUARD.CHANNEL"));
    for other in [&warden, &leader] {
        assert_eq!(other.refused("sealed_figures", march.clone()).code, ErrorCode::NotAllowed);
    }
    let view: SealedFigures = lead.does("sealed_figures", march);
    let said = |view: &SealedFigures, id: &str| view.figures.iter().find(|one| one.figure == id).unwrap().said.clone();
    assert_eq!(said(&view, "SAFEGUARD.CHANNEL"), "1 concern");
    assert_eq!(
        view.findings.iter().map(|line| line.summary.as_str()).collect::<Vec<_>>(),
        ["Radicalisation (Prevent)"]
    );
    let year: SealedFigures = lead.does("sealed_figures", over("2025-01-01", "2025-12-31", None));
    assert_eq!(said(&year, "SAFEGUARD.CHANNEL"), "2 concerns");
    assert_eq!(said(&year, "SAFEGUARD.REFERRED"), "0 concerns");
    assert_eq!(year.shown, "SAFEGUARD.CONCERNS", "the first that has any, unless another is asked for");
    assert_eq!(
        year.figures.iter().find(|one| one.figure == year.shown).unwrap().parts,
        ["2 Radicalisation", "1 Cuckooing"]
    );
    assert_eq!(year.findings.len(), 3);
    // What was recorded by mistake counts no more.
    let id = &view.findings[0].id;
    let _: FindingView = lead.does("withdraw", json!({ "id": id, "reason": "Twice" }));
    let year: SealedFigures = lead.does("sealed_figures", over("2025-01-01", "2025-12-31", None));
    assert_eq!(said(&year, "SAFEGUARD.CHANNEL"), "1 concern");
    assert_eq!(lead.refused("sealed_figures", over("2025-03-02", "2025-03-01", None)).code, ErrorCode::Invalid);
    assert_eq!(
        lead.refused("sealed_figures", over("2025-03-01", "2025-03-02", Some("NO.SUCH"))).code,
        ErrorCode::NotFound
    );
    // No figure of the report, nor its files, knows the sealed ones.
    assert_eq!(
        leader
            .refused("figure", json!({ "figure": "SAFEGUARD.CHANNEL", "from": "2025-03-01", "to": "2025-03-31" }))
            .code,
        ErrorCode::NotFound
    );
}
