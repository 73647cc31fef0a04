//! Pictures: shapes that know nothing of what they show, written as SVG or as PNG.

mod font;
mod png;
mod svg;

use std::fmt;

/// Colours that people with any colour vision tell apart.
///
/// Source: Okabe and Ito, Color Universal Design, <https://jfly.uni-koeln.de/color/>
pub const COLOURS: [Colour; 8] = [
    Colour(0x00, 0x72, 0xB2),
    Colour(0xD5, 0x5E, 0x00),
    Colour(0x00, 0x9E, 0x73),
    Colour(0xCC, 0x79, 0xA7),
    Colour(0xE6, 0x9F, 0x00),
    Colour(0x56, 0xB4, 0xE9),
    Colour(0x00, 0x00, 0x00),
    Colour(0xF0, 0xE4, 0x42),
];
/// Of times of which the archive holds nothing.
pub const GAP: Colour = Colour(0xE4, 0xE4, 0xE4);
/// Of text.
pub const INK: Colour = Colour(0x22, 0x22, 0x22);

/// Letters are so high, in pixels of the picture.
pub const LETTER_SIZE: f64 = 13.0;

/// A picture, in pixels from its upper left corner. Later shapes lie on earlier ones.
pub struct Picture {
    /// What the picture as a whole shows, for those who cannot see it.
    pub title: String,
    pub width: f64,
    pub height: f64,
    pub shapes: Vec<Shape>,
}

/// Red, green, blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour(pub u8, pub u8, pub u8);

/// One thing that is drawn. What is `told` appears where a reader points at it.
pub enum Shape {
    Rectangle { x: f64, y: f64, width: f64, height: f64, colour: Colour, told: Option<String> },
    Line { from: (f64, f64), to: (f64, f64), colour: Colour, width: f64 },
    Curve { points: Vec<(f64, f64)>, colour: Colour, width: f64 },
    Dot { at: (f64, f64), radius: f64, colour: Colour, told: Option<String> },
    Text { x: f64, y: f64, anchor: Anchor, colour: Colour, text: String },
}

/// Which part of a text stands at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    Start,
    Middle,
    End,
}

impl Picture {
    /// Adds a filled rectangle.
    pub fn rectangle(&mut self, (x, y): (f64, f64), (width, height): (f64, f64), colour: Colour) {
        self.shapes.push(Shape::Rectangle { x, y, width, height, colour, told: None });
    }

    /// Adds a text that stands on the line `y`.
    pub fn text(&mut self, x: f64, y: f64, anchor: Anchor, text: &str) {
        // No control character belongs into a picture.
        let text = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
        self.shapes.push(Shape::Text { x, y, anchor, colour: INK, text });
    }

    /// Adds an entry of a legend: a field of a colour, and what it means.
    pub fn legend(&mut self, x: f64, y: f64, colour: Colour, text: &str) {
        self.rectangle((x, y - 9.0), (14.0, 10.0), Colour(0x44, 0x44, 0x44));
        self.rectangle((x + 0.5, y - 8.5), (13.0, 9.0), colour);
        self.text(x + 22.0, y, Anchor::Start, text);
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02X}{:02X}{:02X}", self.0, self.1, self.2)
    }
}

/// A text cut to so many letters; `…` says that something is missing.
pub fn shortened(text: &str, letters: usize) -> String {
    if text.chars().nth(letters).is_none() {
        return text.to_owned();
    }
    text.chars().take(letters).chain(['…']).collect()
}
