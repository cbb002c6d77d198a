//! The small picture: its size, its right way up, and what it must not carry.

use exif::Tag;
use image::{GrayImage, ImageFormat, Rgb};
use jpeg_encoder::{ColorType, Encoder};
use photo::{Refused, THUMBNAIL_BYTES, THUMBNAIL_SIDE, inspect, inspect_and_thumbnail, is_thumbnail, thumbnail};
use rstest::rstest;

use crate::samples::{BLUE, RED, busy_picture, encode, exif, picture};

#[rstest]
#[case::landscape(400, 300, 100, (100, 75))]
#[case::portrait(300, 400, 100, (75, 100))]
#[case::already_small(40, 30, 100, (40, 30))]
#[case::a_thin_strip_keeps_a_pixel(2_000, 2, 100, (100, 1))]
#[case::nothing_asked_still_gives_a_picture(40, 30, 0, (1, 1))]
fn the_longer_side_is_what_was_asked(
    #[case] width: u32,
    #[case] height: u32,
    #[case] longest: u32,
    #[case] expected: (u32, u32),
) {
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
        let small = thumbnail(&encode(&picture(width, height), format, None), longest).expect("a whole photo");
        let small = image::load_from_memory_with_format(&small, ImageFormat::Jpeg).expect("a JPEG");
        assert_eq!((small.width(), small.height()), expected, "{format:?}");
    }
}

/// Where the red band of the stored picture's top must be seen, by EXIF orientation.
#[rstest]
#[case::upright(1, (160, 120), (80, 10), (80, 110))]
#[case::upside_down(3, (160, 120), (80, 110), (80, 10))]
#[case::tablet_turned_right(6, (120, 160), (110, 80), (10, 80))]
#[case::tablet_turned_left(8, (120, 160), (10, 80), (110, 80))]
#[case::out_of_range(9, (160, 120), (80, 10), (80, 110))]
fn a_photo_is_shown_the_way_up_that_its_camera_was_held(
    #[case] orientation: u16,
    #[case] size: (u32, u32),
    #[case] red_at: (u32, u32),
    #[case] blue_at: (u32, u32),
) {
    let bytes = encode(&picture(320, 240), ImageFormat::Jpeg, Some(exif(orientation, &[])));
    let (checked, small) = inspect_and_thumbnail(&bytes, 160).expect("a whole photo");
    assert_eq!((checked.width, checked.height), (size.0 * 2, size.1 * 2), "the size as it is shown");
    let small = image::load_from_memory(&small).expect("a JPEG").to_rgb8();
    assert_eq!(small.dimensions(), size);
    assert!(near(*small.get_pixel(red_at.0, red_at.1), RED), "red band at {red_at:?}");
    assert!(near(*small.get_pixel(blue_at.0, blue_at.1), BLUE), "blue at {blue_at:?}");
}

#[test]
fn a_thumbnail_carries_no_exif() {
    let block = exif(6, &[(Tag::DateTimeOriginal, "2025:03:18 09:15:00"), (Tag::Model, "CANARY-CAMERA")]);
    let bytes = encode(&picture(320, 240), ImageFormat::Jpeg, Some(block));
    assert!(holds(&bytes, b"CANARY-CAMERA"), "the canary is in the photo");
    let small = thumbnail(&bytes, 160).expect("a whole photo");
    assert!(!holds(&small, b"CANARY-CAMERA") && !holds(&small, b"Exif"), "and not in its thumbnail");
    assert_eq!(inspect(&small).expect("the thumbnail is a photo too").orientation, 1);
}

#[test]
fn checking_and_drawing_at_once_says_the_same_as_each_alone() {
    let bytes = encode(&picture(320, 240), ImageFormat::WebP, Some(exif(8, &[])));
    let (checked, small) = inspect_and_thumbnail(&bytes, 100).expect("a whole photo");
    assert_eq!(checked, inspect(&bytes).expect("a whole photo"));
    assert_eq!(small, thumbnail(&bytes, 100).expect("a whole photo"));
}

#[rstest]
#[case::colour(ColorType::Rgb, 3, false)]
#[case::grey(ColorType::Luma, 1, false)]
#[case::colour_that_comes_in_layers(ColorType::Rgb, 3, true)]
#[case::inks(ColorType::Cmyk, 4, false)]
fn every_kind_of_jpeg_is_drawn_small(#[case] colour: ColorType, #[case] channels: usize, #[case] progressive: bool) {
    // Light above, dark below: ink is the other way round.
    let (light, dark) = if channels == 4 { (20, 235) } else { (235, 20) };
    let pixels: Vec<u8> =
        (0..400 * 300).flat_map(|at| vec![if at < 400 * 150 { light } else { dark }; channels]).collect();
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, 90);
    encoder.set_progressive(progressive);
    encoder.encode(&pixels, 400, 300, colour).expect("writes to memory");
    let (checked, small) = inspect_and_thumbnail(&bytes, 40).expect("a whole photo");
    assert_eq!((checked.width, checked.height), (400, 300), "the size of the photo and not of what was drawn of it");
    let small: GrayImage = image::load_from_memory(&small).expect("a JPEG").to_luma8();
    assert_eq!(small.dimensions(), (40, 30));
    let (above, below) = (small.get_pixel(20, 5).0[0], small.get_pixel(20, 25).0[0]);
    assert!(above > 180 && below < 75, "light {above} above dark {below}");
}

#[test]
fn a_photo_drawn_at_any_size_looks_like_itself() {
    let bytes = encode(&picture(1600, 1200), ImageFormat::Jpeg, None);
    for longest in [30, 100, 190, 210, 390, 410, 790, 810, 1590] {
        let small = thumbnail(&bytes, longest).expect("a whole photo");
        let small = image::load_from_memory(&small).expect("a JPEG").to_rgb8();
        let (width, height) = small.dimensions();
        assert_eq!((width, height), (longest, longest * 3 / 4));
        assert!(near(*small.get_pixel(width / 2, height / 8), RED), "{longest}: red above");
        assert!(near(*small.get_pixel(width / 2, height * 3 / 8), BLUE), "{longest}: blue below");
        assert!(near(*small.get_pixel(width - 1, height - 1), BLUE), "{longest}: blue to the corner");
    }
}

#[test]
fn half_a_photo_has_no_thumbnail() {
    let bytes = encode(&picture(320, 240), ImageFormat::Jpeg, None);
    assert!(matches!(thumbnail(&bytes[..bytes.len() - 2], 100), Err(Refused::CutShort)));
}

fn near(seen: Rgb<u8>, expected: Rgb<u8>) -> bool {
    seen.0.iter().zip(expected.0).all(|(seen, expected)| seen.abs_diff(expected) < 25)
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[test]
fn grain_is_drawn_coarser_until_it_is_small_enough_to_go_ahead() {
    let small = thumbnail(&encode(&busy_picture(1_600, 1_200), ImageFormat::Png, None), 480).expect("a whole photo");
    assert!(small.len() <= THUMBNAIL_BYTES, "{}", small.len());
    assert!(is_thumbnail(&small));
}

#[test]
fn a_thumbnail_from_elsewhere_is_a_small_jpeg_whole_to_the_last_pixel_or_none() {
    let good = thumbnail(&encode(&picture(800, 600), ImageFormat::Jpeg, None), 480).expect("a whole photo");
    assert!(is_thumbnail(&good));
    for length in [0, 1, good.len() / 2, good.len() - 1] {
        assert!(!is_thumbnail(&good[..length]), "{length}");
    }
    let png = encode(&picture(48, 36), ImageFormat::Png, None);
    assert!(inspect(&png).is_ok() && !is_thumbnail(&png), "another format");
    let wide = encode(&picture(THUMBNAIL_SIDE + 1, 2), ImageFormat::Jpeg, None);
    assert!(wide.len() < THUMBNAIL_BYTES && !is_thumbnail(&wide), "small by bytes alone");
    let heavy = encode(&busy_picture(640, 480), ImageFormat::Jpeg, None);
    assert!(heavy.len() > THUMBNAIL_BYTES && !is_thumbnail(&heavy), "small by sides alone");
    assert!(!is_thumbnail(b"<!doctype html><title>Welcome to the cafe</title>"));
}
