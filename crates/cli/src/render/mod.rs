//! Everything that is printed.

pub mod article;
pub mod article_json;
pub mod census;
pub mod explain;
pub mod facets;
mod groups;
pub mod head;
pub mod heat;
pub mod hits;
pub mod kwic;
pub mod picture;
pub mod progress;
pub mod receipt;
pub mod report;
pub mod similar;
pub mod timeline;
pub mod watch;

mod links;
mod marks;
pub mod names;
mod out;
mod pager;
pub mod table;

use std::io::{IsTerminal, Write};

pub use dateline_query::thousands;
pub use marks::printable;
pub use out::{Out, write_json};
pub use table::{Cells, Table};

use serde_json::json;

use crate::args::{Color, Format};
use crate::context::Context;
use crate::failure::Failure;

/// The word for one thing, or for any other number of them.
pub fn noun<'w>(count: u64, one: &'w str, several: &'w str) -> &'w str {
    if count == 1 { one } else { several }
}

/// Prints why a command ended, to standard error: in words, or as one JSON document for programs.
pub fn failure(failure: &Failure, color: Color, format: Format) {
    let text = match (failure, format) {
        (Failure::BrokenPipe, _) => String::new(),
        (failure, Format::Text | Format::Csv) => {
            in_words(failure, out::Style::of(color, std::io::stderr().is_terminal()))
        }
        (failure, Format::Json | Format::Jsonl) => format!("{}\n", as_json(failure)),
    };
    // Nobody is left to be told when standard error is closed.
    let _ = std::io::stderr().write_all(text.as_bytes());
}

fn in_words(failure: &Failure, style: out::Style) -> String {
    let (red, off) = (style.error(), style.off());
    match failure {
        Failure::BrokenPipe => String::new(),
        Failure::Told { message, hint } => {
            let hint = hint.as_ref().map_or(String::new(), |hint| format!("hint: {}\n", printable(hint)));
            format!("{red}error{off}: {}\n{hint}", printable(message))
        }
        Failure::Query { text, problems } => {
            let shown: Vec<String> = problems.iter().map(|problem| problem.render(text)).collect();
            printable(&shown.join("\n\n")) + "\n"
        }
    }
}

fn as_json(failure: &Failure) -> serde_json::Value {
    match failure {
        Failure::BrokenPipe => serde_json::Value::Null,
        Failure::Told { message, hint } => {
            json!({ "version": 1, "errors": [{ "message": message, "hint": hint }] })
        }
        Failure::Query { text, problems } => {
            let errors: Vec<_> = problems.iter().map(|problem| problem.report(text)).collect();
            json!({ "version": 1, "query": text, "errors": errors })
        }
    }
}

impl Context {
    /// A remark to the person at the terminal, on standard error.
    pub fn remark(&self, text: &str) {
        if !self.global.quiet {
            let _ = writeln!(std::io::stderr(), "{text}");
        }
    }

    /// Why one of many things could not be done, on standard error.
    pub fn report(&self, place: &str, failure: &Failure) {
        let text = match self.global.format {
            Format::Text | Format::Csv => {
                let style = out::Style::of(self.global.color, std::io::stderr().is_terminal());
                format!("{place}\n{}", in_words(failure, style))
            }
            Format::Json | Format::Jsonl => {
                let mut report = as_json(failure);
                report["place"] = json!(place);
                format!("{report}\n")
            }
        };
        let _ = std::io::stderr().write_all(text.as_bytes());
    }
}
