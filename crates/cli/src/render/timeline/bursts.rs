//! The bursts of a timeline, with what sets each apart.

use std::io::{self, Write};

use dateline_query::{
    Apart, BURST_COST, BURST_ODDS, Burst, LEAST_G2, LEAST_LIFT, MOST_SILENT_UNITS, MeasuredBy, Step,
};
use serde_json::{Value, json};

use crate::render::out::Out;
use crate::render::table::{Cell, percent, share};
use crate::render::{Cells, Table, noun, printable, thousands};

/// What stands between words and names in one cell.
const BETWEEN: &str = "; ";
/// What stands before the bar of a unit in a burst.
pub const MARK: &str = "▸";

/// The bursts of one query.
pub struct LineBursts {
    /// The query.
    pub name: String,
    /// What its matches are measured by.
    pub measured_by: MeasuredBy,
    /// How many bursts there are.
    pub found: usize,
    /// Those that are shown, in order of time.
    pub shown: Vec<ShownBurst>,
    /// The matches and articles in no burst, shown or not, and their days.
    pub usual: Usual,
}

/// What is usual outside of bursts.
#[derive(Clone, Copy, Default)]
pub struct Usual {
    pub articles: u64,
    pub archive: u64,
    pub days: u64,
}

/// A burst with what sets it apart.
pub struct ShownBurst {
    pub burst: Burst,
    pub apart: Apart,
}

impl LineBursts {
    /// Whether a unit is in a burst that is shown.
    pub fn holds(&self, unit: usize) -> bool {
        self.shown.iter().any(|shown| shown.burst.units.contains(&unit))
    }
}

/// For people.
pub fn write_text(out: &mut Out, lines: &[LineBursts], step: Step) -> io::Result<()> {
    let (faint, off) = (out.style.faint(), out.style.off());
    for line in lines {
        let of = if lines.len() > 1 { format!(" of {}", printable(&line.name)) } else { String::new() };
        let found = line.found;
        if found == 0 {
            writeln!(out, "\nno {} stands out{of}", step.name())?;
            continue;
        }
        let shown = match line.shown.len() {
            all if all == found => String::new(),
            shown => format!(", the {shown} strongest of them:"),
        };
        let bursts = noun(found as u64, "burst", "bursts");
        writeln!(out, "\n{} {bursts}{of}{shown}", thousands(found as u64))?;
        for ShownBurst { burst, apart } in &line.shown {
            let days = if burst.days.is_single_day() {
                burst.days.first().to_string()
            } else {
                format!("{} to {}", burst.days.first(), burst.days.last())
            };
            let articles = thousands(burst.articles);
            let noun = noun(burst.articles, "article", "articles");
            let measure = match line.measured_by {
                MeasuredBy::Archive => format!(
                    "{} of the archive, otherwise {}",
                    percent(burst.articles, burst.archive),
                    percent(line.usual.articles, line.usual.archive)
                ),
                MeasuredBy::Days => format!(
                    "{} a day, otherwise {}",
                    a_day(burst.articles, days_of(burst)),
                    a_day(line.usual.articles, line.usual.days)
                ),
            };
            writeln!(out, "{MARK} {days}  {articles} {noun}, {measure}")?;
            let names = apart.names.iter().map(|name| printable(&name.name.text));
            let words = apart.words.iter().map(|word| printable(&word.text));
            for (title, list) in [("names", names.collect::<Vec<_>>()), ("words", words.collect())] {
                if !list.is_empty() {
                    write_list(out, title, &list)?;
                }
            }
            if apart.names.is_empty() && apart.words.is_empty() {
                writeln!(out, "    {faint}no word or name sets it apart{off}")?;
            }
        }
    }
    let is_days = lines.iter().any(|line| line.measured_by == MeasuredBy::Days && line.found > 0);
    if is_days {
        writeln!(
            out,
            "{faint}every article of the archive matches: bursts are measured by articles a day{off}"
        )?;
    }
    Ok(())
}

/// How bursts and words are told, for those who want to cite it.
pub fn method() -> String {
    format!(
        "bursts: Kleinberg 2002, two states, s = {BURST_ODDS} (odds), gamma = {BURST_COST}, ended by more than \
         {MOST_SILENT_UNITS} units without an article in the archive; words and names: Dunning 1993, G2 of articles \
         that have them, at least {LEAST_G2} and {LEAST_LIFT} times as often as elsewhere"
    )
}

fn write_list(out: &mut Out, title: &str, list: &[String]) -> io::Result<()> {
    let indent = format!("    {title}  ");
    let options =
        textwrap::Options::new(out.columns.max(40)).initial_indent(&indent).subsequent_indent("           ");
    for line in textwrap::wrap(&list.join(", "), options) {
        writeln!(out, "{line}")?;
    }
    Ok(())
}

fn days_of(burst: &Burst) -> u64 {
    let days = burst.days.last().epoch_days() - burst.days.first().epoch_days() + 1;
    u64::try_from(days).unwrap_or(1)
}

fn a_day(articles: u64, days: u64) -> String {
    let rate = articles as f64 / days.max(1) as f64;
    if articles > 0 && rate < 0.05 { "<0.1".to_owned() } else { format!("{rate:.1}") }
}

fn burst_json(line: &LineBursts, ShownBurst { burst, apart }: &ShownBurst) -> Value {
    let words = apart.words.iter().map(|word| {
        json!({ "word": word.text, "articles": word.articles, "others": word.others, "g2": rounded(word.g2) })
    });
    let names = apart.names.iter().map(|found| {
        let name = &found.name;
        json!({
            "kind": found.kind.name(), "name": name.text, "articles": name.articles, "others": name.others,
            "g2": rounded(name.g2),
        })
    });
    json!({
        "name": line.name,
        "first": burst.days.first().to_string(),
        "last": burst.days.last().to_string(),
        "articles": burst.articles,
        "archive": burst.archive,
        "share_of_archive": share(burst.articles, Some(burst.archive)),
        "measured_by": line.measured_by.name(),
        "weight": rounded(burst.weight),
        "compared_with": apart.compared_with.name(),
        "others": apart.others,
        "words": words.collect::<Vec<_>>(),
        "names": names.collect::<Vec<_>>(),
    })
}

fn rounded(number: f64) -> f64 {
    (number * 1e3).round() / 1e3
}

/// As a part of one document.
pub fn as_json(lines: &[LineBursts]) -> Value {
    let lines = lines.iter().map(|line| {
        let bursts: Vec<Value> = line.shown.iter().map(|shown| burst_json(line, shown)).collect();
        json!({ "name": line.name, "measured_by": line.measured_by.name(), "found": line.found, "shown": bursts })
    });
    lines.collect()
}

/// One burst a line.
pub fn write_jsonl(out: &mut Out, lines: &[LineBursts]) -> io::Result<()> {
    for line in lines {
        for shown in &line.shown {
            out.json_line(&burst_json(line, shown))?;
        }
    }
    Ok(())
}

/// As a table, one burst a row.
pub fn write_csv(out: &mut Out, lines: &[LineBursts], cells: Cells) -> io::Result<()> {
    let columns = [
        "name",
        "first_day",
        "last_day",
        "articles",
        "archive",
        "share_of_archive",
        "measured_by",
        "weight",
        "compared_with",
        "others",
        "words",
        "names",
    ];
    let mut table = Table::new(out, cells, &columns)?;
    for line in lines {
        for ShownBurst { burst, apart } in &line.shown {
            let words: Vec<&str> = apart.words.iter().map(|word| word.text.as_str()).collect();
            let names: Vec<&str> = apart.names.iter().map(|name| name.name.text.as_str()).collect();
            table.row(&[
                Cell::Text(&line.name),
                Cell::Own(burst.days.first().to_string()),
                Cell::Own(burst.days.last().to_string()),
                Cell::number(Some(burst.articles)),
                Cell::number(Some(burst.archive)),
                Cell::share(share(burst.articles, Some(burst.archive))),
                Cell::Own(line.measured_by.name().to_owned()),
                Cell::Own(format!("{:.3}", burst.weight)),
                Cell::Own(apart.compared_with.name().to_owned()),
                Cell::number(Some(apart.others)),
                Cell::Text(&words.join(BETWEEN)),
                Cell::Text(&names.join(BETWEEN)),
            ])?;
        }
    }
    table.finish()
}
