//! Everything that is printed.

pub mod article;
pub mod hits;
pub mod progress;
pub mod report;

mod marks;
mod out;

use std::io::{IsTerminal, Write};

pub use dateline_query::thousands;
pub use marks::printable;
pub use out::Out;

use crate::args::Color;
use crate::context::Context;
use crate::failure::Failure;

/// Prints why a command ended, to standard error.
pub fn failure(failure: &Failure, color: Color) {
    let style = out::Style::of(color, std::io::stderr().is_terminal());
    let (red, off) = (style.error(), style.off());
    let mut text = String::new();
    match failure {
        Failure::BrokenPipe => {}
        Failure::Told { message, hint } => {
            text = format!("{red}error{off}: {message}\n");
            if let Some(hint) = hint {
                text += &format!("hint: {hint}\n");
            }
        }
        Failure::Query { text: query, problems } => {
            let shown: Vec<String> = problems.iter().map(|problem| problem.render(query)).collect();
            text = shown.join("\n\n") + "\n";
        }
    }
    // Nobody is left to be told when standard error is closed.
    let _ = std::io::stderr().write_all(text.as_bytes());
}

impl Context {
    /// A remark to the person at the terminal, on standard error.
    pub fn remark(&self, text: &str) {
        if !self.global.quiet {
            let _ = writeln!(std::io::stderr(), "{text}");
        }
    }
}
