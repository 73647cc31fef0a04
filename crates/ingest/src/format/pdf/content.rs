//! The content of a page: its operators, carried out as far as they place text.
//!
//! Format: ISO 32000-1, 8.3 (matrices), 8.10 (forms), 9.3 and 9.4 (text)

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::rc::Rc;

use hayro_syntax::content::UntypedIter;
use hayro_syntax::object::stream::Stream;
use hayro_syntax::object::{Array, Dict, Name, Object, ObjectIdentifier};
use hayro_syntax::page::{Page, Resources};

use super::Failure;
use super::font::Font;
use super::stream::Room;

/// Forms may show forms, so deep.
const DEEPEST_FORM: usize = 8;
/// States may be put aside, so many.
const MOST_STATES: usize = 256;
/// A whole document has no more operators.
const MOST_OPERATORS: u64 = 50_000_000;
/// Reading a font takes as long as so many operators do. One without a number is read each time it is named.
const OPERATORS_OF_FONT: u64 = 256;
/// A whole document has no more glyphs.
const MOST_GLYPHS: u64 = 20_000_000;
/// Nor more text: a font may say that a glyph stands for many letters.
const MOST_TEXT_BYTES: usize = 64 << 20;
/// A page has no more letters, or rows of letters shown at one go: those of a page are put into order together.
const MOST_CHUNKS_OF_PAGE: usize = 1_000_000;
/// The parts of a page's content are put together up to so many bytes.
const MOST_CONTENT_BYTES: usize = 64 << 20;

/// Some letters at one place, shown by one operator.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Chunk {
    pub text: String,
    /// Where it begins along its direction of writing, and where it ends.
    pub start: f32,
    pub end: f32,
    /// How far up its base line is, across its direction of writing.
    pub up: f32,
    /// The size of its letters.
    pub size: f32,
    /// The direction of writing, as the cosine and sine of its angle.
    pub direction: (f32, f32),
}

/// Reads the pages of a document; fonts are read once.
#[derive(Default)]
pub(super) struct Reader {
    fonts: HashMap<ObjectIdentifier, Rc<Font>>,
    room: Room,
    operators: u64,
    glyphs: u64,
    text_bytes: usize,
    /// Of the page that is read.
    chunks: usize,
}

/// Where coordinates lead: what becomes of a step to the right, of a step up, and of the origin.
#[derive(Clone, Copy)]
struct Matrix {
    right: (f32, f32),
    up: (f32, f32),
    origin: (f32, f32),
}

impl Matrix {
    const IDENTITY: Matrix = Matrix::moved(0.0, 0.0);

    const fn moved(right: f32, up: f32) -> Matrix {
        Matrix { right: (1.0, 0.0), up: (0.0, 1.0), origin: (right, up) }
    }

    fn of(numbers: &[f32]) -> Option<Matrix> {
        let &[right_x, right_y, up_x, up_y, x, y] = numbers else {
            return None;
        };
        Some(Matrix { right: (right_x, right_y), up: (up_x, up_y), origin: (x, y) })
    }

    /// First this one, then the other.
    fn then(self, other: Matrix) -> Matrix {
        let step = |(right, up): (f32, f32)| {
            (right * other.right.0 + up * other.up.0, right * other.right.1 + up * other.up.1)
        };
        let origin = step(self.origin);
        Matrix {
            right: step(self.right),
            up: step(self.up),
            origin: (origin.0 + other.origin.0, origin.1 + other.origin.1),
        }
    }
}

/// What applies to the text that is shown next.
#[derive(Clone)]
struct State {
    page: Matrix,
    font: Option<Rc<Font>>,
    size: f32,
    letter_gap: f32,
    word_gap: f32,
    stretch: f32,
    leading: f32,
    rise: f32,
}

impl Reader {
    /// Hands over the letters of a page in the order in which they are drawn.
    pub fn page(&mut self, page: &Page<'_>, found: &mut dyn FnMut(Chunk)) -> Result<(), Failure> {
        self.chunks = 0;
        let mut content = Vec::new();
        match page.raw().get::<Object<'_>>("Contents") {
            Some(Object::Stream(stream)) => content = self.room.decoded(&stream)?.into_owned(),
            Some(Object::Array(parts)) => {
                for part in parts.iter::<Stream<'_>>() {
                    content.extend_from_slice(&self.room.decoded(&part)?);
                    content.push(b' ');
                    if content.len() > MOST_CONTENT_BYTES {
                        return Err(Failure::TooLarge);
                    }
                }
            }
            _ => {}
        }
        let state = State {
            page: Matrix::IDENTITY,
            font: None,
            size: 0.0,
            letter_gap: 0.0,
            word_gap: 0.0,
            stretch: 1.0,
            leading: 0.0,
            rise: 0.0,
        };
        self.run(&content, page.resources(), state, 0, found)
    }

    fn run(
        &mut self,
        content: &[u8],
        resources: &Resources<'_>,
        mut state: State,
        depth: usize,
        found: &mut dyn FnMut(Chunk),
    ) -> Result<(), Failure> {
        let mut aside: Vec<State> = Vec::new();
        let (mut text, mut line) = (Matrix::IDENTITY, Matrix::IDENTITY);
        let mut operators = UntypedIter::new(content);
        while let Some(operator) = operators.next() {
            self.operators += 1;
            if self.operators > MOST_OPERATORS {
                return Err(Failure::TooLarge);
            }
            let name: &[u8] = operator.operator;
            if !matters(name) {
                continue;
            }
            let operands: Vec<Object<'_>> = operator.operands().cloned().collect();
            let numbers: Vec<f32> = operands.iter().filter_map(number).collect();
            let first = numbers.first().copied().unwrap_or_default();
            let mut next_line = |right: f32, up: f32| {
                line = Matrix::moved(right, up).then(line);
                line
            };
            match name {
                b"q" if aside.len() < MOST_STATES => aside.push(state.clone()),
                b"Q" => state = aside.pop().unwrap_or(state),
                b"cm" => {
                    if let Some(matrix) = Matrix::of(&numbers) {
                        state.page = matrix.then(state.page);
                    }
                }
                b"BT" => (text, line) = (Matrix::IDENTITY, Matrix::IDENTITY),
                b"Tc" => state.letter_gap = first,
                b"Tw" => state.word_gap = first,
                b"Tz" => state.stretch = first / 100.0,
                b"TL" => state.leading = first,
                b"Ts" => state.rise = first,
                b"Tf" => {
                    state.size = first;
                    if let Some(Object::Name(name)) = operands.first() {
                        state.font = Some(self.font(name, resources)?);
                    }
                }
                b"Td" | b"TD" => {
                    if let [right, up] = numbers[..] {
                        if name == b"TD" {
                            state.leading = -up;
                        }
                        text = next_line(right, up);
                    }
                }
                b"Tm" => {
                    if let Some(matrix) = Matrix::of(&numbers) {
                        (text, line) = (matrix, matrix);
                    }
                }
                b"T*" => text = next_line(0.0, -state.leading),
                b"Tj" | b"TJ" | b"'" | b"\"" => {
                    if let ([word_gap, letter_gap], b"\"") = (&numbers[..], name) {
                        (state.word_gap, state.letter_gap) = (*word_gap, *letter_gap);
                    }
                    if matches!(name, b"'" | b"\"") {
                        text = next_line(0.0, -state.leading);
                    }
                    if let Some(shown) = operands.last() {
                        self.show(shown, &state, &mut text, found);
                        if self.has_too_much_text() {
                            return Err(Failure::TooLarge);
                        }
                    }
                }
                b"Do" if depth < DEEPEST_FORM => {
                    if let Some(Object::Name(name)) = operands.first() {
                        self.form(name, resources, &state, depth, found)?;
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Reads what a form shows, in its own coordinates.
    fn form(
        &mut self,
        name: &Name<'_>,
        resources: &Resources<'_>,
        state: &State,
        depth: usize,
        found: &mut dyn FnMut(Chunk),
    ) -> Result<(), Failure> {
        let Some(form) = resources.get_x_object(name) else {
            return Ok(());
        };
        let dict = form.dict();
        if dict.get::<Name<'_>>("Subtype").is_none_or(|kind| kind.as_ref() != b"Form") {
            return Ok(());
        }
        let matrix = dict.get::<Array<'_>>("Matrix");
        let matrix: Vec<f32> = matrix
            .iter()
            .flat_map(Array::iter::<Object<'_>>)
            .take(6)
            .filter_map(|entry| number(&entry))
            .collect();
        let mut inner = state.clone();
        inner.page = Matrix::of(&matrix).unwrap_or(Matrix::IDENTITY).then(state.page);
        let content = self.room.decoded(&form)?;
        match dict.get::<Dict<'_>>("Resources") {
            Some(own) => self.run(&content, &Resources::new(own), inner, depth + 1, found),
            None => self.run(&content, resources, inner, depth + 1, found),
        }
    }

    fn has_too_much_text(&self) -> bool {
        self.glyphs > MOST_GLYPHS || self.text_bytes > MOST_TEXT_BYTES || self.chunks > MOST_CHUNKS_OF_PAGE
    }

    fn font(&mut self, name: &Name<'_>, resources: &Resources<'_>) -> Result<Rc<Font>, Failure> {
        // Text in a font that is damaged or missing is read as if it were in a usual one, as viewers show it.
        let dict = resources.get_font(name).unwrap_or_else(Dict::empty);
        let id = dict.obj_id();
        if let Some(font) = id.as_ref().and_then(|id| self.fonts.get(id)) {
            return Ok(Rc::clone(font));
        }
        self.operators += OPERATORS_OF_FONT;
        let font = Rc::new(Font::read(&dict, &mut self.room)?);
        if let Some(id) = id {
            self.fonts.insert(id, Rc::clone(&font));
        }
        Ok(font)
    }

    /// Hands over the letters of an operand: a string, or strings with distances between them.
    fn show(&mut self, shown: &Object<'_>, state: &State, text: &mut Matrix, found: &mut dyn FnMut(Chunk)) {
        match shown {
            Object::String(string) => self.show_string(string.as_bytes(), state, text, found),
            Object::Array(parts) => {
                for part in parts.iter::<Object<'_>>() {
                    match &part {
                        Object::String(_) if self.has_too_much_text() => return,
                        Object::String(string) => self.show_string(string.as_bytes(), state, text, found),
                        Object::Number(back) => {
                            let right = -back.as_f32() / 1000.0 * state.size * state.stretch;
                            *text = Matrix::moved(right, 0.0).then(*text);
                        }
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }

    fn show_string(&mut self, string: &[u8], state: &State, text: &mut Matrix, found: &mut dyn FnMut(Chunk)) {
        let Some(font) = &state.font else {
            return;
        };
        let place = |text: Matrix| Matrix::moved(0.0, state.rise).then(text).then(state.page);
        let start = place(*text);
        let (mut letters, mut right) = (String::new(), 0.0);
        font.glyphs(string, &mut |glyph| {
            self.glyphs += 1;
            self.text_bytes += glyph.letters.len();
            letters.push_str(&glyph.letters);
            let word_gap = if glyph.is_blank { state.word_gap } else { 0.0 };
            right += (glyph.width * state.size + state.letter_gap + word_gap) * state.stretch;
            if self.has_too_much_text() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        *text = Matrix::moved(right, 0.0).then(*text);
        self.chunks += 1;
        found(chunk(letters, start, place(*text), state.size));
    }
}

/// Letters that begin at one place and end at another.
fn chunk(text: String, start: Matrix, end: Matrix, size: f32) -> Chunk {
    let (right, up) = start.right;
    let long = right.hypot(up);
    let direction = if long > 0.0 && long.is_finite() { (right / long, up / long) } else { (1.0, 0.0) };
    let along = |place: (f32, f32)| place.0 * direction.0 + place.1 * direction.1;
    Chunk {
        text,
        start: along(start.origin),
        end: along(end.origin),
        up: start.origin.1 * direction.0 - start.origin.0 * direction.1,
        size: (start.up.0.hypot(start.up.1) * size).abs(),
        direction,
    }
}

fn number(object: &Object<'_>) -> Option<f32> {
    match object {
        Object::Number(number) => Some(number.as_f32()),
        _ => None,
    }
}

/// Whether an operator has to do with text or its place.
fn matters(name: &[u8]) -> bool {
    matches!(name, [b'T', _] | b"q" | b"Q" | b"cm" | b"BT" | b"'" | b"\"" | b"Do")
}
