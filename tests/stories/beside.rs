//! `patrolbook sync` while the window is open: it asks the open app, which syncs and says what came of it.
#![cfg(unix)]

use tests::World;

#[test]
fn a_sync_asked_from_beside_sends_what_the_open_app_has_and_says_so() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    warden.link.cut(true);
    warden.find_needles(2);
    let (complete, sentence) = app::ask_to_sync(warden.folder()).unwrap().unwrap();
    assert!(!complete);
    assert!(sentence.starts_with("No signal"), "{sentence}");
    warden.link.cut(false);
    let (complete, sentence) = app::ask_to_sync(warden.folder()).unwrap().unwrap();
    assert!(complete, "{sentence}");
    assert_eq!(sentence, "Everything on this tablet has arrived at the council office.");
    let folder = warden.folder().to_owned();
    drop(warden);
    assert!(app::ask_to_sync(&folder).is_err(), "a closed app cannot be asked");
}
