//! Generated pictures. Red above, blue below, so that a turn shows.

use std::io::Cursor;

use exif::experimental::Writer;
use exif::{Field, In, Tag, Value};
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::codecs::webp::WebPEncoder;
use image::{ExtendedColorType, ImageEncoder, ImageFormat, Rgb, RgbImage};

pub(crate) const RED: Rgb<u8> = Rgb([200, 20, 20]);
pub(crate) const BLUE: Rgb<u8> = Rgb([20, 20, 200]);

/// The top quarter is red, the rest blue.
pub(crate) fn picture(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |_, y| if y < height / 4 { RED } else { BLUE })
}

/// A picture with detail everywhere, so that every part of the file carries some of it.
pub(crate) fn busy_picture(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        let noise = (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503)).to_le_bytes();
        Rgb([noise[1], noise[2], noise[0] ^ noise[3]])
    })
}

pub(crate) fn encode(picture: &RgbImage, format: ImageFormat, exif: Option<Vec<u8>>) -> Vec<u8> {
    let mut bytes = Vec::new();
    match format {
        ImageFormat::Jpeg => write(JpegEncoder::new_with_quality(&mut bytes, 90), picture, exif),
        ImageFormat::Png => write(PngEncoder::new(&mut bytes), picture, exif),
        _ => write(WebPEncoder::new_lossless(&mut bytes), picture, exif),
    }
    bytes
}

fn write(mut encoder: impl ImageEncoder, picture: &RgbImage, exif: Option<Vec<u8>>) {
    if let Some(exif) = exif {
        encoder.set_exif_metadata(exif).expect("all three formats carry EXIF");
    }
    encoder.write_image(picture, picture.width(), picture.height(), ExtendedColorType::Rgb8).expect("writes to memory");
}

/// An EXIF block with these texts and this orientation.
pub(crate) fn exif(orientation: u16, texts: &[(Tag, &str)]) -> Vec<u8> {
    let mut fields =
        vec![Field { tag: Tag::Orientation, ifd_num: In::PRIMARY, value: Value::Short(vec![orientation]) }];
    fields.extend(texts.iter().map(|(tag, text)| Field {
        tag: *tag,
        ifd_num: In::PRIMARY,
        value: Value::Ascii(vec![text.as_bytes().to_vec()]),
    }));
    let mut writer = Writer::new();
    fields.iter().for_each(|field| writer.push_field(field));
    let mut block = Cursor::new(Vec::new());
    writer.write(&mut block, false).expect("writes to memory");
    block.into_inner()
}

/// One PNG chunk with a right checksum.
pub(crate) fn png_chunk(kind: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let mut crc = u32::MAX;
    for byte in kind.iter().chain(body) {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 };
        }
    }
    let length = u32::try_from(body.len()).expect("short");
    [&length.to_be_bytes()[..], kind, body, &(!crc).to_be_bytes()].concat()
}

/// A PNG that claims this size in its header and holds next to nothing.
pub(crate) fn png_claiming(width: u32, height: u32) -> Vec<u8> {
    const EIGHT_BIT_RGBA: [u8; 5] = [8, 6, 0, 0, 0];
    let header = [&width.to_be_bytes()[..], &height.to_be_bytes(), &EIGHT_BIT_RGBA].concat();
    [
        &b"\x89PNG\r\n\x1a\n"[..],
        &png_chunk(b"IHDR", &header),
        &png_chunk(b"IDAT", b"\x78\x9c"),
        &png_chunk(b"IEND", b""),
    ]
    .concat()
}
