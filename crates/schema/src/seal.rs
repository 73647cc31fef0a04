//! A checksum inside the small files of JSON that tell what belongs to an index.
//!
//! Such a file is replaced as a whole, so its checksum cannot stand beside it: a crash between the two would
//! leave a file that fits no checksum. It stands inside, as the first entry of the object or list, where a
//! reader that knows nothing of it passes over it.

use crate::checksum::Checksum;

/// The content of a file as the engine knows it, and whether a checksum vouches for it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Unsealed {
    /// The checksum fits.
    Whole(Vec<u8>),
    /// There is no checksum.
    Unchecked(Vec<u8>),
    /// The checksum does not fit.
    Broken,
}

/// Puts the checksum of a JSON object or list into it.
pub(crate) fn seal(content: &[u8]) -> Vec<u8> {
    let Some((open @ (b'{' | b'['), rest)) = content.split_first() else { return content.to_vec() };
    let mark = mark(*open, Checksum::of(content));
    let is_empty = rest.trim_ascii_start().starts_with(if *open == b'{' { b"}" } else { b"]" });
    let comma: &[u8] = if is_empty { b"" } else { b"," };
    [&[*open], mark.as_bytes(), comma, rest].concat()
}

/// Takes the checksum out again, and compares.
pub(crate) fn unseal(sealed: &[u8]) -> Unsealed {
    let inside = |(open, rest): (&u8, &[u8])| -> Option<(Vec<u8>, bool)> {
        let (start, end): (&[u8], &[u8]) = match open {
            b'{' => (b"\"checksum\":\"", b"\""),
            b'[' => (b"\"checksum:", b"\""),
            _ => return None,
        };
        let (digits, behind) = rest.strip_prefix(start)?.split_at_checked(8)?;
        let behind = behind.strip_prefix(end)?;
        let rest = behind.strip_prefix(b",").unwrap_or(behind);
        let content = [&[*open], rest].concat();
        let fits = digits == hexadecimal(Checksum::of(&content)).as_bytes() && seal(&content) == sealed;
        Some((content, fits))
    };
    match sealed.split_first().and_then(inside) {
        None => Unsealed::Unchecked(sealed.to_vec()),
        Some((content, true)) => Unsealed::Whole(content),
        Some((_, false)) => Unsealed::Broken,
    }
}

fn mark(open: u8, checksum: Checksum) -> String {
    let digits = hexadecimal(checksum);
    if open == b'{' { format!("\"checksum\":\"{digits}\"") } else { format!("\"checksum:{digits}\"") }
}

fn hexadecimal(checksum: Checksum) -> String {
    format!("{:08x}", checksum.as_u32())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(content: &str, expect: &str) {
        let sealed = seal(content.as_bytes());
        assert_eq!(String::from_utf8_lossy(&sealed), expect);
        assert_eq!(unseal(&sealed), Unsealed::Whole(content.as_bytes().to_vec()));
        assert!(serde_json::from_slice::<serde_json::Value>(&sealed).is_ok());
    }

    #[test]
    fn the_checksum_is_an_entry_like_others() {
        check("{\n  \"a\": 1\n}\n", "{\"checksum\":\"c2bf3c0e\",\n  \"a\": 1\n}\n");
        check("[\"a\"]\n", "[\"checksum:3b19ed1c\",\"a\"]\n");
        check("[]\n", "[\"checksum:7068d244\"]\n");
    }

    #[test]
    fn no_flipped_bit_leaves_a_file_whole() {
        let sealed = seal(b"{\n  \"segments\": [],\n  \"opstamp\": 0\n}");
        for bit in 0..sealed.len() * 8 {
            let mut damaged = sealed.clone();
            damaged[bit / 8] ^= 1 << (bit % 8);
            assert!(!matches!(unseal(&damaged), Unsealed::Whole(_)), "bit {bit}");
        }
    }
}
