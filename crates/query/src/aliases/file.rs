//! Reading `aliases.txt`, line by line.

use std::fmt;

use dateline_article::MentionKind;

/// One line that says something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AliasLine {
    /// Its number in the file, from 1.
    pub line: usize,
    /// The kind of name it is about; `None` for all.
    pub kind: Option<MentionKind>,
    /// What it says.
    pub says: AliasRule,
}

/// What a line says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AliasRule {
    /// `Angela Merkel [person]: Merkel A., Frau Merkel`: all are one name, shown as the first.
    Same {
        /// The name that stands for all.
        name: String,
        /// The others; never empty.
        others: Vec<String>,
    },
    /// `!Frankfurter Buch [person]`: it is no name.
    NoName(String),
}

/// A line that could not be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AliasProblem {
    /// Its number in the file, from 1.
    pub line: usize,
    /// What is wrong, and what was expected.
    pub message: String,
}

impl fmt::Display for AliasProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.message)
    }
}

/// A longer name is a mistake, such as a file of another kind.
const MOST_LETTERS: usize = 200;
const EXAMPLE: &str = "`Angela Merkel [person]: Merkel A., Frau Merkel`";

/// Reads the lines of an alias file. Empty lines and those that begin with `#` say nothing.
///
/// ```text
/// Angela Merkel [person]: Merkel A., Frau Merkel, "Merkel, Angela"
/// !Frankfurter Buch [person]
/// ```
pub fn read_lines(text: &str) -> (Vec<AliasLine>, Vec<AliasProblem>) {
    let (mut lines, mut problems) = (Vec::new(), Vec::new());
    for (number, content) in (1..).zip(text.trim_start_matches('\u{feff}').lines()) {
        let content = content.trim();
        if content.is_empty() || content.starts_with('#') {
            continue;
        }
        match read_line(content) {
            Ok((kind, says)) => lines.push(AliasLine { line: number, kind, says }),
            Err(message) => problems.push(AliasProblem { line: number, message }),
        }
    }
    (lines, problems)
}

fn read_line(content: &str) -> Result<(Option<MentionKind>, AliasRule), String> {
    if let Some(banned) = content.strip_prefix('!') {
        let (name, kind) = name_and_kind(banned)?;
        return Ok((kind, AliasRule::NoName(name)));
    }
    let mut names = split_outside_quotes(content, ':').into_iter();
    let (Some(head), Some(rest)) = (names.next(), names.next()) else {
        return Err(format!("expected a name, a colon and its other forms, such as {EXAMPLE}"));
    };
    if names.next().is_some() {
        return Err("expected one colon; put a name that holds one into quotes".to_owned());
    }
    let (name, kind) = name_and_kind(head)?;
    let mut others = Vec::new();
    for other in split_outside_quotes(rest, ',') {
        if !other.trim().is_empty() {
            others.push(checked(other)?);
        }
    }
    if others.is_empty() {
        return Err(format!("expected other forms of the name behind the colon, such as {EXAMPLE}"));
    }
    Ok((kind, AliasRule::Same { name, others }))
}

/// `Angela Merkel [person]`
fn name_and_kind(text: &str) -> Result<(String, Option<MentionKind>), String> {
    let text = text.trim();
    let Some((name, kind)) = text.strip_suffix(']').and_then(|rest| rest.rsplit_once('[')) else {
        return Ok((checked(text)?, None));
    };
    let wanted = kind.trim().to_lowercase();
    let kind = MentionKind::ALL.into_iter().find(|kind| kind.name() == wanted);
    let kind = kind.ok_or_else(|| format!("expected [person], [org] or [place], but found [{wanted}]"))?;
    Ok((checked(name)?, Some(kind)))
}

/// A name without its quotes.
fn checked(text: &str) -> Result<String, String> {
    let text = text.trim();
    let name = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(text).trim();
    if name.is_empty() {
        return Err(format!("expected a name, such as {EXAMPLE}"));
    }
    if name.contains('"') {
        return Err("a quote is never closed, or stands inside a name".to_owned());
    }
    if name.chars().nth(MOST_LETTERS).is_some() {
        return Err(format!("expected names of at most {MOST_LETTERS} letters"));
    }
    Ok(name.to_owned())
}

fn split_outside_quotes(text: &str, separator: char) -> Vec<&str> {
    let (mut parts, mut start, mut quoted) = (Vec::new(), 0, false);
    for (at, letter) in text.char_indices() {
        if letter == '"' {
            quoted = !quoted;
        } else if letter == separator && !quoted {
            parts.push(&text[start..at]);
            start = at + letter.len_utf8();
        }
    }
    parts.push(&text[start..]);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &[&str]) {
        let (lines, problems) = read_lines(text);
        let lines = lines.iter().map(|AliasLine { line, kind, says }| {
            let kind = kind.map_or(String::new(), |kind| format!("{kind} "));
            match says {
                AliasRule::Same { name, others } => format!("{line} {kind}{name} = {}", others.join(" | ")),
                AliasRule::NoName(name) => format!("{line} {kind}not {name}"),
            }
        });
        let shown: Vec<String> = lines.chain(problems.iter().map(ToString::to_string)).collect();
        assert_eq!(shown, expect);
    }

    #[test]
    fn a_line_puts_forms_under_a_name_or_bans_one() {
        check(
            "# names\n\nAngela Merkel [person]: Merkel A., Frau Merkel, Меркель\n!Frankfurter Buch [person]\n! NATO",
            &[
                "3 person Angela Merkel = Merkel A. | Frau Merkel | Меркель",
                "4 person not Frankfurter Buch",
                "5 not NATO",
            ],
        );
        check("\u{feff}UN: United Nations,\r\n", &["1 UN = United Nations"]);
    }

    #[test]
    fn commas_and_colons_of_names_stand_in_quotes() {
        check("\"Guardian: Live\" [org]: \"Guardian, The\"", &["1 org Guardian: Live = Guardian, The"]);
    }

    #[test]
    fn lines_that_cannot_be_taken_are_told_one_by_one() {
        check(
            "Merkel\nA [party]: B\nA:\n[org]: B\nA: \"B\nA: B: C\n!",
            &[
                "line 1: expected a name, a colon and its other forms, such as `Angela Merkel [person]: Merkel A., Frau Merkel`",
                "line 2: expected [person], [org] or [place], but found [party]",
                "line 3: expected other forms of the name behind the colon, such as `Angela Merkel [person]: Merkel A., Frau Merkel`",
                "line 4: expected a name, such as `Angela Merkel [person]: Merkel A., Frau Merkel`",
                "line 5: a quote is never closed, or stands inside a name",
                "line 6: expected one colon; put a name that holds one into quotes",
                "line 7: expected a name, such as `Angela Merkel [person]: Merkel A., Frau Merkel`",
            ],
        );
    }
}
