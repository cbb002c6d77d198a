//! What is kept, what is refused, and with which words.

use exif::Tag;
use image::ImageFormat;
use photo::{Refused, inspect, inspect_and_thumbnail};
use rstest::rstest;

use crate::samples::{busy_picture, encode, exif, picture, png_chunk, png_claiming};

const FORMATS: [ImageFormat; 3] = [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP];

#[rstest]
#[case(ImageFormat::Jpeg, "image/jpeg")]
#[case(ImageFormat::Png, "image/png")]
#[case(ImageFormat::WebP, "image/webp")]
fn a_whole_photo_is_known_by_its_content(#[case] format: ImageFormat, #[case] mime: &str) {
    let bytes = encode(&picture(64, 48), format, None);
    let checked = inspect(&bytes).expect("a whole photo");
    assert_eq!((checked.mime, checked.width, checked.height), (mime, 64, 48));
    assert_eq!(checked.bytes, bytes.len() as u64);
    assert_eq!(checked.sha256, photo::hash(&bytes));
    assert_eq!((checked.orientation, checked.taken_at), (1, None), "no EXIF claims nothing");
}

#[test]
fn the_hash_is_the_one_that_sha256sum_gives() {
    let hex: String = photo::hash(b"abc").iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

#[test]
fn a_photo_cut_short_anywhere_is_refused() {
    for format in FORMATS {
        let bytes = encode(&busy_picture(90, 70), format, Some(exif(1, &[])));
        let points = (0..bytes.len()).step_by(53).chain(bytes.len().saturating_sub(40)..bytes.len());
        for point in points {
            let refused = inspect(&bytes[..point]).expect_err("a part is not the photo");
            assert!(
                matches!(refused, Refused::Empty | Refused::NotAPhoto | Refused::CutShort | Refused::Damaged(_)),
                "{format:?} cut at {point} of {}: {refused:?}",
                bytes.len()
            );
            if point > 4_000 {
                assert!(
                    matches!(refused, Refused::CutShort),
                    "{format:?} cut at {point} is told as what it is: {refused:?}"
                );
            }
        }
    }
}

#[test]
fn a_picture_with_its_middle_overwritten_is_damaged_where_the_format_can_tell() {
    for format in [ImageFormat::Png, ImageFormat::WebP] {
        let mut bytes = encode(&busy_picture(90, 70), format, None);
        let middle = bytes.len() / 2;
        bytes[middle..middle + 200].fill(0xA5);
        assert!(matches!(inspect(&bytes), Err(Refused::Damaged(_))), "{format:?}");
    }
}

#[rstest]
#[case::empty(b"", "empty")]
#[case::text(b"Patrol log, 18 March", "not a photo")]
#[case::gif(b"GIF89a\x01\0\x01\0\0\0\0;", "not a photo")]
#[case::pdf(b"%PDF-1.7", "not a photo")]
#[case::heic(b"\0\0\0\x18ftypheic\0\0\0\0", "HEIC")]
#[case::only_a_jpeg_start(b"\xFF\xD8\xFF", "Only part")]
fn a_file_that_is_not_a_photo_is_refused_in_plain_words(#[case] bytes: &[u8], #[case] words: &str) {
    let sentence = inspect(bytes).expect_err("not a photo").to_string();
    assert!(sentence.contains(words), "{sentence}");
    assert!(sentence.contains("hoose") || sentence.contains("ake it again"), "it says what to do: {sentence}");
}

#[test]
fn noise_behind_a_jpeg_start_is_refused_and_never_a_crash() {
    let mut state = 0x9E37_79B9_u32;
    for length in 0..600 {
        let noise = (0..length).map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state.to_be_bytes()[0]
        });
        let bytes: Vec<u8> = [0xFF, 0xD8, 0xFF].into_iter().chain(noise).collect();
        assert!(inspect(&bytes).is_err(), "{length} bytes of noise");
    }
}

#[test]
fn a_photo_with_any_byte_changed_is_kept_or_refused_and_never_a_crash() {
    let mut state = 0x0BAD_5EED_u32;
    let mut next = |below: usize| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as usize % below
    };
    let mut refusals = 0;
    for format in FORMATS {
        let whole =
            encode(&busy_picture(40, 30), format, Some(exif(6, &[(Tag::DateTimeOriginal, "2025:03:18 09:15:00")])));
        for _ in 0..500 {
            let mut bytes = whole.clone();
            for _ in 0..=next(4) {
                // Half of the changes go into the header, where lengths and sizes stand.
                let below = if next(2) == 0 { 200 } else { bytes.len() };
                let at = next(below);
                bytes[at] = next(256).to_le_bytes()[0];
            }
            let refused = inspect(&bytes).is_err();
            assert_eq!(
                refused,
                inspect_and_thumbnail(&bytes, 5).is_err(),
                "drawn small, {format:?} gets another verdict"
            );
            refusals += u32::from(refused);
        }
    }
    assert!(refusals > 300, "the changes reach what matters: {refusals} of 1500 refused");
}

#[rstest]
#[case::pixel_flood(30_000, 30_000)]
#[case::just_over(10_001, 10_000)]
#[case::as_wide_as_the_format_can_say(0x7FFF_FFFF, 0x7FFF_FFFF)]
#[case::long_and_thin(0x7FFF_FFFF, 1)]
fn a_header_that_claims_too_many_pixels_is_refused_before_decoding(#[case] width: u32, #[case] height: u32) {
    let refused = inspect(&png_claiming(width, height)).expect_err("too many pixels");
    assert!(matches!(refused, Refused::TooManyPixels), "{refused:?}");
    assert!(refused.to_string().contains("smaller size"), "{refused}");
}

#[test]
fn a_jpeg_header_may_not_claim_too_many_pixels_either() {
    let mut bytes = encode(&picture(16, 16), ImageFormat::Jpeg, None);
    let frame = bytes.windows(2).position(|pair| pair == [0xFF, 0xC0]).expect("a baseline frame header");
    bytes[frame + 5..frame + 9].copy_from_slice(&[0x75, 0x30, 0x75, 0x30]); // 30,000 by 30,000
    assert!(matches!(inspect(&bytes), Err(Refused::TooManyPixels)));
}

#[test]
fn a_file_of_fifty_megabytes_is_refused_by_its_size() {
    let mut bytes = encode(&picture(64, 48), ImageFormat::Jpeg, None);
    bytes.resize(50_000_000, 0);
    let refused = inspect(&bytes).expect_err("too large");
    assert!(matches!(refused, Refused::TooManyBytes { bytes: 50_000_000 }), "{refused:?}");
    assert!(
        refused.to_string().starts_with("This photo is 50 MB and the most that can be kept is 40 MB."),
        "{refused}"
    );
}

#[test]
fn what_a_phone_adds_after_the_picture_does_not_matter() {
    for format in FORMATS {
        let mut bytes = encode(&picture(64, 48), format, None);
        bytes.extend(b"a depth map or a clip");
        assert!(inspect(&bytes).is_ok(), "{format:?}");
    }
}

#[test]
fn a_moving_picture_is_refused() {
    let png = encode(&picture(8, 8), ImageFormat::Png, None);
    let (start, rest) = png.split_at(33); // the signature and IHDR
    let animated_png = [start, &png_chunk(b"acTL", &[0, 0, 0, 2, 0, 0, 0, 0]), rest].concat();
    assert!(matches!(inspect(&animated_png), Err(Refused::Animated)), "{:?}", inspect(&animated_png));

    let mut animated_webp = encode(&picture(8, 8), ImageFormat::WebP, Some(exif(1, &[])));
    assert_eq!(&animated_webp[12..16], b"VP8X", "EXIF needs the extended header");
    animated_webp[20] |= 0b10;
    assert!(
        matches!(inspect(&animated_webp), Err(Refused::Animated | Refused::Damaged(_))),
        "{:?}",
        inspect(&animated_webp)
    );
}

#[rstest]
#[case::with_its_offset("2025:03:18 09:15:00", Some("+01:00"), Some("2025-03-18T09:15:00+01:00"))]
#[case::without_an_offset("2025:03:18 09:15:00", None, Some("2025-03-18T09:15:00"))]
#[case::with_a_nonsense_offset("2025:03:18 09:15:00", Some("BST"), Some("2025-03-18T09:15:00"))]
#[case::never_set("0000:00:00 00:00:00", None, None)]
#[case::blank("    :  :     :  :  ", None, None)]
#[case::no_such_day("2025:02:30 09:15:00", None, None)]
#[case::script("<script>alert(1)</script>", None, None)]
fn the_time_is_the_cameras_where_it_makes_sense(
    #[case] written: &str,
    #[case] offset: Option<&str>,
    #[case] expected: Option<&str>,
) {
    let mut texts = vec![(Tag::DateTimeOriginal, written)];
    texts.extend(offset.map(|offset| (Tag::OffsetTimeOriginal, offset)));
    for format in FORMATS {
        let bytes = encode(&picture(8, 8), format, Some(exif(1, &texts)));
        assert_eq!(inspect(&bytes).expect("whole").taken_at.as_deref(), expected, "{format:?}");
    }
}

#[test]
fn exif_that_makes_no_sense_is_no_reason_to_refuse_a_photo() {
    for nonsense in [&b"II*\0\xFF\xFF\xFF\xFF"[..], b"II*\0\x08\0\0\0\xFF\xFF", b"not EXIF at all"] {
        let checked =
            inspect(&encode(&picture(8, 8), ImageFormat::Jpeg, Some(nonsense.to_vec()))).expect("still a photo");
        assert_eq!((checked.orientation, checked.taken_at), (1, None));
    }
}
