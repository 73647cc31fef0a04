//! Which encoding a page is in.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::decode::{self, Decoded};

/// So many first bytes may declare the encoding.
const DECLARATION_BYTES: usize = 4 << 10;

/// Decodes a page: by its byte order mark, else the transfer's header, else its own declaration, else by
/// what its bytes look like. Valid UTF-8 is always taken for it: most false declarations stand on pages
/// that were converted later.
pub(super) fn decode<'a>(html: &'a [u8], header: Option<&str>) -> Decoded<'a> {
    let marked = Encoding::for_bom(html).map(|(encoding, _)| encoding).filter(|encoding| *encoding != UTF_8);
    if let Some(encoding) = marked {
        let (text, has_gaps) = encoding.decode_with_bom_removal(html);
        return Decoded { text, undecodable_in: has_gaps.then(|| encoding.name()) };
    }
    let named = |label: &str| Encoding::for_label(label.trim().as_bytes());
    let declared = header.and_then(named).or_else(|| declared(html));
    // What declares itself in ASCII is not in sixteen bits a letter.
    let declared =
        declared.filter(|encoding| *encoding != UTF_16LE && *encoding != UTF_16BE && *encoding != UTF_8);
    decode::decode(html, declared)
}

/// What `<meta charset>`, `<meta http-equiv>` or an XML declaration says.
fn declared(html: &[u8]) -> Option<&'static Encoding> {
    let head = &html[..html.len().min(DECLARATION_BYTES)];
    let lower = head.to_ascii_lowercase();
    for word in [&b"charset"[..], &b"encoding"[..]] {
        for at in memchr::memmem::find_iter(&lower, word) {
            let rest = lower[at + word.len()..].trim_ascii_start();
            let Some(rest) = rest.strip_prefix(b"=") else { continue };
            let rest = rest.trim_ascii_start();
            let rest = rest.strip_prefix(b"\"").or_else(|| rest.strip_prefix(b"'")).unwrap_or(rest);
            let is_of_label = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_:.".contains(byte);
            let len = rest.iter().position(|byte| !is_of_label(byte)).unwrap_or(rest.len());
            if let Some(encoding) = Encoding::for_label(&rest[..len]) {
                return Some(encoding);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(html: &[u8], header: Option<&str>, expect: &str) {
        assert_eq!(decode(html, header).text, expect);
    }

    #[test]
    fn a_page_declares_its_charset_and_the_transfer_knows_better() {
        check(b"<meta charset='windows-1251'>\xec\xe8\xf0", None, "<meta charset='windows-1251'>мир");
        check(b"<?xml encoding=\"koi8-r\"?>\xcd\xc9\xd2", None, "<?xml encoding=\"koi8-r\"?>мир");
        check(b"<meta charset=koi8-r>\xec\xe8\xf0", Some("windows-1251"), "<meta charset=koi8-r>мир");
    }

    #[test]
    fn a_byte_order_mark_knows_best_and_utf8_is_believed() {
        check(b"\xff\xfea\0", Some("koi8-r"), "a");
        check("<meta charset=koi8-r>мир".as_bytes(), None, "<meta charset=koi8-r>мир");
    }

    #[test]
    fn a_declaration_that_cannot_be_is_passed_over() {
        check(b"<meta charset=utf-16>caf\xe9", None, "<meta charset=utf-16>café");
        check(b"<meta charset=>caf\xe9", None, "<meta charset=>café");
    }
}
