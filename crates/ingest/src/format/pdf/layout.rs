//! From letters at their places to lines, and from lines to paragraphs.
//!
//! Letters are taken in the order in which they are drawn: programs that set columns draw one after the
//! other. Only a page drawn from the bottom up is put into the order of its places.

use super::content::Chunk;

/// Parts of a line whose base lines are no further apart than this, in sizes, stand on one line.
const SAME_LINE: f32 = 0.4;
/// A wider gap than this, in sizes, is a blank.
const BLANK: f32 = 0.18;
/// A wider gap than this, in sizes, leads into another column or cell.
const COLUMN: f32 = 3.0;
/// Lines further apart than so many usual distances are paragraphs of their own.
const PARAGRAPH: f32 = 1.4;
/// A line that begins this far right of the one before, in sizes, begins a paragraph.
const INDENT: f32 = 0.8;
/// A line whose letters are this much larger is set in another type.
const LARGER: f32 = 1.12;
/// Lines that begin no further apart than this, in sizes, stand under each other.
const UNDER: f32 = 3.0;

/// What stands at the end of a line for the rest of a word.
const DIVIDES: [char; 3] = ['-', '\u{ad}', '\u{2010}'];

/// A line of a page.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub text: String,
    pub size: f32,
    start: f32,
    end: f32,
    up: f32,
    direction: (f32, f32),
}

/// The lines of a page.
pub(super) fn lines(chunks: Vec<Chunk>) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for chunk in
        chunks.into_iter().filter(|chunk| chunk.size > 0.0 && chunk.start.is_finite() && chunk.up.is_finite())
    {
        if let Some(line) = lines.last_mut().filter(|line| line.goes_on_with(&chunk)) {
            line.add(&chunk);
        } else if !chunk.text.trim().is_empty() {
            lines.push(Line {
                text: chunk.text,
                size: chunk.size,
                start: chunk.start,
                end: chunk.end,
                up: chunk.up,
                direction: chunk.direction,
            });
        }
    }
    if is_drawn_upwards(&lines) {
        lines.sort_by(|one, other| other.up.total_cmp(&one.up).then(one.start.total_cmp(&other.start)));
    }
    for line in &mut lines {
        line.text = spelt_out(&line.text);
    }
    lines
}

impl Line {
    fn goes_on_with(&self, chunk: &Chunk) -> bool {
        let size = self.size.max(chunk.size);
        let is_level = (self.up - chunk.up).abs() <= size * SAME_LINE;
        let gap = chunk.start - self.end;
        let has_direction = |one: f32, other: f32| (one - other).abs() < 0.02;
        is_level
            && has_direction(self.direction.0, chunk.direction.0)
            && has_direction(self.direction.1, chunk.direction.1)
            && gap < size * COLUMN
            && gap > -size
    }

    fn add(&mut self, chunk: &Chunk) {
        let gap = chunk.start - self.end;
        let has_blank =
            self.text.ends_with(char::is_whitespace) || chunk.text.starts_with(char::is_whitespace);
        if gap > self.size.min(chunk.size) * BLANK && !has_blank {
            self.text.push(' ');
        }
        // Notes and initials stand beside letters of the size of the line.
        if chunk.text.trim().chars().count() > self.text.trim().chars().count() {
            self.size = chunk.size;
        }
        self.text.push_str(&chunk.text);
        self.end = self.end.max(chunk.end);
    }
}

/// Whether most lines stand above the one drawn before them.
fn is_drawn_upwards(lines: &[Line]) -> bool {
    let steps = lines.windows(2).filter(|pair| pair[0].direction == pair[1].direction);
    let (mut upwards, mut all) = (0, 0);
    for pair in steps {
        all += 1;
        upwards += usize::from(pair[1].up > pair[0].up + pair[0].size * SAME_LINE);
    }
    all >= 3 && upwards * 2 > all
}

/// A text without letters that were drawn as one, and without blanks in a row.
fn spelt_out(text: &str) -> String {
    let mut found = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            'ﬀ' => found.push_str("ff"),
            'ﬁ' => found.push_str("fi"),
            'ﬂ' => found.push_str("fl"),
            'ﬃ' => found.push_str("ffi"),
            'ﬄ' => found.push_str("ffl"),
            'ﬅ' | 'ﬆ' => found.push_str("st"),
            letter if letter.is_whitespace() || letter.is_control() => {
                if !found.ends_with(' ') {
                    found.push(' ');
                }
            }
            letter => found.push(letter),
        }
    }
    found.trim().to_owned()
}

/// The paragraphs of a page, each with the size of its letters.
pub(super) fn paragraphs(lines: &[Line]) -> Vec<(String, f32)> {
    let spacing = usual_spacing(lines);
    let mut found: Vec<(String, f32)> = Vec::new();
    let mut before: Option<&Line> = None;
    // The edges of the column that the lines stand in.
    let (mut left, mut right) = (f32::MAX, f32::MIN);
    for line in lines.iter().filter(|line| !line.text.is_empty()) {
        let goes_on = before.is_some_and(|before| goes_on(before, line, spacing, (left, right)));
        let is_below =
            before.is_some_and(|before| before.up > line.up && line.start < right && line.end > left);
        if !is_below {
            (left, right) = (f32::MAX, f32::MIN);
        }
        (left, right) = (left.min(line.start), right.max(line.end));
        match found.last_mut().filter(|_| goes_on) {
            Some((paragraph, _)) => join(paragraph, &line.text),
            None => found.push((line.text.clone(), line.size)),
        }
        before = Some(line);
    }
    found
}

/// Whether a line belongs to the paragraph of the one before.
fn goes_on(before: &Line, line: &Line, spacing: f32, (left, right): (f32, f32)) -> bool {
    let size = before.size;
    if before.direction != line.direction || line.size > size * LARGER || size > line.size * LARGER {
        return false;
    }
    let down = before.up - line.up;
    let ends_sentence = before.text.ends_with(['.', '!', '?', '”', '"', '»', ':', '。', '！', '？']);
    if down < size * SAME_LINE {
        // The next column goes on with a sentence only.
        return !ends_sentence;
    }
    let is_near = down <= size * (spacing * PARAGRAPH).clamp(1.05, 3.0);
    let is_indented = line.start - before.start > size * INDENT && line.start - left < size * 8.0;
    is_near && !(is_indented && ends_sentence) && !was_short(before, line, right)
}

/// Whether the first word of a line would still have fitted on the one before, so that this one ended there.
fn was_short(before: &Line, line: &Line, right: f32) -> bool {
    let letters = line.text.chars().count().max(1) as f32;
    let word = line.text.split(' ').next().unwrap_or_default().chars().count() as f32;
    let needed = (line.end - line.start) / letters * (word + 1.0);
    let is_under = (line.start - before.start).abs() < before.size * UNDER;
    // What follows is wide enough to say where the lines end.
    is_under
        && !before.text.ends_with(DIVIDES)
        && before.end + needed < right.max(line.end) - before.size * 0.5
}

/// How far most lines stand below the one before, in sizes of their letters.
fn usual_spacing(lines: &[Line]) -> f32 {
    let mut steps: Vec<f32> = lines
        .windows(2)
        .map(|pair| pair[0].up - pair[1].up)
        .zip(lines)
        .map(|(down, line)| down / line.size)
        .filter(|down| (0.8..2.5).contains(down))
        .collect();
    steps.sort_by(f32::total_cmp);
    steps.get(steps.len() / 2).copied().unwrap_or_default()
}

/// Joins a line to its paragraph. A word divided at the end of the line is put together.
fn join(paragraph: &mut String, line: &str) {
    let is_divided = paragraph.strip_suffix(DIVIDES).is_some_and(|word| word.ends_with(char::is_alphabetic));
    if is_divided && line.starts_with(char::is_lowercase) {
        paragraph.pop();
    } else if is_divided && line.starts_with(char::is_uppercase) {
        // Its own hyphen: `Anglo-Dutch`.
    } else if !(paragraph.ends_with(is_unspaced) && line.starts_with(is_unspaced)) {
        paragraph.push(' ');
    }
    paragraph.push_str(line);
}

/// Whether a letter is of a script that writes no blanks between words.
fn is_unspaced(letter: char) -> bool {
    matches!(letter, '\u{3000}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chunk(text: &str, (start, up): (f32, f32), size: f32) -> Chunk {
        let end = start + text.chars().count() as f32 * size * 0.5;
        Chunk { text: text.to_owned(), start, end, up, size, direction: (1.0, 0.0) }
    }

    #[track_caller]
    fn check(chunks: &[(&str, (f32, f32), f32)], expect: &[&str]) {
        let chunks = chunks.iter().map(|&(text, place, size)| chunk(text, place, size)).collect();
        let found: Vec<String> = paragraphs(&lines(chunks)).into_iter().map(|(text, _)| text).collect();
        assert_eq!(found, expect);
    }

    #[test]
    fn parts_of_a_line_are_joined_with_blanks_where_there_is_a_gap() {
        check(
            &[("Dock", (0.0, 700.0), 10.0), ("ers", (20.0, 700.0), 10.0), ("strike", (38.0, 700.0), 10.0)],
            &["Dockers strike"],
        );
    }

    #[test]
    fn lines_are_joined_and_divided_words_put_together() {
        check(
            &[
                ("The dockers of Hull went back", (0.0, 700.0), 10.0),
                ("to work on Monday after the arbi-", (0.0, 688.0), 10.0),
                ("tration of the Anglo-", (0.0, 676.0), 10.0),
                ("Dutch board, the ﬁrst.", (0.0, 664.0), 10.0),
            ],
            &[
                "The dockers of Hull went back to work on Monday after the arbitration of the Anglo-Dutch board, the first.",
            ],
        );
    }

    #[test]
    fn a_paragraph_ends_at_a_gap_an_indent_or_a_short_line() {
        let line = "The dockers of Hull went back to work.";
        let four = |second: (f32, f32)| {
            vec![
                (line, (0.0, 700.0), 10.0),
                (line, (0.0, 688.0), 10.0),
                (line, second, 10.0),
                (line, (0.0, 652.0), 10.0),
            ]
        };
        let two = format!("{line} {line}");
        check(&four((0.0, 664.0)), &[&two, &two]);
        check(&four((15.0, 676.0)), &[&two, line, line]);
        check(
            &[(line, (0.0, 700.0), 10.0), ("It ends.", (0.0, 688.0), 10.0), (line, (0.0, 676.0), 10.0)],
            &[&format!("{line} It ends."), line],
        );
    }

    #[test]
    fn columns_stay_apart_and_sentences_go_on_in_the_next() {
        check(
            &[
                ("The dockers of Hull", (0.0, 700.0), 10.0),
                ("went back to work on", (0.0, 688.0), 10.0),
                ("Monday. The board", (200.0, 700.0), 10.0),
                ("was pleased with it.", (200.0, 688.0), 10.0),
            ],
            &["The dockers of Hull went back to work on Monday. The board was pleased with it."],
        );
    }

    #[test]
    fn a_page_drawn_from_the_bottom_up_is_turned() {
        let lines = ["one", "two", "three", "four"].map(|text| (text, 10.0));
        let places = [664.0, 676.0, 688.0, 700.0];
        let chunks: Vec<_> =
            lines.iter().zip(places).map(|(&(text, size), up)| (text, (0.0, up), size)).collect();
        check(&chunks, &["four three two one"]);
    }
}
