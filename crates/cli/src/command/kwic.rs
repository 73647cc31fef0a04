//! `dateline kwic`

use std::io::Write;
use std::process::ExitCode;

use dateline_query::{Matches, Occurrence};

use super::selection::{self, Found};
use crate::args::{Format, KwicArguments, KwicSort};
use crate::context::Context;
use crate::failure::Failure;
use crate::render::kwic::{self, Place};
use crate::render::table::{Cells, Table};
use crate::render::{Out, noun, thousands};

/// Sorting holds all lines: so many bytes of them, and no more.
const MOST_SORTED_BYTES: usize = 256 << 20;
/// What a line takes in memory beside its text.
const LINE_BYTES: usize = 300;

pub fn run(context: &Context, arguments: &KwicArguments) -> Result<ExitCode, Failure> {
    let query = selection::read(context, &arguments.which)?;
    let reader = context.reader()?;
    let refuse = |error| Failure::of_search(error, &query.text);
    let found = Found::of(&reader, &query, arguments.copies.distinct())?;
    let total = found.matches.total().map_err(refuse)?;
    let mut head = found.head(&reader, &query, total)?;
    let is_blind = found.matches.highlighter().is_blind();
    if is_blind && total > 0 {
        head.notes.push("the query has no words that could be shown in their context".to_owned());
    }
    let mut out = Out::paged(&context.global);
    head.write(&mut out, context)?;
    if context.global.format == Format::Text && total > 0 && !is_blind {
        writeln!(out)?;
    }
    let mut lines = Lines::begin(&mut out, context.global.format, arguments.cells.cells())?;
    let counts = if is_blind {
        Counts::default()
    } else if arguments.sort == KwicSort::Newest {
        streamed(&found.matches, arguments, &mut lines, &query.text)?
    } else {
        sorted(&found.matches, arguments, &mut lines, &query.text)?
    };
    lines.finish(head.as_json(), &counts)?;
    if total > 0 && !is_blind {
        tell(context, &mut out, &counts, total)?;
    }
    out.flush()?;
    Ok(selection::exit_code(total))
}

/// What was printed.
#[derive(Default)]
struct Counts {
    lines: u64,
    /// Articles with an occurrence, of those looked at.
    articles: u64,
    /// Whether lines were left out at the end.
    is_cut: bool,
}

fn streamed(
    matches: &Matches<'_>,
    arguments: &KwicArguments,
    lines: &mut Lines<'_>,
    query: &str,
) -> Result<Counts, Failure> {
    let refuse = |error| Failure::of_search(error, query);
    let mut highlighter = matches.highlighter();
    let limit = arguments.limit.limit().map_or(u64::MAX, |limit| limit as u64);
    let mut counts = Counts::default();
    for article in matches.articles().map_err(refuse)? {
        let article = article.map_err(refuse)?;
        let (place, before) = (Place::of(&article), counts.lines);
        highlighter.each_occurrence(&article, arguments.window, |found| -> Result<(), Failure> {
            if counts.lines < limit {
                lines.write(&place, &found)?;
                counts.lines += 1;
            } else {
                counts.is_cut = true;
            }
            Ok(())
        })?;
        counts.articles += u64::from(counts.lines > before);
        if counts.is_cut {
            break;
        }
    }
    Ok(counts)
}

/// A line with what it is sorted by, then by its place among all.
type Keyed = (String, Place, Occurrence);

fn sorted(
    matches: &Matches<'_>,
    arguments: &KwicArguments,
    lines: &mut Lines<'_>,
    query: &str,
) -> Result<Counts, Failure> {
    let refuse = |error| Failure::of_search(error, query);
    let mut highlighter = matches.highlighter();
    let mut counts = Counts::default();
    let mut held: Vec<Keyed> = Vec::new();
    let mut bytes = 0;
    for article in matches.articles().map_err(refuse)? {
        let article = article.map_err(refuse)?;
        let place = Place::of(&article);
        let before = held.len();
        highlighter.each_occurrence(&article, arguments.window, |found| -> Result<(), Failure> {
            let key = match arguments.sort {
                KwicSort::Left => found.left_key(),
                KwicSort::Right => found.right_key(),
                KwicSort::Source => place.source.to_lowercase(),
                KwicSort::Newest | KwicSort::Oldest => String::new(),
            };
            let texts = [&key, &found.left, &found.keyword, &found.right, &place.title, &place.url];
            bytes += texts.iter().map(|text| text.len()).sum::<usize>() + LINE_BYTES;
            if bytes > MOST_SORTED_BYTES {
                let megabytes = MOST_SORTED_BYTES >> 20;
                let lines = thousands(held.len() as u64);
                let message = format!(
                    "--sort: sorting holds at most {megabytes} MB of lines, and the first {lines} fill them"
                );
                return Err(Failure::with_hint(
                    message,
                    "leave out --sort, narrow the query, or print --format csv and sort that",
                ));
            }
            held.push((key, place.clone(), found));
            Ok(())
        })?;
        counts.articles += u64::from(held.len() > before);
    }
    if arguments.sort == KwicSort::Oldest {
        held = oldest_first(held);
    }
    // Stable: of equals, the newest article comes first.
    held.sort_by(|(one, ..), (other, ..)| one.cmp(other));
    let limit = arguments.limit.limit().unwrap_or(usize::MAX);
    counts.is_cut = held.len() > limit;
    for (_, place, found) in held.iter().take(limit) {
        lines.write(place, found)?;
        counts.lines += 1;
    }
    Ok(counts)
}

/// Turns the order of articles around, the undated staying last; that of lines in each is kept.
fn oldest_first(lines: Vec<Keyed>) -> Vec<Keyed> {
    let (undated, dated): (Vec<Keyed>, Vec<Keyed>) =
        lines.into_iter().partition(|(_, place, _)| place.date.is_none());
    let mut ordered: Vec<Keyed> = Vec::with_capacity(dated.len() + undated.len());
    for article in dated.chunk_by(|(_, one, _), (_, other, _)| one.id == other.id).rev() {
        ordered.extend_from_slice(article);
    }
    ordered.extend(undated);
    ordered
}

/// Where lines go.
enum Lines<'o> {
    Text(&'o mut Out),
    Jsonl(&'o mut Out),
    Json(&'o mut Out, Vec<serde_json::Value>),
    Csv(Box<Table<&'o mut Out>>),
}

impl<'o> Lines<'o> {
    fn begin(out: &'o mut Out, format: Format, cells: Cells) -> std::io::Result<Lines<'o>> {
        Ok(match format {
            Format::Text => Lines::Text(out),
            Format::Jsonl => Lines::Jsonl(out),
            Format::Json => Lines::Json(out, Vec::new()),
            Format::Csv => Lines::Csv(Box::new(Table::new(out, cells, &kwic::COLUMNS)?)),
        })
    }

    fn write(&mut self, place: &Place, found: &Occurrence) -> std::io::Result<()> {
        match self {
            Lines::Text(out) => kwic::write_line(out, place, found),
            Lines::Jsonl(out) => out.json_line(&kwic::as_json(place, found)),
            Lines::Json(_, list) => {
                list.push(kwic::as_json(place, found));
                Ok(())
            }
            Lines::Csv(table) => table.row(&kwic::cells(place, found)),
        }
    }

    fn finish(self, mut head: serde_json::Value, counts: &Counts) -> std::io::Result<()> {
        match self {
            Lines::Text(_) | Lines::Jsonl(_) => Ok(()),
            Lines::Csv(table) => table.finish(),
            Lines::Json(out, list) => {
                head["occurrences"] = list.into();
                head["articles_with_occurrences"] = counts.articles.into();
                head["is_cut"] = counts.is_cut.into();
                out.json_line(&head)
            }
        }
    }
}

/// Says how much was printed, and what was not.
fn tell(context: &Context, out: &mut Out, counts: &Counts, total: u64) -> Result<(), Failure> {
    let noun = noun(counts.lines, "occurrence", "occurrences");
    let mut text = format!("{} {noun}", thousands(counts.lines));
    if counts.is_cut {
        text += ", more are left out: --limit all";
    } else {
        text += &format!(" in {} of {} articles", thousands(counts.articles), thousands(total));
        if counts.articles < total {
            text += "; the others match without a word to show";
        }
    }
    match context.global.format {
        Format::Text => writeln!(out, "\n{text}")?,
        Format::Json => {}
        Format::Jsonl | Format::Csv => context.remark(&text),
    }
    Ok(())
}
