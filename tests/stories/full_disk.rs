//! A disk that is really full: a small file system of the test's own, in a namespace of its own.

use app::PhotoMeta;
use app::contract::*;
use serde_json::json;
use std::io::Write;
use std::path::Path;
use std::process::Command;
use tests::{World, jpeg};

/// Set in the process that runs on the small disk; names its mount point.
const ON_SMALL_DISK: &str = "PATROLBOOK_TEST_SMALL_DISK";
const NAME: &str = "full_disk::a_full_disk_is_said_and_what_was_saved_is_safe";

#[test]
fn a_full_disk_is_said_and_what_was_saved_is_safe() {
    if let Some(disk) = std::env::var_os(ON_SMALL_DISK) {
        return on_a_small_disk(Path::new(&disk));
    }
    let mount = tempfile::tempdir().unwrap();
    let script = "mount -t tmpfs -o size=6m small \"$1\" && TMPDIR=\"$1\" exec \"$2\" --exact \"$3\" --nocapture";
    let ran = Command::new("unshare")
        .args(["-Urm", "sh", "-c", script, "sh"])
        .args([mount.path(), &std::env::current_exe().unwrap(), Path::new(NAME)])
        .env(ON_SMALL_DISK, mount.path())
        .output();
    match ran {
        Ok(ran) if ran.status.success() => {
            assert!(
                String::from_utf8_lossy(&ran.stdout).contains("1 passed"),
                "the test did not run on the small disk"
            );
        }
        // A computer that gives no namespaces cannot run this; where everything is tested, it must.
        Ok(ran) if String::from_utf8_lossy(&ran.stderr).contains("unshare") && std::env::var_os("CI").is_none() => {}
        other => panic!("on the small disk: {other:?}"),
    }
}

fn on_a_small_disk(disk: &Path) {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    let leader = world.tablet("Demo leader", "leader");
    let saved = warden.find_needles(2);
    warden.sync();
    leader.sync();
    let form = warden.begin("drug_litter");
    let form = warden.answer(&form, json!({ "n_needle": 5 }));
    fill(disk);

    let meta = PhotoMeta { draft: form.draft.clone(), slot: None, taken_at: None, picked_at: None };
    let photo = warden.app.add_photo(jpeg(1, 800, 600), meta).expect_err("there is no room for a photo");
    assert_eq!(photo.code, ErrorCode::DiskFull, "{photo:?}");
    // The write-ahead log may still have room for a few answers.
    let answer = |many: u32| {
        let answers = json!({ "draft": form.draft, "answers": { "n_needle": many, "description": "x".repeat(2_000) } });
        warden.app.call("set_answers", answers).err()
    };
    let refused = (1..500).find_map(answer).expect("a full disk takes no more answers");
    assert_eq!(refused.code, ErrorCode::DiskFull, "{refused:?}");
    assert_eq!(warden.refused("save_form", json!({ "id": form.draft })).code, ErrorCode::DiskFull);
    assert_eq!(warden.finding(&saved.finding).line.summary, "2 items, 2 sharps", "what was saved can be read");
    let table = leader.refused("export_findings", json!({ "filter": {} }));
    assert_eq!(table.code, ErrorCode::DiskFull, "{table:?}");
    assert!(table.message.contains("The file was not written"), "{}", table.message);
    assert_eq!(leader.exports(), 0, "half a table must not be taken for a whole one");
    let bundle = warden.refused("write_bundle", json!({}));
    assert_eq!(bundle.code, ErrorCode::DiskFull, "{bundle:?}");
    assert!(bundle.message.contains("There is no room"), "{}", bundle.message);
    assert_eq!(warden.exports(), 0, "half a bundle must not be left on the stick");

    std::fs::remove_file(disk.join("ballast")).unwrap();
    let after = warden.save(&warden.answer(&form, json!({ "n_needle": 7 })));
    let warden = warden.restart();
    warden.unlock();
    for (finding, summary) in [(&saved.finding, "2 items, 2 sharps"), (&after.finding, "7 items, 7 sharps")] {
        assert_eq!(warden.finding(finding).line.summary, summary, "it goes on without a restart, and nothing is lost");
    }
}

/// Fills the disk to its last byte.
fn fill(disk: &Path) {
    let mut file = std::fs::File::create(disk.join("ballast")).unwrap();
    for size in [65_536, 4_096, 512, 1] {
        let block = vec![1; size];
        while file.write_all(&block).is_ok() {}
    }
}
