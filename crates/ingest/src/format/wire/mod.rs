//! Messages of news agencies as they went over the wire, between control characters.

mod anpa;
mod iptc7901;

pub use anpa::Anpa;
pub use iptc7901::Iptc7901;

/// Start of heading.
const SOH: u8 = 0x01;
/// Start of text.
const STX: u8 = 0x02;
/// End of text.
const ETX: u8 = 0x03;

/// The text of wire copy without control characters; typewriter quotes become quotes.
fn plain(text: &str) -> String {
    text.replace("``", "\u{201c}")
        .replace("''", "\u{201d}")
        .chars()
        .filter(|letter| !letter.is_control() || matches!(letter, '\n' | '\t'))
        .collect()
}
