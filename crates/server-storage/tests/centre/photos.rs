//! Photos resume at any byte, and are whole only when their bytes have their hash.

use crate::NOW;
use crate::tablet::*;
use protocol::{PhotoHash, Promise, RefusalCode, Subject, Tips, limits};
use serde_json::json;
use server_core::Piece;
use sha2::{Digest, Sha256};

fn photo(length: usize) -> (PhotoHash, Vec<u8>) {
    let bytes: Vec<u8> = (0..length).map(|at| (at * 31 % 251) as u8).collect();
    (PhotoHash(Sha256::digest(&bytes).into()), bytes)
}

fn asked(office: &Office, tablet: &Tablet, hash: PhotoHash) -> protocol::Reply {
    let mut request = tablet.request(&Tips::new(), false, vec![]);
    request.photos = vec![hash];
    tablet.exchange(office, &request).unwrap()
}

#[test]
fn a_photo_cut_at_every_byte_and_the_office_restarted_between_arrives_whole() {
    let mut office = an_office();
    let tablet = office.enrolled(1, "Team 1", "Demo warden A");
    let (hash, bytes) = photo(97);
    for at in 0..bytes.len() as u64 {
        let opened = office.centre.open_photo(&tablet.caller(&office), tablet.scope, hash, 97, NOW).unwrap();
        assert_eq!((opened.created, opened.offset), (at == 0, at));
        assert_eq!(asked(&office, &tablet, hash).wanted, [(hash, at)]);
        let piece = &bytes[at as usize..=at as usize];
        let taken = office.centre.put_piece(&tablet.caller(&office), tablet.scope, hash, at, piece, NOW).unwrap();
        assert_eq!(taken, Piece::Taken(at + 1));
        if at % 40 == 0 {
            office = office.restarted();
        }
    }
    let reply = asked(&office, &tablet, hash);
    assert!(reply.wanted.is_empty());
    assert_eq!((reply.receipts[0].promise, reply.receipts[0].subject), (Promise::Arrived, Subject::Photo(hash, 97)));
    assert!(reply.receipts[0].verifies(&tablet.reply.root));
    assert_eq!(
        office.centre.photo_bytes(&tablet.caller(&office), (tablet.scope, hash), 90, 100, NOW).unwrap(),
        bytes[90..]
    );
    let again = office.centre.open_photo(&tablet.caller(&office), tablet.scope, hash, 97, NOW).unwrap();
    assert_eq!((again.created, again.offset), (false, 97), "a whole photo is not taken twice");
}

#[test]
fn a_piece_at_the_wrong_place_is_not_taken_and_the_right_place_is_said() {
    let office = an_office();
    let tablet = office.enrolled(1, "Team 1", "Demo warden A");
    let (hash, bytes) = photo(100);
    let caller = tablet.caller(&office);
    let put = |at, bytes: &[u8]| office.centre.put_piece(&caller, tablet.scope, hash, at, bytes, NOW);
    assert_eq!(put(0, &bytes).unwrap_err().code, RefusalCode::NotFound, "it was not begun");
    office.centre.open_photo(&caller, tablet.scope, hash, 100, NOW).unwrap();
    assert_eq!(put(0, &bytes[..60]).unwrap(), Piece::Taken(60));
    assert_eq!(put(0, &bytes[..60]).unwrap(), Piece::WrongOffset(60), "a repeated piece");
    assert_eq!(put(61, &bytes[61..]).unwrap(), Piece::WrongOffset(60), "a gap");
    assert_eq!(put(60, &bytes).unwrap_err().code, RefusalCode::TooLarge, "more than the photo");
    assert_eq!(put(60, &bytes[60..]).unwrap(), Piece::Taken(100));
}

#[test]
fn bytes_of_another_hash_are_thrown_away_and_the_photo_begins_again() {
    let office = an_office();
    let tablet = office.enrolled(1, "Team 1", "Demo warden A");
    let (hash, mut bytes) = photo(100);
    let caller = tablet.caller(&office);
    office.centre.open_photo(&caller, tablet.scope, hash, 100, NOW).unwrap();
    bytes[50] ^= 1;
    let put = |bytes: &[u8]| office.centre.put_piece(&caller, tablet.scope, hash, 0, bytes, NOW);
    assert_eq!(put(&bytes).unwrap_err().code, RefusalCode::WrongHash);
    assert_eq!(asked(&office, &tablet, hash).wanted, [(hash, 0)]);
    bytes[50] ^= 1;
    assert_eq!(put(&bytes).unwrap(), Piece::Taken(100));
}

#[test]
fn limits_are_checked_before_anything_is_kept() {
    let office = an_office();
    let tablet = office.enrolled(1, "Team 1", "Demo warden A");
    let (hash, _) = photo(1);
    let caller = tablet.caller(&office);
    let open = |length| office.centre.open_photo(&caller, tablet.scope, hash, length, NOW).unwrap_err().code;
    assert_eq!(open(limits::PHOTO_BYTES + 1), RefusalCode::TooLarge);
    assert_eq!(open(0), RefusalCode::Malformed);
    office.centre.open_photo(&caller, tablet.scope, hash, limits::PHOTO_BYTES, NOW).unwrap();
    let large = vec![0; limits::PHOTO_PIECE + 1];
    let put = office.centre.put_piece(&caller, tablet.scope, hash, 0, &large, NOW);
    assert_eq!(put.unwrap_err().code, RefusalCode::TooLarge);
}

#[test]
fn another_team_learns_nothing_of_a_photo_not_even_that_it_is_there() {
    let office = an_office();
    let ours = office.enrolled(1, "Team 1", "Demo warden A");
    let theirs = office.enrolled(2, "Team 2", "Demo warden B");
    let (hash, bytes) = photo(100);
    let (caller, stranger) = (ours.caller(&office), theirs.caller(&office));
    office.centre.open_photo(&caller, ours.scope, hash, 100, NOW).unwrap();
    office.centre.put_piece(&caller, ours.scope, hash, 0, &bytes, NOW).unwrap();
    assert_eq!(office.centre.photo_length(&caller, ours.scope, hash, NOW), Ok(100));
    let not_found = |code| assert_eq!(code, RefusalCode::NotFound);
    not_found(office.centre.photo_length(&stranger, ours.scope, hash, NOW).unwrap_err().code);
    not_found(office.centre.photo_length(&stranger, theirs.scope, hash, NOW).unwrap_err().code);
    not_found(office.centre.photo(&stranger, ours.scope, hash, NOW).unwrap_err().code);
    not_found(office.centre.open_photo(&stranger, ours.scope, hash, 100, NOW).unwrap_err().code);
    assert_eq!(asked(&office, &theirs, hash).wanted, [(hash, 0)]);
    let opened = office.centre.open_photo(&stranger, theirs.scope, hash, 100, NOW).unwrap();
    assert_eq!((opened.created, opened.offset), (true, 0), "it must send the bytes like anybody");
}

#[test]
fn a_photo_whose_file_is_lost_is_asked_for_again_and_counted_only_while_it_is_there() {
    let office = an_office();
    let mut tablet = office.enrolled(1, "Team 1", "Demo warden A");
    let (hash, bytes) = photo(100);
    tablet.write(
        10,
        &[
            ("kind", json!("drug_litter")),
            (
                &format!("photo/{hash}"),
                json!({"sha256": hash.to_string(), "bytes": 100, "mime": "image/jpeg",
            "width": 1, "height": 1, "slot": null, "taken_at": "2025-10-09T08:00:00Z"}),
            ),
        ],
    );
    tablet.send(&office);
    assert_eq!(office.centre.summary().unwrap().photos, 0);
    let caller = tablet.caller(&office);
    let send = || {
        office.centre.open_photo(&caller, tablet.scope, hash, 100, NOW).unwrap();
        office.centre.put_piece(&caller, tablet.scope, hash, 0, &bytes, NOW).unwrap()
    };
    assert_eq!(send(), Piece::Taken(100));
    assert_eq!(office.centre.summary().unwrap().photos, 1);
    let name = hash.to_string();
    std::fs::remove_file(office.data().join("photos").join(&name[..2]).join(&name)).unwrap();
    assert_eq!(asked(&office, &tablet, hash).wanted, [(hash, 0)]);
    assert_eq!(office.centre.verify().unwrap().problems.len(), 1);
    assert_eq!(send(), Piece::Taken(100));
    assert!(office.centre.verify().unwrap().problems.is_empty());
}

#[test]
fn a_photo_whose_last_piece_came_as_the_office_was_stopped_is_whole_when_the_tablet_asks_again() {
    let office = an_office();
    let tablet = office.enrolled(1, "Team 1", "Demo warden A");
    let (hash, bytes) = photo(100);
    let wrong = PhotoHash(Sha256::digest(b"other bytes").into());
    for (hash, last) in [(hash, &bytes[60..]), (wrong, &bytes[60..80])] {
        let length = 60 + last.len() as u64;
        office.centre.open_photo(&tablet.caller(&office), tablet.scope, hash, length, NOW).unwrap();
        office.centre.put_piece(&tablet.caller(&office), tablet.scope, hash, 0, &bytes[..60], NOW).unwrap();
        // As put_piece leaves it when it is killed between fsync and the check of the whole.
        let name = hash.to_string();
        let part = office.data().join("photos").join(&name[..2]).join(format!("{name}.{}.part", tablet.scope));
        let mut part = std::fs::File::options().append(true).open(part).unwrap();
        std::io::Write::write_all(&mut part, last).unwrap();
    }
    let office = office.restarted();
    let again = |hash, length| office.centre.open_photo(&tablet.caller(&office), tablet.scope, hash, length, NOW);
    assert_eq!(again(hash, 100).unwrap().offset, 100, "there is nothing left to send");
    assert!(asked(&office, &tablet, hash).wanted.is_empty(), "it has arrived");
    assert_eq!(again(wrong, 80).unwrap().offset, 0, "bytes of another hash are thrown away, to be sent again");
}

#[test]
fn a_photo_of_a_page_that_waits_for_a_check_comes_back_too() {
    let office = an_office();
    let mut tablet = office.enrolled(1, "Team 1", "Demo warden A");
    let (hash, bytes) = photo(100);
    tablet.author = book::GrantId([9; 32]);
    tablet.write(10, &[(&format!("photo/{hash}"), json!({"sha256": hash.to_string()}))]);
    tablet.send(&office);
    let caller = tablet.caller(&office);
    office.centre.open_photo(&caller, tablet.scope, hash, 100, NOW).unwrap();
    office.centre.put_piece(&caller, tablet.scope, hash, 0, &bytes, NOW).unwrap();
    office.centre.back_up(NOW).unwrap();
    let name = hash.to_string();
    let file = office.data().join("photos").join(&name[..2]).join(&name);
    std::fs::remove_file(&file).unwrap();
    assert_eq!(office.centre.recover_photos().unwrap().photos, 1);
    assert_eq!(std::fs::read(&file).unwrap(), bytes);
    assert_eq!(office.centre.recover_photos().unwrap().photos, 0, "what is here is not taken again");
}
