//! A timeline as a picture, readable at the width of a page.

use std::fmt::Write;

use dateline_query::{Line, Timeline};

use super::bursts::LineBursts;
use super::{Measure, gaps};
use crate::render::picture::{Anchor, COLOURS, Colour, GAP, Picture, Shape, shortened};
use crate::render::{noun, thousands};

/// No more lines than colours.
pub const MOST_LINES: usize = COLOURS.len();

const WIDTH: f64 = 960.0;
const PLOT_HEIGHT: f64 = 300.0;
const LEFT: f64 = 72.0;
const RIGHT: f64 = 24.0;
const TOP: f64 = 60.0;
const LEGEND_ROW: f64 = 20.0;
/// The least distance of labels on the axis of time.
const LABEL_DISTANCE: f64 = 84.0;
const TICKS: f64 = 5.0;
const GRID: Colour = Colour(0xBB, 0xBB, 0xBB);
/// Behind the bars of a burst.
const BURST: Colour = Colour(0xFB, 0xE7, 0xA1);
/// Bursts of several lines are strips below the plot, so high and so far apart.
const STRIP: f64 = 4.0;
const STRIP_ROW: f64 = 6.0;
/// A letter of a title is about so wide; a title that is longer than the plot is cut.
const LETTER_WIDTH: f64 = 8.2;

/// Draws a timeline: bars for one line, curves for several, grey where the archive holds nothing. Bursts are bands behind
/// the bars of one line, and strips below the curves of several.
pub fn picture(timeline: &Timeline, bursts: &[LineBursts], title: &str, measure: Measure) -> Picture {
    let mut chart = Chart::new(timeline, bursts, measure);
    let letters = ((WIDTH - LEFT - RIGHT) / LETTER_WIDTH) as usize;
    title.clone_into(&mut chart.picture.title);
    chart.picture.text(LEFT, 24.0, Anchor::Start, &shortened(title, letters));
    let what = match measure {
        Measure::Articles => format!("articles by {}", timeline.step.name()),
        Measure::Share => format!("% of the archive's articles by {}", timeline.step.name()),
    };
    chart.picture.text(LEFT, 43.0, Anchor::Start, &what);
    chart.draw_gaps();
    if let [line] = timeline.lines.as_slice() {
        chart.draw_bands();
        chart.draw_axes();
        chart.draw_bars(line);
    } else {
        chart.draw_axes();
        chart.draw_strips();
        for (line, colour) in timeline.lines.iter().zip(COLOURS) {
            chart.draw_curve(line, colour);
        }
    }
    chart.draw_legend();
    chart.picture
}

struct Chart<'a> {
    timeline: &'a Timeline,
    bursts: &'a [LineBursts],
    measure: Measure,
    /// Between two lines of the grid, and at the top of the plot.
    tick: f64,
    top: f64,
    picture: Picture,
}

impl<'a> Chart<'a> {
    fn new(timeline: &'a Timeline, bursts: &'a [LineBursts], measure: Measure) -> Chart<'a> {
        let greatest = measure.greatest(timeline);
        let tick = match measure {
            Measure::Articles => round_step(greatest / TICKS).max(1.0),
            Measure::Share => round_step(greatest / TICKS),
        };
        let top = (greatest / tick).ceil().max(1.0) * tick;
        let picture = Picture { title: String::new(), width: WIDTH, height: 0.0, shapes: Vec::new() };
        Chart { timeline, bursts, measure, tick, top, picture }
    }

    /// The left side of a unit, and how wide it is.
    fn place(&self, unit: usize) -> (f64, f64) {
        let width = (WIDTH - LEFT - RIGHT) / self.timeline.units.len().max(1) as f64;
        (LEFT + unit as f64 * width, width)
    }

    fn height(&self, size: f64) -> f64 {
        size / self.top * PLOT_HEIGHT
    }

    fn draw_gaps(&mut self) {
        for gap in gaps(self.timeline) {
            let (x, width) = self.place(gap.start);
            self.picture.rectangle((x, TOP), (width * gap.len() as f64, PLOT_HEIGHT), GAP);
        }
    }

    /// The bursts of the only line, behind its bars.
    fn draw_bands(&mut self) {
        for line in self.bursts {
            for shown in &line.shown {
                let units = &shown.burst.units;
                let (x, width) = self.place(units.start);
                let width = (width * units.len() as f64).max(1.5);
                self.picture.rectangle((x, TOP - 6.0), (width, PLOT_HEIGHT + 6.0), BURST);
            }
        }
    }

    /// The bursts of each line, below the plot in its colour.
    fn draw_strips(&mut self) {
        for (number, (line, colour)) in self.bursts.iter().zip(COLOURS).enumerate() {
            let y = TOP + PLOT_HEIGHT + 3.0 + STRIP_ROW * number as f64;
            for shown in &line.shown {
                let units = &shown.burst.units;
                let (x, width) = self.place(units.start);
                self.picture.rectangle((x, y), ((width * units.len() as f64).max(1.5), STRIP), colour);
            }
        }
    }

    /// Where the labels of time stand, below the strips.
    fn label_line(&self) -> f64 {
        let strips = if self.timeline.lines.len() > 1 { self.bursts.len() } else { 0 };
        TOP + PLOT_HEIGHT + 20.0 + STRIP_ROW * strips as f64
    }

    fn draw_axes(&mut self) {
        let mut size = 0.0;
        while size <= self.top + self.tick / 2.0 {
            let y = TOP + PLOT_HEIGHT - self.height(size);
            let (from, to) = ((LEFT, y), (WIDTH - RIGHT, y));
            self.picture.shapes.push(Shape::Line { from, to, colour: GRID, width: 0.7 });
            let label = match self.measure {
                Measure::Articles => thousands(size.round() as u64),
                Measure::Share => format!("{} %", rounded(size * 100.0)),
            };
            self.picture.text(LEFT - 8.0, y + 4.0, Anchor::End, &label);
            size += self.tick;
        }
        let (_, width) = self.place(0);
        let every = (LABEL_DISTANCE / width).ceil().max(1.0) as usize;
        let y = self.label_line();
        for unit in (0..self.timeline.units.len()).step_by(every) {
            let x = self.place(unit).0 + width / 2.0;
            // The mark says which unit a label belongs to, where units are narrow.
            let (from, to) = ((x, TOP + PLOT_HEIGHT), (x, y - 13.0));
            self.picture.shapes.push(Shape::Line { from, to, colour: GRID, width: 0.7 });
            let label = self.timeline.step.label(self.timeline.units[unit]);
            let half = label.chars().count() as f64 * LETTER_WIDTH / 2.0;
            self.picture.text(x.min(WIDTH - half - 2.0), y, Anchor::Middle, &label);
        }
    }

    fn draw_bars(&mut self, line: &Line) {
        for unit in 0..self.timeline.units.len() {
            let Some(size) = self.measure.of(line, unit).filter(|&size| size > 0.0) else { continue };
            let (x, width) = self.place(unit);
            let height = self.height(size);
            self.picture.shapes.push(Shape::Rectangle {
                x: x + width * 0.08,
                y: TOP + PLOT_HEIGHT - height,
                width: width * 0.84,
                height,
                colour: COLOURS[0],
                told: Some(self.told(line, unit)),
            });
        }
    }

    /// A curve is broken where the archive holds nothing.
    fn draw_curve(&mut self, line: &Line, colour: Colour) {
        let mut pieces: Vec<Vec<(f64, f64)>> = vec![Vec::new()];
        let mut dots = Vec::new();
        // Where units are narrow, dots would be all that is seen.
        let radius = (self.place(0).1 / 3.0).clamp(1.0, 2.5);
        for unit in 0..self.timeline.units.len() {
            let size = self.measure.of(line, unit).filter(|_| !self.timeline.is_gap(unit));
            let Some(size) = size else {
                pieces.push(Vec::new());
                continue;
            };
            let (x, width) = self.place(unit);
            let at = (x + width / 2.0, TOP + PLOT_HEIGHT - self.height(size));
            pieces.extend(pieces.is_empty().then(Vec::new));
            if let Some(piece) = pieces.last_mut() {
                piece.push(at);
            }
            dots.push(Shape::Dot { at, radius, colour, told: Some(self.told(line, unit)) });
        }
        let width = if radius < 2.5 { 1.2 } else { 2.0 };
        let curves = pieces.into_iter().filter(|points| points.len() > 1);
        self.picture.shapes.extend(curves.map(|points| Shape::Curve { points, colour, width }));
        self.picture.shapes.extend(dots);
    }

    /// What a reader of the picture is told about one unit.
    fn told(&self, line: &Line, unit: usize) -> String {
        let label = self.timeline.step.label(self.timeline.units[unit]);
        let (articles, archive) = (line.matches.units[unit], line.archive.units[unit]);
        format!("{}: {label}: {} of {}", line.name, thousands(articles), thousands(archive))
    }

    fn draw_legend(&mut self) {
        let mut y = self.label_line() + 24.0;
        for (colour, entry) in self.legend() {
            self.picture.legend(LEFT, y, colour, &entry);
            y += LEGEND_ROW;
        }
        self.picture.height = y;
    }

    fn legend(&self) -> Vec<(Colour, String)> {
        let lines = self.timeline.lines.iter().zip(COLOURS);
        let mut entries: Vec<(Colour, String)> = lines
            .map(|(line, colour)| {
                let mut entry = format!("{}: {}", shortened(&line.name, 60), thousands(line.matches.total));
                for (count, what) in
                    [(line.matches.undated, "undated"), (line.matches.imprecise, "dated imprecisely")]
                {
                    if count > 0 {
                        let _ = write!(entry, ", {} of them {what} and not drawn", thousands(count));
                    }
                }
                (colour, entry)
            })
            .collect();
        let bursts: usize = self.bursts.iter().map(|line| line.shown.len()).sum();
        if bursts > 0 && self.timeline.lines.len() == 1 {
            entries.push((BURST, noun(bursts as u64, "burst", "bursts").to_owned()));
        }
        if (0..self.timeline.units.len()).any(|unit| self.timeline.is_gap(unit)) {
            entries.push((GAP, "nothing in the archive".to_owned()));
        }
        entries
    }
}

/// 1, 2 or 5 times a power of ten, not below a size.
fn round_step(size: f64) -> f64 {
    if size <= 0.0 {
        return 1.0;
    }
    let power = 10_f64.powf(size.log10().floor());
    let factors = [1.0, 2.0, 5.0, 10.0];
    factors.into_iter().map(|factor| factor * power).find(|&step| step >= size * 0.999).unwrap_or(size)
}

/// A number without needless digits.
fn rounded(number: f64) -> String {
    let text = format!("{number:.3}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_of_an_axis_are_round() {
        let steps = [0.7, 1.0, 3.0, 70.0, 1_234.0, 0.013].map(round_step);
        assert_eq!(steps.map(rounded).join(" "), "1 1 5 100 2000 0.02");
    }
}
