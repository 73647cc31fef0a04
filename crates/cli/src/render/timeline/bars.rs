//! Bars of a timeline in a terminal.

use std::io::{self, Write};

use dateline_query::{Line, Timeline};

use super::bursts::{LineBursts, MARK};
use super::{Measure, Sums};
use crate::render::out::Out;
use crate::render::table::{left, percent};
use crate::render::{printable, thousands};

/// Eighths of a column, lying and standing.
const LYING: [&str; 9] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"];
const STANDING: [&str; 9] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
/// Where the archive holds nothing.
const GAP: &str = "·";
/// More lines than this stand below each other, not side by side.
const MOST_SIDE_BY_SIDE: usize = 3;
/// Bars shorter than this say nothing.
const SHORTEST_BAR: usize = 4;
/// Fewer units than this without an article in the archive are rows of their own.
const SHORT_GAP: usize = 2;
const WIDEST_NAME: usize = 24;

/// For people; `chosen` says how the step came about. Where lines stand side by side, units in a burst are marked.
pub fn write_text(
    out: &mut Out,
    timeline: &Timeline,
    bursts: &[LineBursts],
    measure: Measure,
    sums: Sums,
    chosen: &str,
) -> io::Result<()> {
    let (faint, off) = (out.style.faint(), out.style.off());
    if timeline.lines.is_empty() {
        return writeln!(out, "\n{faint}none of them has a value to count by{off}");
    }
    if let (Some(first), Some(last)) = (timeline.units.first(), timeline.units.last()) {
        let (first, last) = (timeline.step.label(*first), timeline.step.label(*last));
        writeln!(out, "{faint}by {}, {first} to {last}{chosen}{off}\n", timeline.step.name())?;
    }
    if timeline.lines.len() > MOST_SIDE_BY_SIDE {
        write_below_each_other(out, timeline, measure, sums)
    } else {
        write_side_by_side(out, timeline, bursts, measure)
    }
}

/// A row for each unit; of each line its count, its share and its bar.
fn write_side_by_side(
    out: &mut Out,
    timeline: &Timeline,
    bursts: &[LineBursts],
    measure: Measure,
) -> io::Result<()> {
    let (faint, off) = (out.style.faint(), out.style.off());
    let lines = &timeline.lines;
    let longest = timeline.units.iter().map(|&unit| timeline.step.label(unit).len()).max().unwrap_or(0);
    let label = longest.max("imprecise".len());
    let greatest_total = lines.iter().map(|line| line.matches.total).max().unwrap_or(0);
    let count = thousands(greatest_total).len().max(7);
    let share = if measure == Measure::Share { 9 } else { 0 };
    let room = out.columns.saturating_sub(label) / lines.len().max(1);
    let bar = room.saturating_sub(count + share + 3);
    let bar = if bar < SHORTEST_BAR { 0 } else { bar };
    let greatest = measure.greatest(timeline);

    if lines.len() > 1 {
        let names = lines.iter().map(|line| left(&printable(&line.name), count + share + bar + 1));
        writeln!(out, "{}  {}", " ".repeat(label), names.collect::<Vec<_>>().join("  ").trim_end())?;
    }
    let mut unit = 0;
    while unit < timeline.units.len() {
        let gap = (unit..timeline.units.len()).take_while(|&unit| timeline.is_gap(unit)).count();
        if gap >= SHORT_GAP {
            let last = timeline.step.label(timeline.units[unit + gap - 1]);
            let first = timeline.step.label(timeline.units[unit]);
            writeln!(out, "{faint}{first:<label$}  {GAP} nothing in the archive until {last}{off}")?;
            unit += gap;
            continue;
        }
        let mut row = format!("{:<label$}", timeline.step.label(timeline.units[unit]));
        for (number, line) in lines.iter().enumerate() {
            let articles = line.matches.units[unit];
            row += &format!("  {:>count$}", thousands(articles));
            if measure == Measure::Share {
                row += &format!("{:>share$}", percent(articles, line.archive.units[unit]));
            }
            let drawn = match measure.of(line, unit) {
                _ if line.archive.units[unit] == 0 => GAP.to_owned(),
                Some(size) => lying(size, greatest, bar),
                None => String::new(),
            };
            let mark = if bursts.get(number).is_some_and(|bursts| bursts.holds(unit)) { MARK } else { " " };
            row += &format!("{mark}{}", left(&drawn, bar));
        }
        writeln!(out, "{}", row.trim_end())?;
        unit += 1;
    }
    for (name, amount) in [
        ("undated", Amount(|line| line.matches.undated)),
        ("imprecise", Amount(|line| line.matches.imprecise)),
        ("total", Amount(|line| line.matches.total)),
    ] {
        let amounts: Vec<u64> = lines.iter().map(amount.0).collect();
        if name != "total" && amounts.iter().all(|&amount| amount == 0) {
            continue;
        }
        let mut row = format!("{name:<label$}");
        for amount in amounts {
            row += &format!("  {:>count$}{}", thousands(amount), " ".repeat(share + bar + 1));
        }
        writeln!(out, "{}", row.trim_end())?;
    }
    explain_imprecise(out, timeline)
}

/// One number of every line.
struct Amount(fn(&Line) -> u64);

/// A row for each line: its name, its total, and a column for each unit.
fn write_below_each_other(
    out: &mut Out,
    timeline: &Timeline,
    measure: Measure,
    sums: Sums,
) -> io::Result<()> {
    let (faint, off) = (out.style.faint(), out.style.off());
    let width = |line: &Line| textwrap::core::display_width(&line.name);
    let name = timeline.lines.iter().map(width).max().unwrap_or(0).clamp(8, WIDEST_NAME);
    let room = out.columns.saturating_sub(name + 2 + 9 + 1).max(10);
    let greatest = measure.greatest(timeline);
    let units: Vec<usize> = (0..timeline.units.len()).collect();
    let label = |unit: usize| timeline.step.label(timeline.units[unit]);
    let is_empty = |part: &[usize]| part.iter().all(|&unit| timeline.is_gap(unit));
    let parts: Vec<&[usize]> = units.chunks(room).collect();
    // Pages of nothing are one line.
    let runs = parts.chunk_by(|one, next| is_empty(one) && is_empty(next));
    for (number, run) in runs.enumerate() {
        let (part, end) = (run[0], run[run.len() - 1]);
        if number > 0 {
            writeln!(out)?;
        }
        let (first, last) = (label(part[0]), label(end[end.len() - 1]));
        if is_empty(part) {
            writeln!(out, "{faint}{first}  {GAP} nothing in the archive until {last}{off}")?;
            continue;
        }
        let between = part.len().saturating_sub(last.len());
        let axis =
            if part.len() > first.len() + last.len() { format!("{first:<between$}{last}") } else { first };
        writeln!(out, "{}{faint}{:>9}  {axis}{off}", left("", name), "articles")?;
        for line in &timeline.lines {
            let drawn: String = part
                .iter()
                .map(|&unit| match measure.of(line, unit) {
                    _ if timeline.is_gap(unit) => GAP,
                    Some(size) => standing(size, greatest),
                    None => " ",
                })
                .collect();
            let articles: u64 = part.iter().map(|&unit| line.matches.units[unit]).sum();
            let line = format!("{}{:>9}  {drawn}", left(&printable(&line.name), name), thousands(articles));
            writeln!(out, "{}", line.trim_end())?;
        }
    }
    let most = match measure {
        Measure::Articles if greatest <= 1.0 => "1 article".to_owned(),
        Measure::Articles => format!("{} articles", thousands(greatest as u64)),
        Measure::Share => format!("{:.1} % of the archive", greatest * 100.0),
    };
    if greatest > 0.0 {
        writeln!(out, "{faint}█ is {most} a {}; {GAP} nothing in the archive{off}", timeline.step.name())?;
    }
    if sums == Sums::Overlap {
        write_amounts(out, timeline, name)?;
        return explain_imprecise(out, timeline);
    }
    let sum = |amount: fn(&Line) -> u64| timeline.lines.iter().map(amount).sum::<u64>();
    let (undated, imprecise) = (sum(|line| line.matches.undated), sum(|line| line.matches.imprecise));
    for (label, articles) in [("undated", undated), ("imprecise", imprecise)] {
        if articles > 0 {
            writeln!(out, "{}{:>9}", left(label, name), thousands(articles))?;
        }
    }
    writeln!(out, "{}{:>9}", left("total", name), thousands(sum(|line| line.matches.total)))?;
    explain_imprecise(out, timeline)
}

/// Of each line its whole, where lines have articles in common and so do not add up.
fn write_amounts(out: &mut Out, timeline: &Timeline, name: usize) -> io::Result<()> {
    let (faint, off) = (out.style.faint(), out.style.off());
    writeln!(out, "\n{}{faint}{:>9}{:>11}{:>11}{off}", left("", name), "total", "undated", "imprecise")?;
    for line in &timeline.lines {
        let matches = &line.matches;
        let (total, undated) = (thousands(matches.total), thousands(matches.undated));
        let imprecise = thousands(matches.imprecise);
        let name = left(&printable(&line.name), name);
        writeln!(out, "{name}{total:>9}{undated:>11}{imprecise:>11}")?;
    }
    writeln!(out, "{faint}an article may be in several rows{off}")
}

fn explain_imprecise(out: &mut Out, timeline: &Timeline) -> io::Result<()> {
    if timeline.lines.iter().any(|line| line.matches.imprecise > 0) {
        let (faint, off) = (out.style.faint(), out.style.off());
        let step = timeline.step.name();
        writeln!(out, "{faint}imprecise: dated only by days that lie in no one {step}{off}")?;
    }
    Ok(())
}

/// A bar that lies, `width` columns when it is the greatest.
fn lying(size: f64, greatest: f64, width: usize) -> String {
    let eighths = eighths(size, greatest, width);
    format!("{}{}", "█".repeat(eighths / 8), LYING[eighths % 8])
}

/// A bar that stands, one column wide.
fn standing(size: f64, greatest: f64) -> &'static str {
    STANDING[eighths(size, greatest, 1)]
}

/// What is there shows, however small.
fn eighths(size: f64, greatest: f64, width: usize) -> usize {
    if size <= 0.0 || greatest <= 0.0 || width == 0 {
        return 0;
    }
    ((size / greatest * 8.0 * width as f64).round() as usize).clamp(1, 8 * width)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_greatest_bar_is_full_and_the_least_still_shows() {
        assert_eq!([lying(8.0, 8.0, 2), lying(1.0, 1_000.0, 2), lying(0.0, 8.0, 2)], ["██", "▏", ""]);
        assert_eq!(
            [standing(8.0, 8.0), standing(4.0, 8.0), standing(0.01, 8.0), standing(0.0, 0.0)],
            ["█", "▄", "▁", " "]
        );
    }
}
