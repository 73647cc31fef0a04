//! The operating system's reasons, in plain words.

use std::io::{self, ErrorKind};

/// Why reading or opening failed, without the system's numbers: `permission denied`.
pub(crate) fn in_words(error: &io::Error) -> String {
    let known = match error.kind() {
        ErrorKind::NotFound => "no such file",
        ErrorKind::PermissionDenied => "permission denied",
        ErrorKind::IsADirectory => "it is a folder",
        ErrorKind::NotADirectory => "a folder in its path is a file",
        ErrorKind::UnexpectedEof => "it ends too early",
        ErrorKind::StaleNetworkFileHandle => "the network drive has forgotten it",
        ErrorKind::InvalidFilename => "the name is too long or not allowed",
        _ => "",
    };
    if !known.is_empty() {
        return known.to_owned();
    }
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_lowercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(error: &io::Error, expect: &str) {
        assert_eq!(in_words(error), expect);
    }

    #[test]
    fn the_usual_reasons_are_in_our_words() {
        check(&ErrorKind::PermissionDenied.into(), "permission denied");
        check(&std::fs::read("no-such-file").unwrap_err(), "no such file");
        check(&std::fs::read(".").unwrap_err(), "it is a folder");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn other_reasons_lose_their_number() {
        check(&io::Error::from_raw_os_error(5), "input/output error");
    }
}
