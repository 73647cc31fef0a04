//! The letters of pictures: a font inside the program, so that a picture is the same on every machine.
//!
//! It has the letters of Latin, Greek, Cyrillic, Armenian and Georgian. What it lacks is drawn as an empty box, and told.

use tiny_skia::{Path, PathBuilder};
use ttf_parser::{Face, GlyphId, OutlineBuilder};

static FONT: &[u8] = include_bytes!("../../../font/DejaVuSans-subset.ttf");
/// Stands for a letter that the font lacks.
const BOX: char = '□';

pub struct Font {
    face: Face<'static>,
}

/// A text ready to be drawn.
pub struct SetText {
    /// The outlines of its letters, in pixels, on the line y = 0; none when nothing is to be seen.
    pub path: Option<Path>,
    pub width: f32,
}

impl Font {
    pub fn built_in() -> Font {
        Font { face: Face::parse(FONT, 0).expect("the font inside the program is whole") }
    }

    /// Sets a text, beginning at x = 0; letters that the font lacks are added to a list.
    pub fn set(&self, text: &str, size: f32, lacking: &mut Vec<char>) -> SetText {
        let scale = size / f32::from(self.face.units_per_em());
        let mut outline = Outline { path: PathBuilder::new(), scale, x: 0.0 };
        for letter in text.chars() {
            let glyph = self.face.glyph_index(letter).unwrap_or_else(|| {
                if !lacking.contains(&letter) {
                    lacking.push(letter);
                }
                self.face.glyph_index(BOX).unwrap_or(GlyphId(0))
            });
            self.face.outline_glyph(glyph, &mut outline);
            outline.x += f32::from(self.face.glyph_hor_advance(glyph).unwrap_or_default()) * scale;
        }
        SetText { width: outline.x, path: outline.path.finish() }
    }
}

/// Puts glyphs behind each other. The y of fonts grows upwards.
struct Outline {
    path: PathBuilder,
    scale: f32,
    x: f32,
}

impl Outline {
    fn at(&self, x: f32, y: f32) -> (f32, f32) {
        (self.x + x * self.scale, -y * self.scale)
    }
}

impl OutlineBuilder for Outline {
    fn move_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.path.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.path.line_to(x, y);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let ((x1, y1), (x, y)) = (self.at(x1, y1), self.at(x, y));
        self.path.quad_to(x1, y1, x, y);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let ((x1, y1), (x2, y2), (x, y)) = (self.at(x1, y1), self.at(x2, y2), self.at(x, y));
        self.path.cubic_to(x1, y1, x2, y2, x, y);
    }

    fn close(&mut self) {
        self.path.close();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, lacks: &str) {
        let mut lacking = Vec::new();
        let set = Font::built_in().set(text, 13.0, &mut lacking);
        assert_eq!(String::from_iter(lacking), lacks);
        assert!(set.width > 0.0 && set.path.is_some());
    }

    #[test]
    fn the_font_has_the_letters_of_europe() {
        check("Zürich, Łódź, İstanbul, Αθήνα, Київ, “quoted” – 10 % … ▸", "");
    }

    #[test]
    fn letters_that_the_font_lacks_are_told_once() {
        check("a 中文中 b", "中文");
    }
}
