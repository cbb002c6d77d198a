//! Attendance: who came to a session of a scheme and to a meeting of a forum, by numbers, on every tablet.

use crate::closing::step;
use app::contract::*;
use serde_json::json;
use tests::World;

#[test]
fn a_session_and_a_meeting_say_who_came_from_each_partner_and_their_register_lists_them() {
    let world = World::new();
    let (warden, leader) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo leader C", "leader"));
    let scheme = json!({ "name": "Park sports", "scheme_type": "park_sports", "frequency": "weekly", "organiser": "Wardens",
        "status": "active" });
    let scheme = leader.save(&leader.answer(&leader.begin("scheme"), scheme)).finding;
    let forum = json!({ "name": "Cases", "forum_type": "asb_cases", "frequency": "monthly", "status": "active" });
    let forum = leader.save(&leader.answer(&leader.begin("forum"), forum)).finding;
    leader.sync();
    warden.sync();

    let session = json!({ "scheme": scheme, "site": "Hook Meadow" });
    let session = warden.save(&warden.answer(&warden.begin("scheme_session"), session)).finding;
    world.wait_minutes(60);
    let came = json!({ "young_people": 24, "adults": 3, "ends_at": "2025-03-18T08:00:00Z", "injury": false,
        "attendance/a": { "partner": "police", "people": 2 }, "attendance/b": { "partner": "street_pastors", "people": 1 },
        "apologies": ["fire"] });
    let view = step(&warden, &session, "hold", came);
    let answer = |view: &FindingView, field: &str| {
        view.answers.iter().find(|row| row.field == field).map(|row| row.text.clone()).unwrap_or_default()
    };
    assert_eq!(view.line.summary, "Hook Meadow, 24 young people, 3 adults, 3 from partners");
    assert_eq!(answer(&view, "attendance"), "Police, people 2; Street pastors, people 1");
    assert_eq!(answer(&view, "apologies"), "Fire and rescue", "apologies are not attendance");

    let meeting = json!({ "forum": forum, "format": "in_person", "venue": "Council offices" });
    let meeting = leader.save(&leader.answer(&leader.begin("forum_meeting"), meeting)).finding;
    let came = json!({ "agencies_present": ["police", "council_housing"],
        "attendance/a": { "partner": "police", "people": 2 }, "attendance/b": { "partner": "council_housing", "people": 1 } });
    step(&leader, &meeting, "hold", came);
    for tablet in [&warden, &leader, &warden] {
        tablet.sync();
    }
    for (register, held, summary) in [
        (&scheme, &session, "Hook Meadow, 24 young people, 3 adults, 3 from partners"),
        (&forum, &meeting, "Council offices, 3 people"),
    ] {
        let linked = leader.finding(register).linked;
        assert_eq!((&linked[0].id, &*linked[0].summary), (held, summary));
        assert_eq!(warden.finding(register).linked.len(), 1);
    }
}
