//! What lies beside the articles of a collection: its description, its licence, the judgements and labels
//! of those who study it. Any text is an article to plain text; these are none.

use crate::RejectReason;
use crate::format::{self, Head};

/// So many lines at the top are looked at.
const LINES: usize = 500;
/// Of so many lines, one may be another: a heading, a note.
const LINES_OF_WHICH_ONE_MAY_DIFFER: usize = 50;

/// How to have a text read that only looks like none.
const READ_AS_TEXT: &str = "`--input-format text` reads it all the same";

/// Why a text that no particular format fits is no article, if it is none, and how to have it read.
pub(super) fn why_not(head: Head<'_>) -> Option<RejectReason> {
    if let Some(kind) = named(head.name)
        && !format::states_date(head.bytes)
    {
        return Some(RejectReason::OtherKind { kind: kind.to_owned() });
    }
    let text = String::from_utf8_lossy(head.bytes);
    let mut lines: Vec<&str> = text.lines().take(LINES + 1).collect();
    if lines.len() > LINES || !head.complete {
        // The last one may be cut.
        lines.pop();
    }
    lines.retain(|line| !line.trim().is_empty());
    let (found, hint) = if is_queries(&lines) {
        ("the queries of a test collection", READ_AS_TEXT)
    } else if is_labelled(&lines) {
        ("words, each with its label", READ_AS_TEXT)
    } else if all(&lines, 10, is_of_numbers) {
        ("rows of numbers", READ_AS_TEXT)
    } else if all(&lines, 50, is_one_word) {
        ("a list of words", READ_AS_TEXT)
    } else if is_table(head, &lines) {
        // The names of columns are known in some languages only.
        (
            "a table whose first row names neither headline nor text",
            "`--input-format csv --map title=COLUMN --map body=COLUMN` says which columns do",
        )
    } else {
        return None;
    };
    Some(RejectReason::NoArticle { found: format!("{found}; {hint}") })
}

/// The kind of a file that is called as the descriptions and licences of collections are: `README.md`,
/// `LICENSE-MIT`. Small letters count only without anything else: an article may be kept in
/// `license-to-kill.txt`.
fn named(name: &str) -> Option<&'static str> {
    let stem = match name.rsplit_once('.') {
        Some((stem, extension))
            if ["txt", "md", "rst"].contains(&extension.to_ascii_lowercase().as_str()) =>
        {
            stem
        }
        _ => name,
    };
    let first = name.split(['.', '-', '_', ' ']).next().unwrap_or_default();
    let is_called = |known: &&str| first == *known || stem.eq_ignore_ascii_case(known);
    if ["README", "CHANGELOG"].iter().any(is_called) {
        Some("description of files (`--input-format` reads it)")
    } else if ["LICENSE", "LICENCE", "COPYING"].iter().any(is_called) {
        Some("licence (`--input-format` reads it)")
    } else {
        None
    }
}

/// Whether all lines, hardly any excepted, are of a kind, and at least so many.
fn all(lines: &[&str], least: usize, is_of_kind: impl Fn(&str) -> bool) -> bool {
    let others =
        lines.iter().filter(|line| !is_of_kind(line)).take(LINES / LINES_OF_WHICH_ONE_MAY_DIFFER + 1);
    lines.len() >= least && others.count() <= lines.len() / LINES_OF_WHICH_ONE_MAY_DIFFER
}

/// Whether a line holds numbers and ids alone, as relevance judgements and lists of pairs do.
fn is_of_numbers(line: &str) -> bool {
    let mut fields = line.split_whitespace().peekable();
    let is_number = |field: &str| field.is_ascii() && field.bytes().any(|byte| byte.is_ascii_digit());
    fields.peek().is_some() && fields.all(is_number)
}

/// Whether a line is one word of a script that writes blanks between words.
fn is_one_word(line: &str) -> bool {
    /// What follows, from Devanagari on, is mostly written without blanks, or needs marks to be told.
    const SCRIPTS_END: char = '\u{700}';
    let word = line.trim();
    let is_letter = |letter: char| (letter.is_alphabetic() && letter < SCRIPTS_END) || "'’-".contains(letter);
    word.chars().all(is_letter)
}

/// Whether each line is a word with what somebody found it to be: `Hull B-LOC`.
///
/// Format: <https://aclanthology.org/W03-0419/> and the labels of others for the same.
fn is_labelled(lines: &[&str]) -> bool {
    let is_label = |field: &str| {
        let marked = |mark: &str| field.strip_prefix(mark).is_some_and(|kind| kind.len() > 1);
        matches!(field, "O" | "_") || ["B-", "I-", "E-", "S-", "L-", "U-"].iter().any(|mark| marked(mark))
    };
    // Comments and the marks of documents have fewer columns.
    let fields = |line: &str| line.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let rows: Vec<Vec<String>> = lines
        .iter()
        .filter(|line| !line.starts_with("# ") && !line.starts_with("-DOCSTART-"))
        .map(|line| fields(line))
        .collect();
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default().min(16);
    (1..columns).any(|column| {
        let labels = || rows.iter().filter_map(|row| row.get(column));
        let labelled = labels().filter(|label| is_label(label)).count();
        let spare = rows.len() / LINES_OF_WHICH_ONE_MAY_DIFFER;
        rows.len() >= 5 && labelled + spare >= rows.len() && labels().any(|label| label == "O")
    })
}

/// Whether a text begins as queries do: `*FIND    1` of SMART, `<top>` with `<num>` of TREC.
///
/// Formats: <https://ftp.cs.cornell.edu/pub/smart/>, <https://trec.nist.gov/data/topics_eng/>
fn is_queries(lines: &[&str]) -> bool {
    let mut lines = lines.iter().map(|line| line.trim());
    match lines.next() {
        Some("<top>") => lines.take(3).any(|line| line.starts_with("<num>")),
        Some(line) => line.strip_prefix("*FIND").is_some_and(|id| id.trim().parse::<u32>().is_ok()),
        None => false,
    }
}

/// Whether a file is called a table, and is one.
fn is_table(head: Head<'_>, lines: &[&str]) -> bool {
    let extension = head.name.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
    let delimiters: &[char] = match extension.as_str() {
        "csv" => &[',', ';', '\t'],
        "tsv" | "tab" => &['\t'],
        "psv" => &['|'],
        _ => return false,
    };
    delimiters.iter().any(|&delimiter| all(lines, 2, |line| line.contains(delimiter)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, text: &str, expect: Option<&str>) {
        let found = why_not(Head { name, bytes: text.as_bytes(), complete: true });
        let found = found.map(|reason| reason.to_string());
        let expect = expect.map(|found| match found {
            "description of files" | "licence" => {
                format!("expected an article, but found {found} (`--input-format` reads it)")
            }
            _ if found.starts_with("a table") => format!(
                "expected an article, but found {found}; `--input-format csv --map title=COLUMN --map body=COLUMN` says \
                 which columns do"
            ),
            _ => format!("expected an article, but found {found}; `--input-format text` reads it all the same"),
        });
        assert_eq!(found, expect, "{name}");
    }

    #[test]
    fn descriptions_and_licences_are_told_by_their_names() {
        for name in ["README", "readme.txt", "Readme.md", "README-newseye.md", "README.de.txt"] {
            check(name, "A text.", Some("description of files"));
        }
        for name in ["LICENSE", "License.txt", "COPYING", "LICENSE-CC-BY-4.0"] {
            check(name, "A text.", Some("licence"));
        }
        for name in ["license-to-kill.txt", "reading.txt", "1923.txt", "licensed.md", "readme first.txt"] {
            check(name, "A text.", None);
        }
    }

    #[test]
    fn a_note_of_a_day_is_an_article_whatever_its_name() {
        let note = |fields: &str| format!("---\n{fields}\n---\n\nThe dockers went back.\n");
        check("README.md", &note("title: Strike\ndate: 2017-03-01"), None);
        check("README.md", &note("license: mit\npretty_name: News"), Some("description of files"));
    }

    #[test]
    fn rows_of_numbers_are_judgements_or_pairs() {
        let rows = |row: &str| format!("{row}\n\n").repeat(10);
        check("qrels.txt", &rows("train-1 0 394 1"), Some("rows of numbers"));
        check("a.rel", &rows("1 268 288"), Some("rows of numbers"));
        check("a.truth", &rows("t1088\tt5015"), Some("rows of numbers"));
        check("a", &rows("train-1 0 394 1")[..60], None);
        check("a.txt", &rows("1. Hull 3 4"), None);
    }

    #[test]
    fn labelled_words_are_no_text() {
        let conll = "-DOCSTART- -X- O O\n\nHull NNP B-NP B-LOC\nstrikes VBZ B-VP O\n. . O O\nIt PRP O O\nends VBZ O O\n";
        check("eng.testa", conll, Some("words, each with its label"));
        let hipe = "TOKEN\tNE\tMISC\n# id = 1\n".to_owned() + &"Hull\tB-loc\t_\nist\tO\tSpace\n".repeat(30);
        check("a.tsv", &hipe, Some("words, each with its label"));
        check("a.txt", &"The dockers of Hull\nO what a strike\n".repeat(20), None);
    }

    #[test]
    fn one_word_a_line_is_a_list() {
        check("stop.txt", &"about\nAßmann\n\nd’un\nОна\n".repeat(15), Some("a list of words"));
        check("stop.txt", &"about\n".repeat(20), None);
        check("a.txt", &"罢工结束了\n".repeat(60), None);
        check("a.txt", &"Hull strikes\n".repeat(60), None);
        let with_heading = format!("Words that say nothing\n{}", "about\n".repeat(60));
        check("a.txt", &with_heading, Some("a list of words"));
    }

    #[test]
    fn queries_are_no_articles() {
        check(
            "a.que",
            "*FIND     1\n\nDOCK STRIKE\n*FIND     2\n\nTRADE",
            Some("the queries of a test collection"),
        );
        check(
            "a",
            "\n<top>\n\n<num> Number: 301\n<title> Dock strike",
            Some("the queries of a test collection"),
        );
        check("a", "*FIND the dock.", None);
    }

    #[test]
    fn a_table_without_a_headline_is_no_article() {
        let table = Some("a table whose first row names neither headline nor text");
        check("names.tsv", "CITY\tHull\nCITY\tLeith\n", table);
        check("words.csv", "Sentence #,Word\nSentence: 1,Dockers\n,strike\n", table);
        check("a.txt", "CITY\tHull\nCITY\tLeith\n", None);
        check("a.csv", "Dockers of Hull, it is told, strike.\nIt ends.\n", None);
    }
}
