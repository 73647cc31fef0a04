//! How much an archive holds of each source and time: a map of shades, for terminals and as a picture.

use std::io::{self, Write};

use dateline_query::{Line, Timeline};

use super::out::Out;
use super::picture::{Anchor, Colour, GAP, Picture, Shape, shortened};
use super::table::left;
use super::timeline::gaps;
use super::{printable, thousands};

/// From few articles to many.
const SHADES: [char; CLASSES] = ['░', '▒', '▓', '█'];
/// One hue that grows darker: told apart with any colour vision, and when printed in grey.
const COLOURS: [Colour; CLASSES] =
    [Colour(0xC6, 0xDB, 0xEF), Colour(0x6B, 0xAE, 0xD6), Colour(0x21, 0x71, 0xB5), Colour(0x08, 0x30, 0x6B)];
const CLASSES: usize = 4;
/// Where a source has nothing.
const NOTHING: char = '·';
const WIDEST_NAME: usize = 24;
/// Fewer columns are no map.
const NARROWEST_MAP: usize = 10;

/// Rows of a picture; more sources share one.
pub const MOST_PICTURE_ROWS: usize = 60;
const WIDTH: f64 = 960.0;
const LEFT: f64 = 212.0;
const RIGHT: f64 = 84.0;
const TOP: f64 = 56.0;
const ROW: f64 = 18.0;
const LABEL_DISTANCE: f64 = 84.0;
const LEGEND_ROW: f64 = 20.0;
const LETTERS_OF_A_NAME: usize = 24;

/// Classes of numbers: each reaches `ratio` times as far as the one before.
struct Scale {
    ratio: u64,
}

impl Scale {
    /// The finest classes of round numbers of which the last is open above the greatest number.
    fn of(timeline: &Timeline) -> Scale {
        let greatest = timeline.lines.iter().flat_map(|line| &line.matches.units).copied().max();
        let greatest = greatest.unwrap_or(0);
        let ratios = [2, 3, 5, 10, 20, 50, 100, 200, 500];
        let reaches = |ratio: &u64| ratio.pow(CLASSES as u32) > greatest;
        Scale { ratio: ratios.into_iter().find(reaches).unwrap_or(1_000) }
    }

    /// The class of so many articles; `None` for none.
    fn class(&self, articles: u64) -> Option<usize> {
        (articles > 0)
            .then(|| (1..CLASSES).rev().find(|&class| articles >= self.ratio.pow(class as u32)).unwrap_or(0))
    }

    /// What a class means: `1`, `2–3`, `8 and more`.
    fn label(&self, class: usize) -> String {
        let first = self.ratio.pow(class as u32);
        let last = first * self.ratio - 1;
        match class {
            class if class + 1 == CLASSES => format!("{} and more", thousands(first)),
            _ if first == last => first.to_string(),
            _ => format!("{}–{}", thousands(first), thousands(last)),
        }
    }

    /// The classes that some number is in.
    fn used(&self, timeline: &Timeline) -> Vec<usize> {
        let numbers = timeline.lines.iter().flat_map(|line| &line.matches.units);
        let mut used: Vec<usize> = numbers.filter_map(|&articles| self.class(articles)).collect();
        used.sort_unstable();
        used.dedup();
        used
    }
}

/// For people: a row for each source, a column for each unit; as many columns below each other as are needed.
pub fn write_text(out: &mut Out, timeline: &Timeline) -> io::Result<()> {
    let (faint, off) = (out.style.faint(), out.style.off());
    let scale = Scale::of(timeline);
    let step = timeline.step;
    let label = |unit: usize| step.label(timeline.units[unit]);
    let width = |line: &Line| textwrap::core::display_width(&line.name);
    let name = timeline.lines.iter().map(width).max().unwrap_or(0).clamp(9, WIDEST_NAME);
    let room = out.columns.saturating_sub(name + 2 + 9 + 1).max(NARROWEST_MAP);
    let units: Vec<usize> = (0..timeline.units.len()).collect();
    let is_empty = |part: &[usize]| part.iter().all(|&unit| timeline.is_gap(unit));
    let parts: Vec<&[usize]> = units.chunks(room).collect();
    // Pages of nothing are one line.
    for run in parts.chunk_by(|one, next| is_empty(one) && is_empty(next)) {
        let (part, end) = (run[0], run[run.len() - 1]);
        let (first, last) = (label(part[0]), label(end[end.len() - 1]));
        writeln!(out)?;
        if is_empty(part) {
            writeln!(out, "{faint}{first}  {NOTHING} nothing in the archive until {last}{off}")?;
            continue;
        }
        let between = part.len().saturating_sub(last.len());
        let axis = match part.len() {
            1 => first,
            columns if columns > first.len() + last.len() => format!("{first:<between$}{last}"),
            _ => format!("{first} … {last}"),
        };
        writeln!(out, "{}{faint}{:>9}  {axis}{off}", left("", name), "articles")?;
        for line in &timeline.lines {
            let articles: u64 = part.iter().map(|&unit| line.matches.units[unit]).sum();
            let shade =
                |&unit: &usize| scale.class(line.matches.units[unit]).map_or(NOTHING, |at| SHADES[at]);
            let shades: String = part.iter().map(shade).collect();
            writeln!(out, "{}{:>9}  {shades}", left(&printable(&line.name), name), thousands(articles))?;
        }
    }
    let classes: Vec<String> = scale
        .used(timeline)
        .into_iter()
        .map(|class| format!("{} {}", SHADES[class], scale.label(class)))
        .collect();
    if !classes.is_empty() {
        let classes = classes.join("  ");
        writeln!(out, "\n{faint}{NOTHING} none  {classes}  articles a {}{off}", step.name())?;
    }
    for (title, amount) in [
        ("undated", sum(timeline, |line| line.matches.undated)),
        ("imprecise", sum(timeline, |line| line.matches.imprecise)),
    ] {
        if amount > 0 {
            writeln!(out, "{}{:>9}", left(title, name), thousands(amount))?;
        }
    }
    writeln!(out, "{}{:>9}", left("total", name), thousands(sum(timeline, |line| line.matches.total)))?;
    if sum(timeline, |line| line.matches.imprecise) > 0 {
        writeln!(out, "{faint}imprecise: dated only by days that lie in no one {}{off}", step.name())?;
    }
    Ok(())
}

fn sum(timeline: &Timeline, amount: fn(&Line) -> u64) -> u64 {
    timeline.lines.iter().map(amount).sum()
}

/// Draws the map: a row for each line, grey where the archive holds nothing at all.
pub fn picture(timeline: &Timeline, title: &str) -> Picture {
    let scale = Scale::of(timeline);
    let (step, units) = (timeline.step, timeline.units.len());
    let width = (WIDTH - LEFT - RIGHT) / units.max(1) as f64;
    let height = ROW * timeline.lines.len() as f64;
    let mut picture = Picture { title: title.to_owned(), width: WIDTH, height: 0.0, shapes: Vec::new() };
    picture.text(16.0, 24.0, Anchor::Start, &shortened(title, 110));
    picture.text(16.0, 43.0, Anchor::Start, &format!("articles of each source by {}", step.name()));
    picture.text(WIDTH - 16.0, 43.0, Anchor::End, "all");
    for gap in gaps(timeline) {
        let (x, width) = (LEFT + gap.start as f64 * width, gap.len() as f64 * width);
        picture.rectangle((x, TOP), (width, height), GAP);
    }
    for (row, line) in timeline.lines.iter().enumerate() {
        let y = TOP + ROW * row as f64;
        let name = shortened(&line.name, LETTERS_OF_A_NAME);
        picture.text(LEFT - 8.0, y + 13.0, Anchor::End, &name);
        picture.text(WIDTH - 16.0, y + 13.0, Anchor::End, &thousands(line.matches.total));
        for (unit, &articles) in line.matches.units.iter().enumerate() {
            let Some(class) = scale.class(articles) else { continue };
            let label = step.label(timeline.units[unit]);
            picture.shapes.push(Shape::Rectangle {
                x: LEFT + unit as f64 * width,
                y: y + 1.0,
                // Narrow cells touch, so that a long run does not look thin.
                width: if width > 4.0 { width - 1.0 } else { width },
                height: ROW - 2.0,
                colour: COLOURS[class],
                told: Some(format!("{}: {label}: {}", line.name, thousands(articles))),
            });
        }
    }
    for row in 0..=timeline.lines.len() {
        let y = TOP + ROW * row as f64;
        let (from, to) = ((LEFT, y), (WIDTH - RIGHT, y));
        picture.shapes.push(Shape::Line { from, to, colour: GAP, width: 0.7 });
    }
    let every = (LABEL_DISTANCE / width).ceil().max(1.0) as usize;
    for unit in (0..units).step_by(every) {
        let x = LEFT + (unit as f64 + 0.5) * width;
        picture.text(x, TOP + height + 18.0, Anchor::Middle, &step.label(timeline.units[unit]));
    }
    let mut y = TOP + height + 44.0;
    for class in scale.used(timeline) {
        picture.legend(
            LEFT,
            y,
            COLOURS[class],
            &format!("{} articles a {}", scale.label(class), step.name()),
        );
        y += LEGEND_ROW;
    }
    if !gaps(timeline).is_empty() {
        picture.legend(LEFT, y, GAP, "nothing in the archive");
        y += LEGEND_ROW;
    }
    let (undated, imprecise) =
        (sum(timeline, |line| line.matches.undated), sum(timeline, |line| line.matches.imprecise));
    if undated + imprecise > 0 {
        let (undated, imprecise) = (thousands(undated), thousands(imprecise));
        picture.text(
            LEFT,
            y,
            Anchor::Start,
            &format!("not drawn: {undated} undated, {imprecise} dated imprecisely"),
        );
        y += LEGEND_ROW;
    }
    picture.height = y;
    picture
}

#[cfg(test)]
mod tests {
    use dateline_query::{Step, Tallies};

    use super::*;

    #[track_caller]
    fn check(greatest: u64, expect: &str) {
        let units = vec![0, 1, greatest];
        let line = Line {
            name: String::new(),
            matches: Tallies { units, ..Tallies::default() },
            archive: Tallies::default(),
        };
        let timeline = Timeline { step: Step::Day, units: Vec::new(), lines: vec![line] };
        let scale = Scale::of(&timeline);
        let labels: Vec<String> = (0..CLASSES).map(|class| scale.label(class)).collect();
        assert_eq!(labels.join(" | "), expect);
        assert_eq!(scale.class(0), None);
        assert_eq!(scale.class(1), Some(0));
    }

    #[test]
    fn classes_are_as_fine_as_the_greatest_number_lets_them_be() {
        check(3, "1 | 2–3 | 4–7 | 8 and more");
        check(81, "1–4 | 5–24 | 25–124 | 125 and more");
        check(9_999, "1–9 | 10–99 | 100–999 | 1,000 and more");
        check(10_000, "1–19 | 20–399 | 400–7,999 | 8,000 and more");
    }
}
