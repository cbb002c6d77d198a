//! The council publishes a catalogue of its own: it reaches the tablets by sync, and nothing that was recorded or begun under the
//! one of before is lost, whatever the new one changes and whichever tablet has it.

use app::Clock as _;
use app::contract::*;
use domain::catalogue::Catalogue;
use serde_json::json;
use server_core::CatalogueError;
use tests::World;

type Files = Vec<(String, String)>;

/// The built-in catalogue with a version and some texts changed.
fn files(version: u32, edits: &[(&str, &str, &str)]) -> Files {
    let built_in = Catalogue::built_in().unwrap().version();
    let mut files: Files =
        Catalogue::built_in_files().iter().map(|(name, text)| ((*name).into(), (*text).into())).collect();
    let raise = ("common.toml", format!("\nversion = {built_in}\n"), format!("\nversion = {version}\n"));
    let edits = edits.iter().map(|(file, from, to)| (*file, (*from).to_owned(), (*to).to_owned()));
    for (file, from, to) in edits.chain([raise]) {
        let (_, text) = files.iter_mut().find(|(name, _)| *name == file).unwrap();
        assert!(text.contains(&from), "{file} has no {from:?}");
        *text = text.replacen(&from, &to, 1);
    }
    files
}

/// The council publishes the built-in catalogue with some texts changed.
pub(crate) fn publish(world: &World, edits: &[(&str, &str, &str)]) {
    let version = Catalogue::built_in().unwrap().version() + 1;
    world.centre.publish_catalogue(&files(version, edits), world.clock.now()).unwrap();
    world.back_up();
}

const SEAGULLS: &str = r#"
id = "gull_nest"
name = "Gull nest"
plural = "gull nests"
icon = "circle-question-mark"
tile = 900
finding = true
place = "required"
common = true
occurred_label = "When did you find it?"
summary = 'plural(eggs, "egg", "eggs")'
retention = "R2"
marking = "OFFICIAL"

[[field]]
id = "eggs"
type = "count"
label = "How many eggs?"
short = "Eggs"
stage = "now"
required = "now"
missing = "Count the eggs"
"#;

fn kinds(tablet: &tests::Tablet) -> Vec<String> {
    tablet.does::<Vec<KindTile>>("kinds", json!({})).into_iter().map(|kind| kind.id).collect()
}

fn version(tablet: &tests::Tablet) -> (u32, bool, Option<u32>) {
    let KindsInUse { version, published, unread } = tablet.does::<Status>("status", json!({})).kinds;
    (version, published, unread)
}

#[test]
fn a_new_kind_reaches_every_tablet_by_sync_and_is_recorded_and_seen_by_the_leader() {
    let world = World::new();
    let (warden, leader) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo leader C", "leader"));
    let built_in = Catalogue::built_in().unwrap().version();
    warden.start_patrol("Luton");
    let begun = warden.begin("drug_litter");
    warden.answer(&begun, json!({ "n_needle": 3 }));
    let old = warden.find_needles(2);
    let mut own = files(
        built_in + 1,
        &[
            ("drug_litter.toml", "\"item\", \"items\"", "\"thing\", \"things\""),
            ("begging.toml", "finding = true", "finding = true\nretired = true"),
        ],
    );
    own.push(("gull_nest.toml".into(), SEAGULLS.into()));
    let preview = world.centre.publish_catalogue(&own, world.clock.now()).unwrap();
    assert_eq!((preview.before, preview.version), (built_in, built_in + 1));
    world.back_up();
    assert_eq!(version(&warden), (built_in, false, None));
    warden.sync();
    assert_eq!(version(&warden), (built_in + 1, true, None));
    let listed = kinds(&warden);
    assert!(listed.contains(&"gull_nest".to_owned()) && !listed.contains(&"begging".to_owned()));
    assert!(warden.refused("open_form", json!({ "kind": "begging" })).message.contains("recorded no more"));
    // What stood in the list reads by the new one, and the draft begun under the old one opens with its answers.
    assert!(warden.finding(&old.finding).line.summary.contains("2 things"), "{:?}", warden.finding(&old.finding).line);
    let form: Form = warden.does("open_form", json!({ "draft": begun.draft }));
    let needles = form.fields.iter().find(|field| field.id == "n_needle").unwrap();
    assert_eq!(needles.value, json!(3));
    warden.save(&form);
    let nest = warden.begin("gull_nest");
    let saved = warden.save(&warden.answer(&nest, json!({ "eggs": 3 })));
    warden.sync();
    leader.sync();
    assert_eq!(leader.finding(&saved.finding).line.summary, "3 eggs");
    assert_eq!(version(&leader), (built_in + 1, true, None));
    assert_eq!(world.centre.summary().unwrap().findings, 3, "the office counts the new kind");
    // It is in use at once when the app is opened again, and on a tablet that is enrolled later.
    let warden = warden.restart();
    warden.unlock();
    assert_eq!(version(&warden), (built_in + 1, true, None));
    let later = world.tablet("Demo warden B", "warden");
    later.sync();
    assert_eq!(version(&later), (built_in + 1, true, None));
}

#[test]
fn a_tablet_that_has_not_heard_of_it_goes_on_and_what_it_writes_merges() {
    let world = World::new();
    let (warden, leader) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo leader C", "leader"));
    let built_in = Catalogue::built_in().unwrap().version();
    warden.start_patrol("Luton");
    let saved = warden.find_needles(2);
    warden.sync();
    let sieve = "[[field]]\nid = \"n_sieve\"\ntype = \"count\"\nlabel = \"Sieves\"\nstage = \"finish\"\n\n[[field]]\nid = \"items_total\"";
    let own = files(built_in + 1, &[("drug_litter.toml", "[[field]]\nid = \"items_total\"", sieve)]);
    world.centre.publish_catalogue(&own, world.clock.now()).unwrap();
    leader.sync();
    let corrected = leader.answer(&leader.reopen(&saved.finding, "correct"), json!({ "n_sieve": 4 }));
    leader.save(&corrected);
    leader.sync();
    // The warden has no signal, corrects by the old one, and comes back.
    let form = warden.reopen(&saved.finding, "correct");
    warden.save(&warden.answer(&form, json!({ "n_needle": 5 })));
    warden.sync();
    leader.sync();
    for tablet in [&warden, &leader] {
        let view = tablet.finding(&saved.finding);
        let answers: Vec<_> = view.answers.iter().map(|answer| (answer.label.as_str(), answer.text.as_str())).collect();
        assert!(answers.contains(&("Sieves", "4")), "{answers:?}");
        assert!(view.line.summary.contains("5 items"), "{:?}", view.line.summary);
    }
}

#[test]
fn mistakes_and_changes_of_meaning_are_refused_and_nothing_is_published() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    let built_in = Catalogue::built_in().unwrap().version();
    let publish = |files: &Files| world.centre.publish_catalogue(files, world.clock.now());
    let mistakes = |files: &Files| match publish(files) {
        Err(CatalogueError::Mistakes(mistakes)) => mistakes.iter().map(ToString::to_string).collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    let unknown = mistakes(&files(built_in + 1, &[("noise.toml", "type = \"choice\"", "type = \"essay\"")]));
    assert!(unknown[0].starts_with("noise.toml:"), "{unknown:?}");
    let gone = mistakes(&files(built_in + 1, &[("hotspot.toml", "id = \"risk_notes\"", "id = \"risks\"")]));
    assert!(gone[0].contains("\"risk_notes\" is gone: answers to it were kept"), "{gone:?}");
    assert!(matches!(publish(&files(built_in, &[])), Err(CatalogueError::Version { .. })));
    publish(&files(built_in + 1, &[])).unwrap();
    assert!(
        matches!(publish(&files(built_in + 1, &[])), Err(CatalogueError::Version { needed, .. }) if needed == built_in + 2)
    );
    warden.sync();
    assert_eq!(version(&warden), (built_in + 1, true, None));
}

#[test]
fn what_a_change_means_for_existing_findings_is_counted_before_it_is_published() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    let built_in = Catalogue::built_in().unwrap().version();
    warden.start_patrol("Luton");
    warden.find_needles(2);
    warden.find_needles(4);
    warden.sync();
    let own = files(
        built_in + 1,
        &[
            ("drug_litter.toml", "\"item\", \"items\"", "\"thing\", \"things\""),
            (
                "drug_litter.toml",
                "[[field]]\nid = \"items_total\"",
                "[[field]]\nid = \"bin\"\ntype = \"text\"\nlabel = \"Which bin?\"\nrequired = \"finish\"\nmissing = \"Enter it\"\n\n[[field]]\nid = \"items_total\"",
            ),
        ],
    );
    let preview = world.centre.preview_catalogue(&own, world.clock.now()).unwrap();
    let affected = &preview.records["drug_litter"];
    assert_eq!(
        (affected.records, affected.other_words, affected.more_to_finish, affected.less_to_finish),
        (2, 2, 2, 0)
    );
    let said: Vec<_> = preview.changes.iter().map(|change| change.says.as_str()).collect();
    assert!(said.contains(&"is asked as well: \"Which bin?\""), "{said:?}");
    warden.sync();
    assert_eq!(version(&warden), (built_in, false, None), "a preview publishes nothing");
}
