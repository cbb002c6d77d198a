//! The council's own catalogue at the office: it outlives a restore, and a team that is set up later gets it.

use crate::NOW;
use crate::tablet::*;
use domain::catalogue::Catalogue;
use protocol::Tips;

pub(crate) fn newer() -> Vec<(String, String)> {
    let built_in = Catalogue::built_in().unwrap().version();
    let raised =
        |text: &str| text.replace(&format!("\nversion = {built_in}\n"), &format!("\nversion = {}\n", built_in + 1));
    Catalogue::built_in_files().iter().map(|(name, text)| ((*name).to_owned(), raised(text))).collect()
}

#[test]
fn a_published_catalogue_comes_back_from_the_second_copy_and_reaches_a_team_that_is_set_up_later() {
    let office = an_office();
    drop(office.enrolled(1, "Team 1", "Demo warden A"));
    let built_in = Catalogue::built_in().unwrap().version();
    assert_eq!(office.centre.catalogue().unwrap().version(), built_in);
    office.centre.publish_catalogue(&newer(), NOW).unwrap();
    assert_eq!(office.centre.catalogue().unwrap().version(), built_in + 1);
    assert_eq!(office.centre.catalogue_files().unwrap(), newer());
    office.centre.back_up(NOW).unwrap();
    let key = office.centre.council_key().unwrap();
    let Office { folder, centre } = office;
    drop(centre);
    let centre = server_storage::open(&folder.path().join("new"), Some(&folder.path().join("copy"))).unwrap();
    centre.restore(&key, NOW).unwrap();
    assert_eq!(centre.catalogue_files().unwrap(), newer());
    let restored = Office { folder, centre };
    restored.centre.add_team("Team 9").unwrap();
    let late = restored.enrolled(9, "Team 9", "Demo warden B");
    let reply = late.exchange(&restored, &late.request(&Tips::default(), true, Vec::new())).unwrap();
    assert_eq!(reply.runs.iter().map(|run| run.entries.len()).sum::<usize>(), 2, "an opening and the edition");
    restored.centre.back_up(NOW).unwrap();
    assert_eq!(restored.centre.summary().unwrap().findings, 0, "it counts as nothing");
}

#[test]
fn an_office_that_cannot_read_its_own_edition_works_by_its_own_catalogue_until_the_next_is_published() {
    let office = an_office();
    let mut tablet = office.enrolled(1, "Team 1", "Demo warden A");
    let built_in = Catalogue::built_in().unwrap().version();
    office.centre.publish_catalogue(&newer(), NOW).unwrap();
    // As a later program published it: with a key that this one does not know.
    let unknown = newer().into_iter().map(|(name, text)| {
        let text = if name == "begging.toml" {
            text.replace("finding = true", "finding = true\nhologram = true")
        } else {
            text
        };
        (name, text)
    });
    let edition = record::Edition::pack(built_in + 1, &unknown.collect()).unwrap();
    let database = rusqlite::Connection::open(office.data().join("patrolbook.sqlite")).unwrap();
    database.execute("UPDATE editions SET packed = ?1", [edition.packed()]).unwrap();
    drop(database);
    let office = office.restarted();
    assert_eq!(office.centre.catalogue().unwrap().version(), built_in);
    tablet.find(10);
    tablet.send(&office);
    assert_eq!(office.centre.summary().unwrap().findings, 1, "it goes on counting");
    let again = office.centre.publish_catalogue(&newer(), NOW);
    assert!(matches!(again, Err(server_core::CatalogueError::Version { needed, .. }) if needed == built_in + 2));
    let next = newer().into_iter().map(|(name, text)| {
        let raised =
            text.replace(&format!("\nversion = {}\n", built_in + 1), &format!("\nversion = {}\n", built_in + 2));
        (name, raised)
    });
    office.centre.publish_catalogue(&next.collect(), NOW).unwrap();
    assert_eq!(office.centre.catalogue().unwrap().version(), built_in + 2);
}
