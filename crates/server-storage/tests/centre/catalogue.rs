//! The council's own catalogue at the office: it outlives a restore, and a team that is set up later gets it.

use crate::NOW;
use crate::tablet::*;
use domain::catalogue::Catalogue;
use protocol::Tips;

fn newer() -> Vec<(String, String)> {
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
