//! Pictures as SVG 1.1, without scripts.

use std::fmt::Write;

use super::{Anchor, LETTER_SIZE, Picture, Shape};

impl Picture {
    /// The picture as the text of a file.
    pub fn svg(&self) -> String {
        let Picture { title, width, height, shapes } = self;
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
             font-family=\"sans-serif\" font-size=\"{LETTER_SIZE}\" role=\"img\">\n<title>{}</title>\n\
             <rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n",
            escaped(title)
        );
        for shape in shapes {
            write_shape(&mut svg, shape);
        }
        svg + "</svg>\n"
    }
}

fn write_shape(svg: &mut String, shape: &Shape) {
    // Writing to a string cannot fail.
    let _ = match shape {
        Shape::Rectangle { x, y, width, height, colour, told } => {
            let start = format!(
                "<rect x=\"{x:.2}\" y=\"{y:.2}\" width=\"{width:.2}\" height=\"{height:.2}\" fill=\"{colour}\""
            );
            write_told(svg, &start, "rect", told.as_deref())
        }
        Shape::Line { from, to, colour, width } => writeln!(
            svg,
            "<line x1=\"{:.2}\" y1=\"{:.2}\" x2=\"{:.2}\" y2=\"{:.2}\" stroke=\"{colour}\" stroke-width=\"{width}\"/>",
            from.0, from.1, to.0, to.1
        ),
        Shape::Curve { points, colour, width } => {
            let mut path = String::new();
            for (number, (x, y)) in points.iter().enumerate() {
                let _ = write!(path, "{}{x:.2} {y:.2} ", if number == 0 { "M" } else { "L" });
            }
            writeln!(
                svg,
                "<path d=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{width}\" stroke-linejoin=\"round\"/>",
                path.trim_end()
            )
        }
        Shape::Dot { at: (x, y), radius, colour, told } => {
            let start = format!("<circle cx=\"{x:.2}\" cy=\"{y:.2}\" r=\"{radius}\" fill=\"{colour}\"");
            write_told(svg, &start, "circle", told.as_deref())
        }
        Shape::Text { x, y, anchor, colour, text } => {
            let anchor = match anchor {
                Anchor::Start => "start",
                Anchor::Middle => "middle",
                Anchor::End => "end",
            };
            writeln!(
                svg,
                "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\" fill=\"{colour}\">{}</text>",
                escaped(text)
            )
        }
    };
}

fn write_told(svg: &mut String, start: &str, element: &str, told: Option<&str>) -> std::fmt::Result {
    match told {
        Some(told) => writeln!(svg, "{start}><title>{}</title></{element}>", escaped(told)),
        None => writeln!(svg, "{start}/>"),
    }
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
    fn no_text_breaks_the_picture() {
        assert_eq!(escaped("a<b> & \"c\"\u{1b}"), "a&lt;b&gt; &amp; &quot;c&quot; ");
    }
}
