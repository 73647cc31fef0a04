//! Names of elements.

/// A name without its prefix: `atom:entry` is an `entry`.
pub(super) fn local(name: &[u8]) -> &[u8] {
    memchr::memrchr(b':', name).map_or(name, |colon| &name[colon + 1..])
}

/// Whether two names are the same, whatever their case: SGML does not tell `Doc` from `DOC`, and no
/// vocabulary of XML has both.
pub(super) fn same_name(one: &[u8], other: &[u8]) -> bool {
    one.eq_ignore_ascii_case(other)
}
