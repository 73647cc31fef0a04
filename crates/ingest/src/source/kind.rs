//! Kinds of files that hold no articles, told by their first bytes.

/// The media type of a picture, sound, film or font that begins like this.
///
/// Signatures: <https://mimesniff.spec.whatwg.org/#matching-a-mime-type-pattern>
pub(super) fn of(head: &[u8]) -> Option<&'static str> {
    let behind = |start: usize| head.get(start..).unwrap_or_default();
    Some(match head {
        [0x89, b'P', b'N', b'G', ..] => "image/png",
        [0xff, 0xd8, 0xff, ..] => "image/jpeg",
        [b'G', b'I', b'F', b'8', ..] => "image/gif",
        [b'I', b'I', 42, 0, ..] | [b'M', b'M', 0, 42, ..] => "image/tiff",
        [0, 0, 1, 0, ..] => "image/x-icon",
        [b'R', b'I', b'F', b'F', ..] if behind(8).starts_with(b"WEBP") => "image/webp",
        [b'R', b'I', b'F', b'F', ..] if behind(8).starts_with(b"WAVE") => "audio/wav",
        [b'R', b'I', b'F', b'F', ..] if behind(8).starts_with(b"AVI ") => "video/avi",
        [0, 0, 0, 12, b'j', b'P', ..] => "image/jp2",
        [b'I', b'D', b'3', ..] => "audio/mpeg",
        [b'O', b'g', b'g', b'S', ..] => "application/ogg",
        [b'f', b'L', b'a', b'C', ..] => "audio/flac",
        [0x1a, 0x45, 0xdf, 0xa3, ..] => "video/webm",
        _ if behind(4).starts_with(b"ftyp") => "video/mp4",
        [b'w', b'O', b'F', b'F' | b'2', ..] => "font/woff",
        [0, 1, 0, 0, 0, ..] => "font/ttf",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(head: &[u8], expect: Option<&str>) {
        assert_eq!(of(head), expect);
    }

    #[test]
    fn pictures_sounds_films_and_fonts_are_told() {
        check(b"\x89PNG\r\n\x1a\n", Some("image/png"));
        check(b"RIFF\x10\0\0\0WEBPVP8 ", Some("image/webp"));
        check(b"\0\0\0\x20ftypisom", Some("video/mp4"));
        check(b"wOF2\0\x01", Some("font/woff"));
        check(b"%PDF-1.4", None);
        check(b"", None);
    }
}
