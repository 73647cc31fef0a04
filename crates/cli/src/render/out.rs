//! Standard output: buffered, with colour and width where there is a terminal.

use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};

use dateline_article::MentionKind;
use serde::Serialize;

use crate::args::{Color, Format, Global};

/// Text wider than this is hard to read, however wide the terminal.
const WIDEST: usize = 110;
const WIDEST_TABLE: usize = 400;
const NARROWEST: usize = 40;
const WIDTH_WITHOUT_TERMINAL: usize = 100;

/// Standard output.
pub struct Out {
    writer: BufWriter<StdoutLock<'static>>,
    pub style: Style,
    /// Columns of text.
    pub width: usize,
    /// Columns of tables and bars, which may use the whole terminal.
    pub columns: usize,
    format: Format,
}

impl Out {
    pub fn new(global: &Global) -> Out {
        let stdout = io::stdout();
        let terminal = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
        // Where there is no terminal, some programs say how wide their output is shown.
        let stated = || std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
        let columns = terminal.or_else(stated).unwrap_or(WIDTH_WITHOUT_TERMINAL);
        Out {
            style: Style::of(global.color, stdout.is_terminal()),
            writer: BufWriter::new(stdout.lock()),
            width: columns.clamp(NARROWEST, WIDEST),
            columns: columns.clamp(NARROWEST, WIDEST_TABLE),
            format: global.format,
        }
    }

    /// One JSON document on one line.
    pub fn json_line(&mut self, value: &impl Serialize) -> io::Result<()> {
        serde_json::to_writer(&mut self.writer, value).map_err(io::Error::from)?;
        self.writer.write_all(b"\n")
    }

    /// A list: as one document under a name, or as one document a line.
    pub fn json_list(&mut self, name: &str, list: &[serde_json::Value]) -> io::Result<()> {
        if self.format == Format::Jsonl {
            return list.iter().try_for_each(|item| self.json_line(item));
        }
        self.json_line(&serde_json::json!({ "version": 1, name: list }))
    }
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

/// Escape sequences, or nothing where there is no colour.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    on: bool,
}

impl Style {
    pub fn of(color: Color, is_terminal: bool) -> Style {
        let on = match color {
            Color::Always => true,
            Color::Never => false,
            // <https://no-color.org>
            Color::Auto => is_terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()),
        };
        Style { on }
    }

    fn code(self, code: &'static str) -> &'static str {
        if self.on { code } else { "" }
    }

    /// Headlines.
    pub fn title(self) -> &'static str {
        self.code("\x1b[1m")
    }

    /// Words of the query. Bold and underlined as well: it must show on light and dark grounds.
    pub fn mark(self) -> &'static str {
        self.code("\x1b[1;4;33m")
    }

    /// Names in a text, by their kind.
    pub fn name(self, kind: MentionKind) -> &'static str {
        match kind {
            MentionKind::Person => self.code("\x1b[36m"),
            MentionKind::Org => self.code("\x1b[35m"),
            MentionKind::Place => self.code("\x1b[32m"),
        }
    }

    /// What stands behind the rest.
    pub fn faint(self) -> &'static str {
        self.code("\x1b[2m")
    }

    /// Errors.
    pub fn error(self) -> &'static str {
        self.code("\x1b[1;31m")
    }

    /// Back to plain text.
    pub fn off(self) -> &'static str {
        self.code("\x1b[0m")
    }

    pub fn is_on(self) -> bool {
        self.on
    }
}
