//! Questions to the DVLA at an office that is put back: what waits is asked, and what was answered is not asked again.

use crate::NOW;
use crate::tablet::*;
use protocol::Tips;
use serde_json::json;
use server_core::{Asking, Dvla, DvlaReply};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// A service that knows no vehicle, and how often it was asked.
struct Empty(Arc<AtomicU32>);

impl Dvla for Empty {
    fn ask(&self, _: &str) -> DvlaReply {
        self.0.fetch_add(1, Ordering::SeqCst);
        DvlaReply::NotFound
    }
}

pub(crate) fn service() -> (Asking, Arc<AtomicU32>) {
    let asked = Arc::new(AtomicU32::new(0));
    (Asking::new(Some(Box::new(Empty(Arc::clone(&asked)))), 100), asked)
}

pub(crate) fn asks(tablet: &mut Tablet, record: u128) {
    let asked = json!({ "mark": "AB07CDE", "why": "abandoned" });
    tablet.write(record, &[("kind", json!("abandoned_vehicle")), ("dvla_asked/1", asked)]);
}

#[test]
fn a_question_that_comes_back_out_of_the_second_copy_is_asked_and_one_that_was_answered_is_not() {
    let office = an_office();
    let mut tablet = office.enrolled(1, "Team 1", "Demo warden A");
    let kept = office.kept();
    asks(&mut tablet, 10);
    tablet.send(&office);
    let (mut asking, asked) = service();
    assert_eq!(asking.pass(&office.centre, NOW).unwrap(), 1);
    asks(&mut tablet, 11);
    tablet.send(&office);
    office.centre.back_up(NOW).unwrap();
    let office = office.put_back(&kept);
    office.centre.recover(NOW).unwrap();
    let (mut again, asked_again) = service();
    assert_eq!(again.pass(&office.centre, NOW).unwrap(), 1);
    assert_eq!((asked.load(Ordering::SeqCst), asked_again.load(Ordering::SeqCst)), (1, 1), "each once");
    assert_eq!(again.pass(&office.centre, NOW).unwrap(), 0);
}

#[test]
fn an_answer_that_a_tablet_brings_back_is_the_answer() {
    let office = an_office();
    let mut tablet = office.enrolled(1, "Team 1", "Demo warden A");
    let kept = office.kept();
    asks(&mut tablet, 10);
    tablet.send(&office);
    assert_eq!(service().0.pass(&office.centre, NOW).unwrap(), 1);
    let all = tablet.exchange(&office, &tablet.request(&Tips::new(), true, vec![])).unwrap().runs;
    assert_eq!(all.len(), 2, "the tablet's book and the office's");
    // No second copy was made: only the tablet still holds both.
    let office = office.put_back(&kept);
    let mut runs = all.clone();
    runs.sort_by_key(|run| run.book != tablet.chain.book);
    tablet.exchange(&office, &tablet.request(&Tips::new(), false, runs)).unwrap();
    let (mut asking, asked) = service();
    assert_eq!((asking.pass(&office.centre, NOW).unwrap(), asked.load(Ordering::SeqCst)), (0, 0));
}
