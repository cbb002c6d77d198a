//! The tablet's log: what was refused and why, and no word of what anybody recorded, typed or is called.

use app::contract::*;
use serde_json::{Value, json};
use std::cell::RefCell;
use std::io::{self, Write};
use std::sync::Once;
use tests::{PIN, World};

thread_local! {
    /// What was logged in this thread: stories run side by side.
    static LOGGED: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

struct Lines;

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        LOGGED.with_borrow_mut(|logged| logged.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What is logged while `story` goes on.
fn logged(story: impl FnOnce()) -> String {
    static LISTENING: Once = Once::new();
    LISTENING.call_once(|| {
        let lines = tracing_subscriber::fmt().with_writer(|| Lines).with_ansi(false);
        tracing::subscriber::set_global_default(lines.with_max_level(tracing::Level::TRACE).finish()).unwrap();
    });
    LOGGED.take();
    story();
    String::from_utf8(LOGGED.take()).unwrap()
}

#[test]
fn the_log_says_what_was_refused_and_why_and_no_word_of_what_was_recorded() {
    let log = logged(|| {
        let world = World::new();
        let warden = world.tablet("Demo warden A", "warden");
        warden.start_patrol("Privet Passage");
        let form = warden.begin("abandoned_vehicle");
        let _: Form =
            warden.does("set_place", json!({ "draft": form.draft, "device": null, "typed": "Ladysmith Alley" }));
        let seen = json!({ "vrm": "ZX98 QWV", "plate_state": "both_present", "vehicle_type": "car", "make": "Zastava", "colour": "silver",
            "condition": ["flat_tyre"] });
        let form = warden.answer(&form, seen);
        let photo = app::PhotoMeta { draft: form.draft.clone(), slot: None, taken_at: None, picked_at: None };
        assert!(warden.app.add_photo(b"Quorn is no picture".to_vec(), photo).is_err());
        let finding = warden.save(&form).finding;
        let reason = json!({ "id": finding, "reason": "Xylophone practice" });
        warden.does::<FindingView>("withdraw", reason);
        let _ = warden.refused("withdraw", json!({ "id": "Valerian", "reason": "Sorrel" }));
        let _ = warden.refused("set_answers", json!({ "draft": form.draft, "answers": { "make": "Wartburg" } }));
        let _ = warden.refused("undo_check", json!({ "id": ["Nightshade"] }));
        let _ = warden.refused("withdraw", json!({ "id": finding, "reason": { "Oregano": "Tansy" } }));
        let _ = warden.refused("patrol", json!("Comfrey"));
        warden.link.cut(true);
        drop(warden.sync());
        let status: Status = warden.does("lock", json!({}));
        let _ = warden.refused("unlock", json!({ "user": status.people[0].user, "pin": "975310" }));
        let _: Value = warden.does("unlock", json!({ "user": status.people[0].user, "pin": PIN }));
    });
    for said in ["command=\"withdraw\"", "command=\"unlock\" code=WrongPin", "command=\"undo_check\" code=BadRequest"] {
        assert!(log.contains(said), "{said} is not in the log:\n{log}");
    }
    for recorded in [
        "Privet",
        "Ladysmith",
        "ZX98",
        "QWV",
        "Zastava",
        "Wartburg",
        "Quorn",
        "Xylophone",
        "Nightshade",
        "Oregano",
        "Valerian",
        "Sorrel",
        "Tansy",
        "Comfrey",
        "975310",
        PIN,
        "warden A",
    ] {
        assert!(!log.contains(recorded), "{recorded} is in the log:\n{log}");
    }
}
