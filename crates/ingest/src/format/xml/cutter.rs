//! Finds the records in a stream of markup without holding more than one of them.

use std::io::{self, BufRead};
use std::ops::ControlFlow;

use memchr::memmem;

use super::name::{local, same_name};
use super::scan::Kind;
use super::window::{Markup, Next, Window};
use crate::format::{BrokenPiece, Sink};
use crate::{Piece, PieceContent, RejectReason};

/// So much of what stands before the first record is handed over with each: declared encoding and names,
/// title and language of a feed.
pub(super) const PREAMBLE_BYTES: u64 = 32 << 10;

/// Which elements of a file are records.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rule {
    /// Their names, without prefix; case is ignored.
    pub records: &'static [&'static str],
    /// What the start of a record inside of another means.
    pub inside: Inside,
}

/// What the start of a record inside of another means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Inside {
    /// That the outer one is damaged: it never ended.
    Damage,
    /// That the outer one is over: nobody cared to write its end.
    End,
    /// That it is a part of the outer one.
    Part,
}

/// Cuts a stream into records. Each piece is the preamble of the file and then the record, so that it can be
/// read for itself; its place is that of the record.
pub(super) fn cut(input: &mut dyn BufRead, rule: Rule, limit: usize, sink: &mut Sink<'_>) -> io::Result<()> {
    cut_window(&mut Window::new(input), rule, limit, sink)
}

/// As [`cut`], of a stream that is already being looked at.
pub(super) fn cut_window(
    window: &mut Window<'_>,
    rule: Rule,
    limit: usize,
    sink: &mut Sink<'_>,
) -> io::Result<()> {
    let mut cutter = Cutter {
        rule,
        limit,
        sink,
        record: 0,
        place: Place::Before { end: 0 },
        preamble: Vec::new(),
        root: Root::None,
    };
    loop {
        let goes_on = match window.next(cutter.kept_from(), limit)? {
            Next::Markup(markup) => cutter.take(markup, window),
            Next::TooLong => cutter.give_up(),
            Next::End => cutter.finish(window.position()),
        };
        // The sink stops the reading of the file; that is no error.
        if goes_on.is_break() {
            return Ok(());
        }
    }
}

struct Cutter<'s, 'c> {
    rule: Rule,
    /// The most bytes of a record.
    limit: usize,
    sink: &'s mut Sink<'c>,
    /// The number of the last record.
    record: u64,
    place: Place,
    preamble: Vec<u8>,
    root: Root,
}

/// Where the next byte stands.
enum Place {
    /// Before the first record. The preamble ends behind the last markup that still belongs to it.
    Before { end: u64 },
    /// Between records.
    Between,
    /// In a record.
    Record(Open),
}

/// A record that began.
struct Open {
    start: u64,
    name: Vec<u8>,
    /// How many records of this name are open.
    depth: u32,
    /// It is longer than the limit, and was already told.
    is_told: bool,
}

/// The element around all records.
enum Root {
    None,
    Open(Vec<u8>),
    Closed,
}

impl Cutter<'_, '_> {
    /// From where on the bytes must be kept.
    fn kept_from(&self) -> Option<u64> {
        match &self.place {
            Place::Before { .. } => Some(0),
            Place::Record(open) if !open.is_told => Some(open.start),
            Place::Record(_) | Place::Between => None,
        }
    }

    fn take(&mut self, markup: Markup, window: &mut Window<'_>) -> ControlFlow<()> {
        let bytes = window.bytes(markup.start, markup.end);
        let name = local(markup.kind.name(bytes));
        let is_record = self.rule.records.iter().any(|record| same_name(name, record.as_bytes()));
        match (markup.kind, &mut self.place) {
            (Kind::Start { is_empty, .. }, Place::Record(open)) if is_record => {
                if self.rule.inside == Inside::Part {
                    open.depth += u32::from(!is_empty && same_name(&open.name, name));
                    return ControlFlow::Continue(());
                }
                let name = name.to_vec();
                self.end_unclosed(markup.start, window)?;
                self.start(markup, name, is_empty, window)
            }
            (Kind::Start { is_empty, .. }, Place::Before { .. } | Place::Between) if is_record => {
                let name = name.to_vec();
                self.end_preamble(window);
                self.start(markup, name, is_empty, window)
            }
            (Kind::End { .. }, Place::Record(open)) if same_name(&open.name, name) => {
                open.depth -= 1;
                if open.depth > 0 {
                    return ControlFlow::Continue(());
                }
                let (start, is_told) = (open.start, open.is_told);
                self.place = Place::Between;
                if is_told { ControlFlow::Continue(()) } else { self.emit(start, markup.end, window) }
            }
            (Kind::End { .. }, Place::Before { .. } | Place::Between) if is_record => {
                let shown = String::from_utf8_lossy(name).into_owned();
                self.end_preamble(window);
                self.record += 1;
                self.broken(markup.start, malformed(&format!("`<{shown}>` first"), &format!("`</{shown}>`")))
            }
            (Kind::Section | Kind::Comment, Place::Record(_)) => {
                if let Some(start) = swallowed_record(bytes, markup.kind, self.rule) {
                    window.go_back(markup.start + start as u64);
                }
                ControlFlow::Continue(())
            }
            (_, Place::Record(_)) => ControlFlow::Continue(()),
            (kind, place) => {
                match (kind, &self.root) {
                    (Kind::Start { is_empty: false, .. }, Root::None | Root::Closed) => {
                        self.root = Root::Open(name.to_vec());
                    }
                    (Kind::End { .. }, Root::Open(root)) if *root == name => self.root = Root::Closed,
                    _ => {}
                }
                if let Place::Before { end } = place {
                    if markup.end > PREAMBLE_BYTES {
                        self.end_preamble(window);
                    } else {
                        *end = markup.end;
                    }
                }
                ControlFlow::Continue(())
            }
        }
    }

    /// What is open is longer than a record may be: its rest is passed over.
    fn give_up(&mut self) -> ControlFlow<()> {
        match &mut self.place {
            Place::Record(open) if !open.is_told => {
                open.is_told = true;
                let start = open.start;
                self.broken(start, RejectReason::TooLong { limit_bytes: self.limit as u64 })
            }
            _ => {
                self.place = Place::Between;
                ControlFlow::Continue(())
            }
        }
    }

    /// The file is over.
    fn finish(&mut self, end: u64) -> ControlFlow<()> {
        let found = "the end of the file";
        match (std::mem::replace(&mut self.place, Place::Between), &self.root) {
            (Place::Record(open), _) if !open.is_told => {
                self.broken(open.start, malformed(&closing(&open.name), found))?;
            }
            (Place::Before { .. } | Place::Between, Root::Open(name)) => {
                let expected = closing(name);
                self.record += 1;
                self.broken(end, malformed(&expected, found))?;
            }
            _ => {}
        }
        ControlFlow::Break(())
    }

    fn end_preamble(&mut self, window: &Window<'_>) {
        if let Place::Before { end } = self.place {
            self.preamble = window.bytes(0, end).to_vec();
            self.place = Place::Between;
        }
    }

    fn start(
        &mut self,
        markup: Markup,
        name: Vec<u8>,
        is_empty: bool,
        window: &Window<'_>,
    ) -> ControlFlow<()> {
        self.record += 1;
        if is_empty {
            self.place = Place::Between;
            return self.emit(markup.start, markup.end, window);
        }
        self.place = Place::Record(Open { start: markup.start, name, depth: 1, is_told: false });
        ControlFlow::Continue(())
    }

    fn end_unclosed(&mut self, end: u64, window: &Window<'_>) -> ControlFlow<()> {
        let Place::Record(open) = std::mem::replace(&mut self.place, Place::Between) else {
            return ControlFlow::Continue(());
        };
        if open.is_told {
            ControlFlow::Continue(())
        } else if self.rule.inside == Inside::End {
            self.emit(open.start, end, window)
        } else {
            self.broken(open.start, malformed(&closing(&open.name), "the start of another"))
        }
    }

    fn emit(&mut self, start: u64, end: u64, window: &Window<'_>) -> ControlFlow<()> {
        let record = window.bytes(start, end);
        let mut bytes = Vec::with_capacity(self.preamble.len() + record.len());
        bytes.extend_from_slice(&self.preamble);
        bytes.extend_from_slice(record);
        (self.sink)(Ok(Piece { record: self.record, byte: start, content: PieceContent::Bytes(bytes) }))
    }

    fn broken(&mut self, byte: u64, reason: RejectReason) -> ControlFlow<()> {
        (self.sink)(Err(BrokenPiece { record: self.record, byte, reason }))
    }
}

/// Where a record starts inside of a section or comment that swallowed it, because its own end is missing
/// and the one found is that of the next: nobody opens a section in a section.
fn swallowed_record(bytes: &[u8], kind: Kind, rule: Rule) -> Option<usize> {
    let opening: &[u8] = if kind == Kind::Section { b"<![CDATA[" } else { b"<!--" };
    let second = opening.len() + memmem::find(&bytes[opening.len()..], opening)?;
    let between = &bytes[..second];
    memmem::find_iter(between, b"<").find(|&at| {
        rule.records.iter().any(|record| {
            let name = between.get(at + 1..at + 1 + record.len()).unwrap_or_default();
            let after = between.get(at + 1 + record.len()).copied().unwrap_or_default();
            same_name(name, record.as_bytes()) && matches!(after, b'>' | b' ' | b'\n' | b'\r' | b'\t')
        })
    })
}

fn closing(name: &[u8]) -> String {
    format!("`</{}>`", String::from_utf8_lossy(name))
}

fn malformed(expected: &str, found: &str) -> RejectReason {
    RejectReason::Malformed { expected: expected.to_owned(), found: found.to_owned() }
}
