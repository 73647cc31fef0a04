//! How a file of JSON is laid out, told by its first bytes.

use serde::de::IgnoredAny;

use crate::format::Head;

/// How many lines at the top are looked at.
const LINES: usize = 10;

/// How a file of JSON is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::format) enum Shape {
    /// Several lines, each an object.
    Lines,
    /// One line, as far as can be seen: an object, a record or something around records.
    OneLine,
    /// An array, or objects over several lines.
    Values,
    /// No JSON of objects.
    Other,
}

impl Shape {
    /// Looks at the first bytes of a file.
    pub fn of(head: Head<'_>) -> Shape {
        let bytes = head.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head.bytes);
        let bytes = bytes.trim_ascii_start();
        let inside = bytes.get(1..).unwrap_or_default().trim_ascii();
        match (bytes.first(), inside.first()) {
            (Some(b'['), None | Some(b'{')) => Shape::Values,
            (Some(b'['), Some(b']')) if inside.len() == 1 => Shape::Values,
            (Some(b'{'), None | Some(b'"' | b'}')) => Shape::of_objects(bytes, head.complete),
            _ => Shape::Other,
        }
    }

    fn of_objects(bytes: &[u8], complete: bool) -> Shape {
        let mut lines: Vec<&[u8]> = bytes
            .split(|&byte| byte == b'\n')
            .map(<[u8]>::trim_ascii)
            .filter(|line| !line.is_empty())
            .take(LINES + 1)
            .collect();
        if lines.len() == 1 {
            return Shape::OneLine;
        }
        if !lines.iter().all(|line| line.starts_with(b"{")) {
            return Shape::Values;
        }
        if lines.len() > LINES || !complete {
            // The last line of a cut head is cut, too.
            lines.pop();
        }
        let is_whole = |line: &&[u8]| serde_json::from_slice::<IgnoredAny>(line).is_ok();
        if lines.iter().any(is_whole) { Shape::Lines } else { Shape::Values }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, complete: bool, expect: Shape) {
        let head = Head { name: "a", bytes: text.as_bytes(), complete };
        assert_eq!(Shape::of(head), expect);
    }

    #[test]
    fn lines_are_told_even_when_one_of_them_is_broken() {
        check("{\"a\":1}\n\n{\"b\":", false, Shape::Lines);
        check("{\"a\":1\n{\"b\":2}\n", true, Shape::Lines);
        check("\u{feff}{\"a\":1}\n{}\n", true, Shape::Lines);
    }

    #[test]
    fn objects_over_several_lines_are_values() {
        check("{\n\"a\": 1\n}\n{\n\"b\": 2\n}", true, Shape::Values);
        check("{\"a\": [\n{\"b\": 2}\n]}", true, Shape::Values);
    }

    #[test]
    fn brackets_alone_are_no_json() {
        check("[]\n", true, Shape::Values);
        check("[ ] to do", true, Shape::Other);
        check("[[Category:News]]", true, Shape::Other);
    }

    #[test]
    fn one_line_may_be_anything() {
        check("{\"a\":1}\n", true, Shape::OneLine);
        check("{\"articles\":[{\"a\":", false, Shape::OneLine);
    }
}
