//! What keeps a query from running, and how to put it right.

use std::fmt;

use serde::Serialize;

use crate::Span;
use crate::limits::MAX_QUERY_BYTES;

/// One thing wrong with a query.
///
/// A query's problems are reported together, in the order in which they stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Which kind of problem; stable over versions.
    pub code: Code,
    /// The cause: one line without a full stop.
    pub message: String,
    /// The part of the query it is about.
    pub span: Span,
    /// A way out, in words.
    pub hint: Option<String>,
    /// The whole query with this problem put right, when there is one way to do so.
    pub suggestion: Option<String>,
}

impl Problem {
    /// A problem without a way out.
    pub fn new(code: Code, span: Span, message: impl Into<String>) -> Problem {
        Problem { code, message: message.into(), span, hint: None, suggestion: None }
    }

    /// The same problem with a way out.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Problem {
        self.hint = Some(hint.into());
        self
    }

    /// The same problem with a query that would run.
    #[must_use]
    pub fn with_suggestion(mut self, suggestion: impl Into<String>) -> Problem {
        self.suggestion = Some(suggestion.into());
        self
    }

    /// The problem as shown in a terminal: cause, query, caret and help, a line each, without a newline at the end.
    ///
    /// The query line is left out when the query is too long to be shown.
    pub fn render(&self, query: &str) -> String {
        let mut out = format!("error[{}]: {}", self.code, self.message);
        if query.len() <= MAX_QUERY_BYTES && !query.is_empty() {
            let characters = self.span.in_characters(query);
            // A line break or an escape sequence inside the query would move the caret.
            let line: String = query.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
            let carets = characters.len().max(1);
            out.push_str("\n  ");
            out.push_str(line.trim_end());
            out.push_str("\n  ");
            out.push_str(&" ".repeat(characters.start));
            out.push_str(&"^".repeat(carets));
        }
        if let Some(hint) = &self.hint {
            out.push_str("\nhelp: ");
            out.push_str(hint);
        }
        out
    }

    /// The problem as it stands in JSON output, its place counted in characters.
    pub fn report(&self, query: &str) -> ProblemReport<'_> {
        let characters = self.span.in_characters(query);
        ProblemReport {
            code: self.code,
            message: &self.message,
            start: characters.start,
            end: characters.end,
            hint: self.hint.as_deref(),
            suggestion: self.suggestion.as_deref(),
        }
    }
}

/// A [`Problem`] with the field names of the JSON contract.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ProblemReport<'a> {
    /// Such as `Q01`.
    pub code: Code,
    /// The cause.
    pub message: &'a str,
    /// The first character it is about.
    pub start: usize,
    /// The character after the last one.
    pub end: usize,
    /// A way out, in words.
    pub hint: Option<&'a str>,
    /// The whole query put right.
    pub suggestion: Option<&'a str>,
}

/// Defines the codes with their spelling.
macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $text:literal,)+) => {
        /// The kinds of problems. Codes are never reused.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[non_exhaustive]
        pub enum Code {
            $($(#[$doc])* #[serde(rename = $text)] $variant,)+
        }

        impl Code {
            /// Every code, in order.
            pub const ALL: &[Code] = &[$(Code::$variant),+];

            /// The code as printed.
            pub fn name(self) -> &'static str {
                match self { $(Code::$variant => $text,)+ }
            }
        }
    };
}

codes! {
    /// A parenthesis that is never closed.
    UnclosedGroup = "Q01",
    /// A field that does not exist.
    UnknownField = "Q02",
    /// A range whose end lies before its start.
    ReversedRange = "Q03",
    /// A date that can be read two ways.
    TwoReadings = "Q04",
    /// A day that no calendar holds.
    NoSuchDay = "Q05",
    /// `AND` inside an operand of a proximity.
    AndInNear = "Q06",
    /// A proximity without its number.
    NearWithoutNumber = "Q07",
    /// An operator with nothing beside it.
    MissingOperand = "Q08",
    /// A wildcard with too few fixed letters.
    TooManyForms = "Q09",
    /// Two kinds of proximity side by side.
    MixedProximity = "Q10",
    /// A clause on names in an index that holds none.
    NoEntities = "Q11",
    /// Syntax of Nexis.
    NexisSyntax = "Q12",
    /// A phrase whose quote is never closed.
    UnclosedPhrase = "Q13",
    /// A `)` that closes nothing.
    StrayParenthesis = "Q14",
    /// A query, group or phrase with nothing in it.
    Empty = "Q15",
    /// A negated operand of a proximity.
    NegativeNear = "Q16",
    /// Something without a place in the text where only words can stand.
    NoPlaceInText = "Q17",
    /// A value that its field does not take.
    BadValue = "Q18",
    /// A date that cannot be read.
    NotADate = "Q19",
    /// A web address where words are expected.
    PastedAddress = "Q20",
    /// A query text longer than the limit.
    TooLong = "Q21",
    /// Nesting deeper than the limit.
    TooDeep = "Q22",
    /// More clauses than the limit.
    TooManyClauses = "Q23",
    /// A number out of its range after `~`, `^` or in a function.
    BadNumber = "Q24",
    /// A clause that this archive cannot answer.
    Unanswerable = "Q25",
    /// Syntax of another search program that cannot be read as it is meant there.
    ForeignSyntax = "Q26",
    /// An id that no article of the archive has.
    NoSuchArticle = "Q27",
    /// A proximity that an article has in too many ways.
    TooManyPlaces = "Q28",
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(query: &str, part: &str, expect: &str) {
        let start = query.find(part).expect("the part stands in the query");
        let problem = Problem::new(Code::MissingOperand, Span::new(start, start + part.len()), "cause");
        assert_eq!(problem.render(query), expect);
    }

    #[test]
    fn the_caret_stands_under_the_span_counted_in_characters() {
        check("Zürich OR", "OR", "error[Q08]: cause\n  Zürich OR\n         ^^");
    }

    #[test]
    fn control_characters_of_the_query_do_not_reach_the_terminal() {
        check("a\n\u{1b}[31m OR", "OR", "error[Q08]: cause\n  a  [31m OR\n          ^^");
    }

    #[test]
    fn an_empty_span_still_has_a_caret() {
        check("flood", "", "error[Q08]: cause\n  flood\n  ^");
    }

    #[test]
    fn codes_are_numbered_without_gaps() {
        for (index, code) in Code::ALL.iter().enumerate() {
            assert_eq!(code.to_string(), format!("Q{:02}", index + 1));
        }
    }

    #[test]
    fn a_report_counts_characters() {
        let problem = Problem::new(Code::UnknownField, Span::new(8, 10), "cause").with_hint("way out");
        let report = problem.report("Zürich OR");
        assert_eq!((report.start, report.end, report.hint), (7, 9, Some("way out")));
    }
}
