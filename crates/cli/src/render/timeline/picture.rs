//! A timeline as a picture: SVG 1.1, without scripts, readable at the width of a page.

use std::fmt::Write;

use dateline_query::{Line, Timeline};

use super::Measure;
use crate::render::thousands;

/// Colours that people with any colour vision tell apart.
///
/// Source: Okabe and Ito, Color Universal Design, <https://jfly.uni-koeln.de/color/>
const COLOURS: [&str; MOST_LINES] =
    ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#F0E442"];
/// No more lines than colours.
pub const MOST_LINES: usize = 8;

const WIDTH: f64 = 960.0;
const PLOT_HEIGHT: f64 = 300.0;
const LEFT: f64 = 72.0;
const RIGHT: f64 = 24.0;
const TOP: f64 = 56.0;
const LEGEND_ROW: f64 = 20.0;
/// The least distance of labels on the axis of time.
const LABEL_DISTANCE: f64 = 78.0;
const TICKS: f64 = 5.0;

/// Draws a timeline: bars for one line, curves for several, grey where the archive holds nothing.
pub fn svg(timeline: &Timeline, title: &str, measure: Measure) -> String {
    let picture = Picture::new(timeline, measure);
    let height = TOP + PLOT_HEIGHT + 48.0 + LEGEND_ROW * picture.legend().len() as f64;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" viewBox=\"0 0 {WIDTH} {height}\" \
         font-family=\"sans-serif\" font-size=\"13\" role=\"img\">\n<title>{}</title>\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n",
        escaped(title)
    );
    text(&mut svg, LEFT, 24.0, "start", &shortened(title, 110));
    let what = match measure {
        Measure::Articles => format!("articles by {}", timeline.step.name()),
        Measure::Share => format!("% of the archive's articles by {}", timeline.step.name()),
    };
    text(&mut svg, LEFT, 43.0, "start", &what);
    picture.draw_gaps(&mut svg);
    picture.draw_axes(&mut svg);
    if let [line] = timeline.lines.as_slice() {
        picture.draw_bars(&mut svg, line);
    } else {
        for (line, colour) in timeline.lines.iter().zip(COLOURS) {
            picture.draw_curve(&mut svg, line, colour);
        }
    }
    for (number, (colour, entry)) in picture.legend().into_iter().enumerate() {
        let y = TOP + PLOT_HEIGHT + 44.0 + LEGEND_ROW * number as f64;
        let _ = writeln!(
            svg,
            "<rect x=\"{LEFT}\" y=\"{:.1}\" width=\"14\" height=\"10\" fill=\"{colour}\" stroke=\"#444\" stroke-width=\"0.5\"/>",
            y - 9.0
        );
        text(&mut svg, LEFT + 22.0, y, "start", &entry);
    }
    svg + "</svg>\n"
}

struct Picture<'a> {
    timeline: &'a Timeline,
    measure: Measure,
    /// Between two lines of the grid, and at the top of the plot.
    tick: f64,
    top: f64,
}

impl Picture<'_> {
    fn new(timeline: &Timeline, measure: Measure) -> Picture<'_> {
        let greatest = measure.greatest(timeline);
        let tick = match measure {
            Measure::Articles => round_step(greatest / TICKS).max(1.0),
            Measure::Share => round_step(greatest / TICKS),
        };
        Picture { timeline, measure, tick, top: (greatest / tick).ceil().max(1.0) * tick }
    }

    /// The left side of a unit, and how wide it is.
    fn place(&self, unit: usize) -> (f64, f64) {
        let width = (WIDTH - LEFT - RIGHT) / self.timeline.units.len().max(1) as f64;
        (LEFT + unit as f64 * width, width)
    }

    fn height(&self, size: f64) -> f64 {
        size / self.top * PLOT_HEIGHT
    }

    fn draw_gaps(&self, svg: &mut String) {
        for unit in (0..self.timeline.units.len()).filter(|&unit| self.timeline.is_gap(unit)) {
            let (x, width) = self.place(unit);
            let _ = writeln!(
                svg,
                "<rect x=\"{x:.2}\" y=\"{TOP}\" width=\"{width:.2}\" height=\"{PLOT_HEIGHT}\" fill=\"#e4e4e4\"/>"
            );
        }
    }

    fn draw_axes(&self, svg: &mut String) {
        let mut size = 0.0;
        while size <= self.top + self.tick / 2.0 {
            let y = TOP + PLOT_HEIGHT - self.height(size);
            let right = WIDTH - RIGHT;
            let _ = writeln!(
                svg,
                "<line x1=\"{LEFT}\" y1=\"{y:.1}\" x2=\"{right}\" y2=\"{y:.1}\" stroke=\"#bbb\" stroke-width=\"0.7\"/>"
            );
            let label = match self.measure {
                Measure::Articles => thousands(size.round() as u64),
                Measure::Share => format!("{} %", rounded(size * 100.0)),
            };
            text(svg, LEFT - 8.0, y + 4.0, "end", &label);
            size += self.tick;
        }
        let (_, width) = self.place(0);
        let every = (LABEL_DISTANCE / width).ceil().max(1.0) as usize;
        for unit in (0..self.timeline.units.len()).step_by(every) {
            let x = self.place(unit).0 + width / 2.0;
            let label = self.timeline.step.label(self.timeline.units[unit]);
            text(svg, x, TOP + PLOT_HEIGHT + 20.0, "middle", &label);
        }
    }

    fn draw_bars(&self, svg: &mut String, line: &Line) {
        for unit in 0..self.timeline.units.len() {
            let Some(size) = self.measure.of(line, unit).filter(|&size| size > 0.0) else { continue };
            let (x, width) = self.place(unit);
            let height = self.height(size);
            let y = TOP + PLOT_HEIGHT - height;
            let _ = writeln!(
                svg,
                "<rect x=\"{:.2}\" y=\"{y:.2}\" width=\"{:.2}\" height=\"{height:.2}\" fill=\"{}\"><title>{}</title></rect>",
                x + width * 0.08,
                width * 0.84,
                COLOURS[0],
                self.told(line, unit)
            );
        }
    }

    /// A curve is broken where the archive holds nothing.
    fn draw_curve(&self, svg: &mut String, line: &Line, colour: &str) {
        let mut path = String::new();
        let mut points = String::new();
        let mut is_broken = true;
        for unit in 0..self.timeline.units.len() {
            let size = self.measure.of(line, unit).filter(|_| !self.timeline.is_gap(unit));
            let Some(size) = size else {
                is_broken = true;
                continue;
            };
            let (x, width) = self.place(unit);
            let (x, y) = (x + width / 2.0, TOP + PLOT_HEIGHT - self.height(size));
            let _ = write!(path, "{}{x:.2} {y:.2} ", if is_broken { "M" } else { "L" });
            let _ = writeln!(
                points,
                "<circle cx=\"{x:.2}\" cy=\"{y:.2}\" r=\"2.5\" fill=\"{colour}\"><title>{}</title></circle>",
                self.told(line, unit)
            );
            is_broken = false;
        }
        let _ = writeln!(
            svg,
            "<path d=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\" stroke-linejoin=\"round\"/>\n{}",
            path.trim_end(),
            points.trim_end()
        );
    }

    /// What a reader of the picture is told about one unit.
    fn told(&self, line: &Line, unit: usize) -> String {
        let label = self.timeline.step.label(self.timeline.units[unit]);
        let (articles, archive) = (line.matches.units[unit], line.archive.units[unit]);
        escaped(&format!("{}: {label}: {} of {}", line.name, thousands(articles), thousands(archive)))
    }

    fn legend(&self) -> Vec<(&'static str, String)> {
        let lines = self.timeline.lines.iter().zip(COLOURS);
        let mut entries: Vec<(&str, String)> = lines
            .map(|(line, colour)| {
                let mut entry = format!("{}: {}", shortened(&line.name, 80), thousands(line.matches.total));
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
        if (0..self.timeline.units.len()).any(|unit| self.timeline.is_gap(unit)) {
            entries.push(("#e4e4e4", "nothing in the archive".to_owned()));
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

fn text(svg: &mut String, x: f64, y: f64, anchor: &str, content: &str) {
    let _ = writeln!(
        svg,
        "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\" fill=\"#222\">{}</text>",
        escaped(content)
    );
}

fn shortened(text: &str, letters: usize) -> String {
    if text.chars().nth(letters).is_none() {
        return text.to_owned();
    }
    text.chars().take(letters).chain(['…']).collect()
}

/// Text for XML 1.0, which has no place for control characters.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            letter if letter.is_control() || matches!(letter, '\u{fffe}' | '\u{ffff}') => out.push(' '),
            letter => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_of_an_axis_are_round() {
        let steps = [0.7, 1.0, 3.0, 70.0, 1_234.0, 0.013].map(round_step);
        assert_eq!(steps.map(rounded).join(" "), "1 1 5 100 2000 0.02");
    }

    #[test]
    fn no_text_breaks_the_picture() {
        assert_eq!(escaped("a<b> & \"c\"\u{1b}"), "a&lt;b&gt; &amp; &quot;c&quot; ");
    }
}
