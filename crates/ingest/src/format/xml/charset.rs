//! The encoding that an XML declaration names.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, X_MAC_CYRILLIC};

use crate::decode::{Decoded, decode};

/// The upper half of IBM code page 855, which browsers do not know.
///
/// <https://www.unicode.org/Public/MAPPINGS/VENDORS/MICSFT/PC/CP855.TXT>
const IBM855: &str = "ђЂѓЃёЁєЄѕЅіІїЇјЈљЉњЊћЋќЌўЎџЏюЮъЪаАбБцЦдДеЕфФгГ«»░▒▓│┤хХиИ╣║╗╝йЙ┐└┴┬├─┼кК╚╔╩╦╠═╬¤лЛмМнНоОп┘┌█▄Пя▀Яр\
                      РсСтТуУжЖвВьЬ№\u{ad}ыЫзЗшШэЭщЩчЧ§■\u{a0}";

/// Decodes a record that begins with its XML declaration; without one, or where the name is unknown,
/// `otherwise` and the bytes themselves decide.
pub(super) fn decoded<'a>(bytes: &'a [u8], otherwise: Option<&'static Encoding>) -> Decoded<'a> {
    let name = declared(bytes).unwrap_or_default().to_ascii_lowercase();
    if [&b"ibm855"[..], b"cp855", b"855"].contains(&name.as_slice()) && std::str::from_utf8(bytes).is_err() {
        return Decoded { text: Cow::Owned(from_ibm855(bytes)), undecodable_in: None };
    }
    let encoding = match name.as_slice() {
        b"maccyrillic" | b"x-mac-cyrillic" => Some(X_MAC_CYRILLIC),
        b"cp949" | b"ms949" => Some(encoding_rs::EUC_KR),
        b"cp936" | b"ms936" => Some(encoding_rs::GBK),
        b"cp932" => Some(encoding_rs::SHIFT_JIS),
        b"cp950" => Some(encoding_rs::BIG5),
        name => Encoding::for_label(name),
    };
    // Bytes that only claim to be UTF-8 are read as what they look like; UTF-16 is already turned into it.
    decode(bytes, encoding.filter(|encoding| ![UTF_8, UTF_16LE, UTF_16BE].contains(encoding)).or(otherwise))
}

/// The name in `<?xml version="1.0" encoding="name"?>`.
fn declared(bytes: &[u8]) -> Option<&[u8]> {
    let declaration = bytes.trim_ascii_start().strip_prefix(b"<?xml")?;
    let declaration = &declaration[..memchr::memchr(b'>', declaration)?];
    let at = memchr::memmem::find(declaration, b"encoding")? + b"encoding".len();
    let value = declaration[at..].trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let (&quote, value) = value.split_first().filter(|(quote, _)| matches!(quote, b'"' | b'\''))?;
    Some(value[..memchr::memchr(quote, value)?].trim_ascii())
}

fn from_ibm855(bytes: &[u8]) -> String {
    let upper: Vec<char> = IBM855.chars().collect();
    let letter = |&byte: &u8| match byte.checked_sub(128) {
        Some(at) => upper.get(usize::from(at)).copied().unwrap_or('\u{fffd}'),
        None => char::from(byte),
    };
    bytes.iter().map(letter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(encoding: &str, bytes: &[u8], expect: &str) {
        let declaration = format!("<?xml version='1.0' encoding='{encoding}'?>");
        let text = [declaration.as_bytes(), bytes].concat();
        assert_eq!(decoded(&text, None).text.strip_prefix(&declaration), Some(expect));
    }

    #[test]
    fn what_is_declared_is_believed() {
        check("IBM855", b"\xe1\xa8\xd4\xff", "рен\u{a0}");
        check("MacCyrillic", b"\x8a\xe0\xea", "Как");
        check("iso-8859-2", b"\xa3\xf3d\xbc", "Łódź");
        check("tis-620", b"\xab\xcd", "ซอ");
    }

    #[test]
    fn bytes_that_only_claim_to_be_utf8_are_read_as_what_they_look_like() {
        check("utf-8", b"Se\xf1or P\xe9rez", "Señor Pérez");
        check("iso-8859-1", "Señor".as_bytes(), "Señor");
    }

    #[test]
    fn every_letter_of_the_table_is_there() {
        assert_eq!(IBM855.chars().count(), 128);
    }
}
