//! The headline of a print: what it says of itself, or its largest letters.

/// A longer headline is a paragraph.
const LONGEST_BYTES: usize = 300;
/// A headline is so much larger than the text.
const LARGER: f32 = 1.15;
/// The first headline stands among so many first paragraphs.
const PARAGRAPHS: usize = 12;

/// The title that the document states, unless it is the name of a file or of the program's first window.
///
/// Text: ISO 32000-1, 7.9.2.2; letters beyond ASCII are those of Windows nearly everywhere.
pub(super) fn stated(bytes: &[u8]) -> Option<String> {
    let text = match bytes {
        [0xfe, 0xff, rest @ ..] => encoding_rs::UTF_16BE.decode_without_bom_handling(rest).0.into_owned(),
        [0xff, 0xfe, rest @ ..] => encoding_rs::UTF_16LE.decode_without_bom_handling(rest).0.into_owned(),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        bytes => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
        },
    };
    let text = text.replace(|letter: char| letter.is_control() || letter.is_whitespace(), " ");
    let title = text.trim();
    let is_title = title.contains(char::is_alphabetic) && title.len() <= LONGEST_BYTES && !is_name(title);
    is_title.then(|| title.to_owned())
}

/// Whether a title is only what a program calls a file.
fn is_name(title: &str) -> bool {
    const STARTS: [&str; 7] =
        ["microsoft word", "microsoft powerpoint", "untitled", "unbenannt", "document", "dokument", "print"];
    const ENDS: [&str; 14] = [
        ".doc", ".docx", ".pdf", ".indd", ".qxd", ".qxp", ".odt", ".rtf", ".txt", ".pub", ".ppt", ".pptx",
        ".tex", ".dvi",
    ];
    let title = title.to_lowercase();
    let is_one_word = !title.contains(' ');
    matches!(title.as_str(), "(anonymous)" | "(unspecified)")
        || STARTS.iter().any(|start| {
            title.strip_prefix(start).is_some_and(|rest| {
                rest.starts_with(" - ")
                    || rest.chars().all(|letter| letter.is_ascii_digit() || " -_".contains(letter))
            })
        })
        || ENDS.iter().any(|end| title.ends_with(end))
        || is_one_word
            && title.contains(['_', '/', '\\'])
            && title.contains(|letter: char| letter.is_ascii_digit())
}

/// The headline; what repeats it at the start of the text is removed.
pub(super) fn of(
    stated: Option<String>,
    paragraphs: &mut Vec<(String, f32)>,
    first_page: usize,
) -> Option<String> {
    let top = first_page.min(PARAGRAPHS).min(paragraphs.len());
    if let Some(title) = stated {
        let letters = |text: &str| text.chars().filter(|letter| letter.is_alphanumeric()).collect::<String>();
        let own = letters(&title.to_lowercase());
        if let Some(at) = paragraphs[..top].iter().position(|(text, _)| letters(&text.to_lowercase()) == own)
        {
            paragraphs.remove(at);
        }
        return Some(title);
    }
    let usual = usual_size(paragraphs);
    let is_large = |(text, size): &(String, f32)| {
        *size > usual * LARGER && text.len() <= LONGEST_BYTES && text.contains(char::is_alphabetic)
    };
    let largest =
        paragraphs[..top].iter().filter(|line| is_large(line)).map(|(_, size)| *size).fold(0.0, f32::max);
    // The name of the paper may stand above the headline in the largest letters of all: it is that all the same.
    let at = paragraphs[..top].iter().position(|line| is_large(line) && line.1 * LARGER >= largest)?;
    if paragraphs.len() == 1 {
        return None;
    }
    Some(paragraphs.remove(at).0)
}

/// The size in which most letters are set.
fn usual_size(paragraphs: &[(String, f32)]) -> f32 {
    let mut sizes: Vec<(f32, usize)> = paragraphs.iter().map(|(text, size)| (*size, text.len())).collect();
    sizes.sort_by(|one, other| one.0.total_cmp(&other.0));
    let half = sizes.iter().map(|(_, letters)| letters).sum::<usize>() / 2;
    let mut letters = 0;
    for (size, count) in sizes {
        letters += count;
        if letters > half {
            return size;
        }
    }
    0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stated_title_is_one_unless_it_names_a_file() {
        for (title, expect) in [
            (&b"Dock strike ends"[..], Some("Dock strike ends")),
            (b"\xfe\xff\0Z\0\xfc\0r\0i\0c\0h", Some("Zürich")),
            (b"Z\xfcrich", Some("Zürich")),
            (b"Microsoft Word - strike.doc", None),
            (b"Microsoft Word - Strike", None),
            (b"strike.indd", None),
            (b"Untitled-1", None),
            (b"Document1", None),
            (b"print 2", None),
            (b"(anonymous)", None),
            (b"gazette_1923_05", None),
            (b"12", None),
            (b"", None),
            (b"Documents of a strike", Some("Documents of a strike")),
        ] {
            assert_eq!(stated(title).as_deref(), expect, "{}", String::from_utf8_lossy(title));
        }
    }

    #[track_caller]
    fn check(stated: Option<&str>, paragraphs: &[(&str, f32)], title: Option<&str>, rest: usize) {
        let mut paragraphs: Vec<_> = paragraphs.iter().map(|&(text, size)| (text.to_owned(), size)).collect();
        let count = paragraphs.len();
        assert_eq!(of(stated.map(str::to_owned), &mut paragraphs, count).as_deref(), title);
        assert_eq!(paragraphs.len(), rest);
    }

    #[test]
    fn the_largest_letters_at_the_top_are_the_headline() {
        let text = "The dockers of Hull went back to work on Monday.";
        check(
            None,
            &[("Gazette", 12.0), ("Dock strike ends", 20.0), (text, 10.0)],
            Some("Dock strike ends"),
            2,
        );
        check(None, &[(text, 10.0), (text, 10.0)], None, 2);
        check(None, &[("17", 20.0), (text, 10.0)], None, 2);
    }

    #[test]
    fn a_stated_title_is_not_repeated_in_the_text() {
        let text = "The dockers of Hull went back to work on Monday.";
        check(Some("Dock strike"), &[("DOCK STRIKE", 20.0), (text, 10.0)], Some("Dock strike"), 1);
        check(Some("Dock strike"), &[("Gazette", 20.0), (text, 10.0)], Some("Dock strike"), 2);
    }
}
