//! Reading lines with bounded memory.

use std::io::{self, BufRead};

/// How reading a line went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// The whole line is in the buffer, without its line feed.
    Whole,
    /// The line is longer than the limit: it was skipped.
    TooLong,
    /// There is no further line.
    End,
}

/// Reads the next line into `line`, at most `limit` bytes of it. Also gives how many bytes of the input
/// it took, the line feed included.
pub(super) fn read_line(
    input: &mut dyn BufRead,
    limit: usize,
    line: &mut Vec<u8>,
) -> io::Result<(Line, u64)> {
    line.clear();
    let mut taken = 0;
    loop {
        let chunk = input.fill_buf()?;
        if chunk.is_empty() {
            let end = if taken == 0 { Line::End } else { Line::Whole };
            return Ok((end, taken));
        }
        let line_feed = memchr::memchr(b'\n', chunk);
        let part = &chunk[..line_feed.unwrap_or(chunk.len())];
        if line.len() + part.len() > limit {
            line.clear();
            return Ok((Line::TooLong, taken + skip_line(input, b'\n')?));
        }
        line.extend_from_slice(part);
        let used = part.len() + usize::from(line_feed.is_some());
        input.consume(used);
        taken += used as u64;
        if line_feed.is_some() {
            return Ok((Line::Whole, taken));
        }
    }
}

/// Skips everything up to and including the next `line_end`, and gives how many bytes that were.
pub(super) fn skip_line(input: &mut dyn BufRead, line_end: u8) -> io::Result<u64> {
    let mut skipped = 0;
    loop {
        let chunk = input.fill_buf()?;
        if chunk.is_empty() {
            return Ok(skipped);
        }
        let end = memchr::memchr(line_end, chunk);
        let used = end.map_or(chunk.len(), |end| end + 1);
        input.consume(used);
        skipped += used as u64;
        if end.is_some() {
            return Ok(skipped);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_at_the_limit_is_read_and_one_past_it_is_skipped() {
        let mut input = io::BufReader::with_capacity(2, &b"abcd\nabcde\n\nxy"[..]);
        let mut line = Vec::new();
        let mut found = Vec::new();
        loop {
            let (outcome, taken) = read_line(&mut input, 4, &mut line).expect("memory");
            if outcome == Line::End {
                break;
            }
            found.push((outcome, String::from_utf8_lossy(&line).into_owned(), taken));
        }
        let expect =
            [(Line::Whole, "abcd", 5), (Line::TooLong, "", 6), (Line::Whole, "", 1), (Line::Whole, "xy", 2)];
        assert_eq!(found, expect.map(|(outcome, text, taken)| (outcome, text.to_owned(), taken)));
    }
}
