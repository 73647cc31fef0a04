//! Standard output: buffered, with colour and width where there is a terminal.

use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};

use dateline_article::MentionKind;
use serde::Serialize;
use textwrap::core::display_width;

use super::links;
use super::pager::{Paged, Pager};
use crate::args::{Color, Format, Global};

/// Text wider than this is hard to read, however wide the terminal.
const WIDEST: usize = 110;
const WIDEST_TABLE: usize = 400;
const NARROWEST: usize = 40;
const WIDTH_WITHOUT_TERMINAL: usize = 100;

/// Standard output.
pub struct Out {
    sink: Sink,
    pub style: Style,
    /// Whether headlines are links.
    pub links: bool,
    /// Columns of text.
    pub width: usize,
    /// Columns of tables and bars, which may use the whole terminal.
    pub columns: usize,
    format: Format,
}

/// Where bytes go.
enum Sink {
    Plain(BufWriter<StdoutLock<'static>>),
    /// What fits on the terminal so far: a pager takes over when it no longer does.
    Held {
        bytes: Vec<u8>,
        rows: usize,
        /// Columns and rows of the terminal.
        screen: (usize, usize),
        pager: Pager,
    },
    Paged(Paged),
}

/// Writes JSON at once; it would come in as many pieces as it has marks otherwise.
pub fn write_json(out: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    out.write_all(&serde_json::to_vec(value)?)
}

impl Out {
    /// For what is short, or shows how far the work is.
    pub fn new(global: &Global) -> Out {
        let stdout = io::stdout();
        let terminal = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
        // Where there is no terminal, some programs say how wide their output is shown.
        let stated = || std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
        let columns = terminal.or_else(stated).unwrap_or(WIDTH_WITHOUT_TERMINAL);
        let style = Style::of(global.color, stdout.is_terminal());
        Out {
            style,
            links: style.is_on() && stdout.is_terminal() && links::are_shown(variable),
            sink: Sink::Plain(BufWriter::new(stdout.lock())),
            width: columns.clamp(NARROWEST, WIDEST),
            columns: columns.clamp(NARROWEST, WIDEST_TABLE),
            format: global.format,
        }
    }

    /// For answers: those longer than the terminal are shown by a pager. Elsewhere, as [`Out::new`].
    pub fn paged(global: &Global) -> Out {
        let mut out = Out::new(global);
        let is_for_people = global.format == Format::Text && io::stdout().is_terminal();
        let screen = terminal_size::terminal_size().filter(|_| is_for_people && !global.no_pager);
        let pager = screen.and_then(|_| Pager::of(variable));
        if let Some(((columns, rows), pager)) = screen.zip(pager) {
            out.links = out.links && pager.passes_links();
            let screen = (usize::from(columns.0), usize::from(rows.0));
            out.sink = Sink::Held { bytes: Vec::new(), rows: 0, screen, pager };
        }
        out
    }

    /// One JSON document on one line.
    pub fn json_line(&mut self, value: &impl Serialize) -> io::Result<()> {
        write_json(self, value)?;
        self.write_all(b"\n")
    }

    /// A list: as one document under a name, or as one document a line.
    pub fn json_list(&mut self, name: &str, list: &[serde_json::Value]) -> io::Result<()> {
        if self.format == Format::Jsonl {
            return list.iter().try_for_each(|item| self.json_line(item));
        }
        self.json_line(&serde_json::json!({ "version": 1, name: list }))
    }
}

impl Sink {
    /// Writes what was held to the pager, or to the terminal when there is none.
    fn release(bytes: &[u8], pager: Option<&Pager>) -> io::Result<Sink> {
        let mut sink = match pager.and_then(Pager::start) {
            Some(paged) => Sink::Paged(paged),
            None => Sink::Plain(BufWriter::new(io::stdout().lock())),
        };
        sink.write_all(bytes)?;
        Ok(sink)
    }
}

impl Write for Sink {
    fn write(&mut self, written: &[u8]) -> io::Result<usize> {
        match self {
            Sink::Plain(writer) => writer.write(written),
            Sink::Paged(paged) => paged.write(written),
            Sink::Held { bytes, rows, screen: (columns, height), pager } => {
                let known = bytes.iter().rposition(|&byte| byte == b'\n').map_or(0, |end| end + 1);
                bytes.extend_from_slice(written);
                let end = bytes.iter().rposition(|&byte| byte == b'\n').map_or(0, |end| end + 1);
                let lines = String::from_utf8_lossy(&bytes[known.min(end)..end]);
                *rows += lines.lines().map(|line| rows_of(line, *columns)).sum::<usize>();
                // The prompt needs a row as well.
                if *rows >= *height {
                    *self = Sink::release(bytes, Some(pager))?;
                }
                Ok(written.len())
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Sink::Plain(writer) => writer.flush(),
            Sink::Paged(paged) => paged.flush(),
            Sink::Held { bytes, .. } => {
                *self = Sink::release(bytes, None)?;
                self.flush()
            }
        }
    }
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.sink.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.sink.flush()
    }
}

impl Drop for Out {
    /// A command that fails half-way has still said what it said.
    fn drop(&mut self) {
        let _ = self.sink.flush();
    }
}

/// How many rows of a terminal a line takes.
fn rows_of(line: &str, columns: usize) -> usize {
    display_width(line).div_ceil(columns.max(1)).max(1)
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
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
            Color::Auto => {
                let is_refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
                is_terminal && !is_refused && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
            }
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

    /// What hits stand under.
    pub fn heading(self) -> &'static str {
        self.code("\x1b[1;4m")
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
