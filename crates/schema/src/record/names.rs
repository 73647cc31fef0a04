//! The names recognised in an article, in few letters.
//!
//! One line: the recogniser, the names, their places, with a tab between. Before each name stands the letter of its
//! kind; a name that is written in full at its first place is left out. The places of all names stand in the order
//! of the article: each is the part it is in, how far it is from the end of the one before, how long it is, and the
//! number of its name. Numbers are written in digits of 32, the lowest first, each but the last marked.

use dateline_article::{Article, MentionKind, NamePlace, RecognisedName, Recognition, TextPart};

/// Between the recogniser, the names and the places.
const COLUMN: char = '\t';
/// Between two names.
const NAME: char = '\u{1f}';

const KINDS: [(char, MentionKind); 3] =
    [('p', MentionKind::Person), ('o', MentionKind::Org), ('l', MentionKind::Place)];
const PARTS: [TextPart; 3] = [TextPart::Title, TextPart::Lead, TextPart::Body];

/// Digits 0 to 31 that end a number, then those behind which it goes on. None of them is a separator.
const DIGITS: &[u8; 64] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";

pub fn write(article: &Article, recognition: &Recognition, out: &mut String) {
    out.extend(recognition.by.chars().filter(|letter| !is_separator(*letter)));
    out.push(COLUMN);
    for (number, name) in recognition.names.iter().enumerate() {
        if number > 0 {
            out.push(NAME);
        }
        out.extend(KINDS.iter().filter(|(_, kind)| *kind == name.kind).map(|(letter, _)| *letter));
        if written_first(article, &name.at) != Some(name.name.as_str()) {
            out.extend(name.name.chars().map(|letter| if is_separator(letter) { ' ' } else { letter }));
        }
    }
    out.push(COLUMN);
    let mut places: Vec<(NamePlace, usize)> = recognition
        .names
        .iter()
        .enumerate()
        .flat_map(|(number, name)| name.at.iter().map(move |place| (*place, number)))
        .collect();
    places.sort_unstable();
    let (mut part, mut end) = (0, 0);
    for (place, number) in places {
        let of_part = PARTS.iter().position(|part| *part == place.part).unwrap_or(0);
        if of_part != part {
            (part, end) = (of_part, 0);
        }
        // Places may overlap: the distance is counted from the start where the end lies behind it.
        let (distance, sign) = match place.start.checked_sub(end) {
            Some(distance) => (distance, 0),
            None => (end - place.start, 1),
        };
        write_number(u64::from(distance) << 3 | sign << 2 | part as u64, out);
        write_number(u64::from(place.end.saturating_sub(place.start)), out);
        write_number(number as u64, out);
        end = place.end;
    }
}

/// What [`write`] wrote; `None` when it is something else.
pub fn read(article: &Article, line: &str) -> Option<Recognition> {
    let mut columns = line.split(COLUMN);
    let (by, names, places) = (columns.next()?, columns.next()?, columns.next()?);
    let mut recognition = Recognition { by: by.to_owned(), names: Vec::new() };
    for name in names.split(NAME).filter(|name| !name.is_empty()) {
        let mut letters = name.chars();
        let letter = letters.next()?;
        let (_, kind) = *KINDS.iter().find(|(known, _)| *known == letter)?;
        recognition.names.push(RecognisedName { kind, name: letters.as_str().to_owned(), at: Vec::new() });
    }
    let mut digits = places.bytes();
    let (mut part, mut end) = (TextPart::Title, 0_u32);
    while digits.len() > 0 {
        let start = read_number(&mut digits)?;
        let length = u32::try_from(read_number(&mut digits)?).ok()?;
        let number = usize::try_from(read_number(&mut digits)?).ok()?;
        let of_part = *PARTS.get((start & 3) as usize)?;
        if of_part != part {
            (part, end) = (of_part, 0);
        }
        let distance = u32::try_from(start >> 3).ok()?;
        let start = if start & 4 == 0 { end.checked_add(distance)? } else { end.checked_sub(distance)? };
        end = start.checked_add(length)?;
        recognition.names.get_mut(number)?.at.push(NamePlace { part, start, end });
    }
    for name in &mut recognition.names {
        if name.name.is_empty() {
            name.name = written_first(article, &name.at)?.to_owned();
        }
    }
    Some(recognition)
}

/// What is written at the first place.
fn written_first<'a>(article: &'a Article, places: &[NamePlace]) -> Option<&'a str> {
    let written = article.written_at(*places.iter().min()?)?;
    (!written.is_empty()).then_some(written)
}

fn is_separator(letter: char) -> bool {
    letter == COLUMN || letter == NAME || letter == '\n'
}

fn write_number(mut number: u64, out: &mut String) {
    while number >= 32 {
        out.push(char::from(DIGITS[32 + (number & 31) as usize]));
        number >>= 5;
    }
    out.push(char::from(DIGITS[number as usize]));
}

fn read_number(digits: &mut impl Iterator<Item = u8>) -> Option<u64> {
    let (mut number, mut shift) = (0_u64, 0);
    loop {
        let byte = digits.next()?;
        let digit = u64::from(match byte {
            b'0'..=b'9' => byte - b'0',
            b'A'..=b'Z' => byte - b'A' + 10,
            b'a'..=b'z' => byte - b'a' + 36,
            b'-' => 62,
            b'_' => 63,
            _ => return None,
        });
        if shift >= 60 {
            return None;
        }
        number |= (digit & 31) << shift;
        if digit < 32 {
            return Some(number);
        }
        shift += 5;
    }
}

#[cfg(test)]
mod tests {
    use dateline_article::{ArticleId, ContentHash, Dates, Locator};

    use super::super::{decode_record, encode_record};
    use super::*;

    fn article(title: &str, lead: &str, body: &str) -> Article {
        Article {
            id: ArticleId::of_parts(&[b"a"]),
            native_id: None,
            title: title.to_owned(),
            lead: lead.to_owned(),
            body: body.to_owned(),
            captions: Vec::new(),
            byline: None,
            source: None,
            section: None,
            page: None,
            edition: None,
            genre: None,
            lang: None,
            url: None,
            tags: Vec::new(),
            dates: Dates::default(),
            mentions: Vec::new(),
            recognition: None,
            ocr_confidence: None,
            format: "text".to_owned(),
            locator: Locator { file: "/a".to_owned(), member: None, record: 1, byte: 0 },
            content_hash: ContentHash::of_parts(&[b"a"]),
            notes: Vec::new(),
        }
    }

    fn place(part: TextPart, start: u32, end: u32) -> NamePlace {
        NamePlace { part, start, end }
    }

    #[track_caller]
    fn check(names: Vec<RecognisedName>, expect_line: &str) {
        let mut article = article("Sessions", "Jeff Sessions met Kislyak.", &"Kislyak left. ".repeat(100));
        article.recognition = Some(Recognition { by: "en-1".to_owned(), names });
        let record = encode_record(&mut article);
        let line = record.split_once('\n').expect("names").1;
        assert_eq!(line.replace(NAME, "|"), expect_line);
        assert_eq!(decode_record(&record).expect("an article"), article);
    }

    #[test]
    fn names_and_places_are_read_as_they_were_written() {
        let sessions = RecognisedName {
            kind: MentionKind::Person,
            name: "Jeff Sessions".to_owned(),
            at: vec![place(TextPart::Title, 0, 8), place(TextPart::Lead, 0, 13)],
        };
        let kislyak = RecognisedName {
            kind: MentionKind::Org,
            name: "Kislyak".to_owned(),
            at: vec![
                place(TextPart::Lead, 18, 25),
                place(TextPart::Body, 14, 21),
                place(TextPart::Body, 1386, 1393),
            ],
        };
        check(vec![sessions, kislyak], "en-1\tpJeff Sessions|o\t0801D0f171o371grA71");
        check(Vec::new(), "en-1\t\t");
    }

    #[test]
    fn places_inside_each_other_are_kept() {
        let club = RecognisedName {
            kind: MentionKind::Org,
            name: "Club".to_owned(),
            at: vec![place(TextPart::Lead, 0, 13)],
        };
        let town = RecognisedName {
            kind: MentionKind::Place,
            name: "Sessions".to_owned(),
            at: vec![place(TextPart::Lead, 5, 13)],
        };
        check(vec![club, town], "en-1\toClub|l\t1D0b281");
    }

    #[test]
    fn damaged_names_are_told() {
        let good = encode_record(&mut article("A", "", ""));
        for line in [
            "",
            "en-1",
            "en-1\tx\t",
            "en-1\tpA\t0",
            "en-1\tpA\t0!0",
            "en-1\tpA\t005",
            "en-1\tp\t",
            "en-1\tpA\tzzzzzzzzzzzzzzzz",
        ] {
            assert_eq!(
                decode_record(&format!("{good}\n{line}")),
                Err("a stored article whose names cannot be read".to_owned()),
                "{line}"
            );
        }
    }
}
