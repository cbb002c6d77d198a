//! `patrolbook-server report`: what the office reports of what it holds.

use crate::cli::{json, on_a_disk, run};

const ROWS: &str = "reference,occurred_at,n_needle,action,place.latitude,place.longitude
D/1,14/03/2018,3,removed,51.3802,0.5213
D/2,15/03/2018,4,removed,,
D/3,15/03/2018,9,left_unsafe,,
D/4,01/11/2018,5,removed,,
";

#[test]
fn the_office_reports_a_period_as_text_table_and_spreadsheet_and_refuses_what_cannot_be() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    json(&data, &["init", "--council", "Demo council", "--json"]);
    json(&data, &["team", "add", "Team 1", "--json"]);
    json(&data, &["user", "add", "Demo leader C", "--role", "leader", "--team", "Team 1", "--json"]);
    let rows = folder.path().join("rows.csv");
    std::fs::write(&rows, ROWS).unwrap();
    let rows = rows.to_str().unwrap();
    json(
        &data,
        &["import", "--kind", "drug_litter", "--team", "Team 1", "--by", "Demo leader C", rows, "--yes", "--json"],
    );
    let year = ["report", "--team", "Team 1", "--from", "2017-11-01", "--to", "2018-10-31"];
    let text = run(&data, &year);
    let text = String::from_utf8(text.stdout).unwrap();
    assert!(text.contains("7 drug-related and 0 sex-related items were removed"), "{text}");
    let file = |ending: &str| folder.path().join(format!("report.{ending}")).to_str().unwrap().to_owned();
    for (form, begins) in
        [("csv", "\u{feff}Figure".as_bytes()), ("xlsx", b"PK"), ("text", b"Community wardens"), ("pdf", b"%PDF-1.7")]
    {
        let to = file(form);
        let done = run(&data, &[&year[..], &["--format", form, "--out", &to]].concat());
        assert!(done.status.success(), "{form}: {}", String::from_utf8_lossy(&done.stderr));
        assert!(std::fs::read(&to).unwrap().starts_with(begins), "{form}");
        let again = run(&data, &[&year[..], &["--format", form, "--out", &to]].concat());
        let said = String::from_utf8_lossy(&again.stderr).into_owned();
        assert!(
            !again.status.success() && said.contains("name a new file"),
            "what is there is not written over: {said}"
        );
    }
    let quarter = run(&data, &["report", "--team", "Team 1", "--period", "2018-Q1"]);
    assert!(String::from_utf8(quarter.stdout).unwrap().contains("1 Jan 2018 to 31 Mar 2018"));
    let read = std::process::Command::new("pdftotext").args(["-raw", &file("pdf"), "-"]).output().unwrap();
    let read = String::from_utf8(read.stdout).unwrap().split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(read.contains("7 drug-related and 0 sex-related items were removed"), "{read}");
    assert!(
        read.contains("Drug-related items removed, by month") && read.contains("What each figure counts"),
        "{read}"
    );
    let centre = run(&data, &[&year[..], &["--task-force", "chatham_centre"]].concat());
    let centre = String::from_utf8(centre.stdout).unwrap();
    assert!(centre.starts_with("Community wardens, Team 1, Chatham town centre"), "{centre}");
    assert!(
        centre.contains("3 drug-related and 0 sex-related items were removed"),
        "the other rows have no place: {centre}"
    );
    for (line, why) in [
        (vec!["report", "--team", "Team 2"], "Team 2"),
        (vec!["report", "--team", "Team 1", "--task-force", "chatham"], "there are: chatham_centre, gillingham"),
        (
            vec!["report", "--team", "Team 1", "--task-force", "chatham_centre", "--ward", "E05002249"],
            "cannot be used with",
        ),
        (vec!["report", "--team", "Team 1", "--from", "2018-02-30"], "2018-02-30"),
        (vec!["report", "--team", "Team 1", "--from", "2018-02-02", "--to", "2018-02-01"], "before the first"),
        (vec!["report", "--team", "Team 1", "--ward", "X"], "no ward"),
        (vec!["report", "--team", "Team 1", "--format", "xlsx"], "--out"),
        (vec!["report", "--team", "Team 1", "--format", "pdf"], "--out"),
        (vec!["report", "--team", "Team 1", "--period", "2018-Q5"], "a year, a quarter or a month"),
        (vec!["report", "--team", "Team 1", "--period", "2018", "--from", "2018-01-01"], "cannot be used with"),
    ] {
        let refused = run(&data, &line);
        let said = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert!(!refused.status.success() && said.contains(why), "{line:?}: {said}");
    }
    // On a disk that is full, and on one that is barred, nothing is left.
    for (mount, why) in [
        ("mount -t tmpfs -o size=8k small \"$1\"", "there is no room left for "),
        ("mount -t tmpfs small \"$1\" && mount -o remount,ro \"$1\"", "nothing may be written to "),
    ] {
        let into = folder.path().join("disk");
        let to = into.join("report.pdf");
        let line = [&year[..], &["--format", "pdf", "--out", to.to_str().unwrap()]].concat();
        let Some(ran) = on_a_disk(&data, &into, mount, &line) else { continue };
        let said = String::from_utf8_lossy(&ran.stderr);
        assert!(!ran.status.success() && said.contains(why), "{said}");
        assert_eq!(String::from_utf8_lossy(&ran.stdout), "", "half a report must not be taken for a whole one");
    }
}
