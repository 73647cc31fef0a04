//! What press databases export: many articles a file, each with its fields around the text.

mod europresse;
mod factiva;
mod nexis;

pub use europresse::Europresse;
pub use factiva::Factiva;
pub use nexis::{Nexis, NexisText};

/// Whether `part` occurs in the first bytes of a file.
fn holds(head: &[u8], part: &str) -> bool {
    memchr::memmem::find(head, part.as_bytes()).is_some()
}

/// The text of a piece of HTML on one line.
fn line_of(html: &str) -> String {
    let plain = crate::markup::plain(html);
    plain.text.split_whitespace().collect::<Vec<_>>().join(" ")
}
