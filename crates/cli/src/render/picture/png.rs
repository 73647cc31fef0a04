//! Pictures as PNG.

use tiny_skia::{FillRule, LineCap, LineJoin, Paint, Path, PathBuilder, Pixmap, Rect, Stroke, Transform};

use super::font::Font;
use super::{Anchor, Colour, LETTER_SIZE, Picture, Shape};

/// Pixels of the file a pixel of the picture: enough for print and dense screens.
const SCALE: f32 = 2.0;

/// A picture as the bytes of a file.
pub struct Png {
    pub bytes: Vec<u8>,
    /// The letters that the font lacks, which are drawn as boxes.
    pub lacking: Vec<char>,
}

impl Picture {
    /// The picture in pixels; the reason when it cannot be made.
    pub fn png(&self) -> Result<Png, String> {
        let (width, height) = (self.width as f32 * SCALE, self.height as f32 * SCALE);
        let mut canvas = Canvas {
            pixels: Pixmap::new(width.ceil() as u32, height.ceil() as u32)
                .ok_or_else(|| format!("a picture of {width} by {height} pixels is too large"))?,
            font: Font::built_in(),
            lacking: Vec::new(),
        };
        canvas.pixels.fill(tiny_skia::Color::WHITE);
        for shape in &self.shapes {
            canvas.draw(shape);
        }
        let bytes = canvas.pixels.encode_png().map_err(|error| error.to_string())?;
        Ok(Png { bytes, lacking: canvas.lacking })
    }
}

struct Canvas {
    pixels: Pixmap,
    font: Font,
    lacking: Vec<char>,
}

impl Canvas {
    fn draw(&mut self, shape: &Shape) {
        match shape {
            Shape::Rectangle { x, y, width, height, colour, .. } => {
                let rectangle = Rect::from_xywh(*x as f32, *y as f32, *width as f32, *height as f32);
                if let Some(rectangle) = rectangle {
                    self.pixels.fill_rect(rectangle, &paint(*colour), scaled(), None);
                }
            }
            Shape::Line { from, to, colour, width } => self.stroke(&[*from, *to], *colour, *width),
            // A curve of one point is but its dot.
            Shape::Curve { points, colour, width } => self.stroke(points, *colour, *width),
            Shape::Dot { at: (x, y), radius, colour, .. } => {
                if let Some(circle) = PathBuilder::from_circle(*x as f32, *y as f32, *radius as f32) {
                    self.fill(&circle, *colour, scaled());
                }
            }
            Shape::Text { x, y, anchor, colour, text } => {
                let set = self.font.set(text, LETTER_SIZE as f32, &mut self.lacking);
                let start = match anchor {
                    Anchor::Start => 0.0,
                    Anchor::Middle => set.width / 2.0,
                    Anchor::End => set.width,
                };
                if let Some(path) = set.path {
                    let place = Transform::from_translate(*x as f32 - start, *y as f32);
                    self.fill(&path, *colour, place.post_concat(scaled()));
                }
            }
        }
    }

    fn fill(&mut self, path: &Path, colour: Colour, place: Transform) {
        self.pixels.fill_path(path, &paint(colour), FillRule::Winding, place, None);
    }

    fn stroke(&mut self, points: &[(f64, f64)], colour: Colour, width: f64) {
        let mut path = PathBuilder::new();
        for (number, &(x, y)) in points.iter().enumerate() {
            match number {
                0 => path.move_to(x as f32, y as f32),
                _ => path.line_to(x as f32, y as f32),
            }
        }
        let stroke = Stroke {
            width: width as f32,
            line_cap: LineCap::Butt,
            line_join: LineJoin::Round,
            ..Stroke::default()
        };
        if let Some(path) = path.finish() {
            self.pixels.stroke_path(&path, &paint(colour), &stroke, scaled(), None);
        }
    }
}

fn scaled() -> Transform {
    Transform::from_scale(SCALE, SCALE)
}

fn paint(Colour(red, green, blue): Colour) -> Paint<'static> {
    let mut paint = Paint { anti_alias: true, ..Paint::default() };
    paint.set_color_rgba8(red, green, blue, u8::MAX);
    paint
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The colour of a pixel of the picture.
    fn colour_at(pixels: &Pixmap, x: u32, y: u32) -> Colour {
        let pixel = pixels.pixel(x * SCALE as u32, y * SCALE as u32).expect("a pixel inside");
        Colour(pixel.red(), pixel.green(), pixel.blue())
    }

    #[test]
    fn shapes_lie_where_they_are_put_and_later_ones_above() {
        let (blue, red) = (Colour(0, 0, 200), Colour(200, 0, 0));
        let mut picture = Picture { title: String::new(), width: 40.0, height: 20.0, shapes: Vec::new() };
        picture.rectangle((0.0, 0.0), (20.0, 20.0), blue);
        picture.rectangle((10.0, 0.0), (20.0, 10.0), red);
        let png = picture.png().expect("a picture");
        let pixels = Pixmap::decode_png(&png.bytes).expect("a PNG");
        assert_eq!((pixels.width(), pixels.height()), (80, 40));
        let colours = [(5, 5), (15, 5), (15, 15), (35, 15)].map(|(x, y)| colour_at(&pixels, x, y));
        assert_eq!(colours, [blue, red, blue, Colour(255, 255, 255)]);
    }
}
