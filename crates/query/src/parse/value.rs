//! The values of fields: names, numbers, dates.

use dateline_article::{Day, Origin, Precision};

use super::explain::replaced;
use super::token::{Token, TokenKind};
use crate::ast::{ArticleRef, DateFilter, DateMatch, NodeKind, NumberFilter, ValueFilter, ValueForm};
use crate::date_expr::{
    DateProblem, DayRange, resolve, resolve_before, resolve_calendar, resolve_from, resolve_to,
};
use crate::field::{ArticleKey, DateBound, Field, NumberField, ValueField};
use crate::{Code, Node, Problem, Span};

/// A value with its field, as typed.
struct Value<'a> {
    query: &'a str,
    /// The name of the field.
    name: Span,
    /// Without quotes.
    text: &'a str,
    /// The place of `text`.
    span: Span,
    /// The place of the value with its quotes.
    quoted_span: Span,
    kind: TokenKind,
}

/// Reads one value of a field that does not hold text.
pub(crate) fn read(
    query: &str,
    today: Day,
    field: Field,
    name: Span,
    token: Token,
) -> Result<NodeKind, Problem> {
    let span = match token.kind {
        TokenKind::Phrase(quoted) => quoted.inner,
        _ => token.span,
    };
    let value =
        Value { query, name, text: span.of(query).trim(), span, quoted_span: token.span, kind: token.kind };
    if value.text.is_empty() {
        let message = format!("{}: needs a value", value.name());
        return Err(Problem::new(Code::Empty, token.span, message));
    }
    match field {
        Field::Date(date, bound) => {
            let range = value.days(bound, today)?;
            let matching = match bound {
                DateBound::Inside => DateMatch::Inside,
                _ => DateMatch::Overlapping,
            };
            let written = value.text.to_owned();
            Ok(NodeKind::Date(DateFilter { field: date, range, matching, written }))
        }
        Field::Number(field) => value.numbers(field).map(NodeKind::Number),
        Field::Calendar(field) => {
            let read = resolve_calendar(field, value.plain());
            read.map(NodeKind::Calendar).map_err(|problem| value.date_problem(&problem))
        }
        Field::DateOrigin => value.one_of(Origin::ALL, Origin::name).map(NodeKind::DateOrigin),
        Field::DatePrecision => value.one_of(Precision::ALL, Precision::name).map(NodeKind::DatePrecision),
        Field::Presence(presence) => value.presence().map(|field| NodeKind::Presence(presence, field)),
        Field::Article(key) => Ok(NodeKind::Article(value.article(key))),
        Field::Value(field) => value.filter(field).map(NodeKind::Value),
        Field::Text(_) => Err(value.wrong("takes words", "write a word or a phrase")),
    }
}

impl Value<'_> {
    fn name(&self) -> &str {
        self.name.of(self.query)
    }

    /// The text without the comma of a sentence around it.
    fn plain(&self) -> &str {
        self.text.trim_end_matches([',', ';'])
    }

    fn wrong(&self, what: &str, hint: &str) -> Problem {
        let message = format!("{}: {what}, but found \"{}\"", self.name(), self.text);
        Problem::new(Code::BadValue, self.span, message).with_hint(hint)
    }

    /// A value of a date field, resolved.
    fn days(&self, bound: DateBound, today: Day) -> Result<DayRange, Problem> {
        let text = self.plain();
        let range = match bound {
            DateBound::Overlapping | DateBound::Inside => resolve(text, today),
            DateBound::From => resolve_from(text, today).map(DayRange::from),
            DateBound::To => resolve_to(text, today).map(DayRange::to),
            DateBound::Before => resolve_before(text, today).map(DayRange::to),
        };
        range.map_err(|problem| self.date_problem(&problem))
    }

    /// The problem of a date as one of the query.
    fn date_problem(&self, problem: &DateProblem) -> Problem {
        let described = Problem::new(problem.code(), self.span, problem.to_string());
        let Some(replacement) = problem.replacement() else {
            return match problem.hint() {
                Some(hint) => described.with_hint(hint),
                None => described,
            };
        };
        self.with_replacement(described, replacement)
    }

    /// A problem that another value puts right.
    fn with_replacement(&self, problem: Problem, value: &str) -> Problem {
        let is_range = value.starts_with(['[', '{']);
        let quoted = if value.contains(' ') && !is_range { format!("\"{value}\"") } else { value.to_owned() };
        let clause = format!("{}:{quoted}", self.name());
        let suggestion = replaced(self.query, self.quoted_span, &quoted);
        problem.with_hint(format!("did you mean {clause} ?")).with_suggestion(suggestion)
    }

    /// `800`, `>800`, `300..1200`, `[300 TO 1200]`.
    fn numbers(&self, field: NumberField) -> Result<NumberFilter, Problem> {
        let text = self.plain();
        let range = |first, last| Ok(NumberFilter { field, first, last });
        let number = |text: &str| self.number(text);
        if let Some(rest) = text.strip_prefix(">=") {
            return range(Some(number(rest)?), None);
        }
        if let Some(rest) = text.strip_prefix("<=") {
            return range(None, Some(number(rest)?));
        }
        if let Some(rest) = text.strip_prefix('>') {
            let above = number(rest)?.checked_add(1).ok_or_else(|| self.no_number())?;
            return range(Some(above), None);
        }
        if let Some(rest) = text.strip_prefix('<') {
            let below = number(rest)?.checked_sub(1).ok_or_else(|| self.no_number())?;
            return range(None, Some(below));
        }
        let inner = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
        let ends = match inner {
            Some(inner) => inner.split_once(" TO ").or_else(|| inner.split_once(" to ")),
            None => text.split_once(".."),
        };
        let Some((left, right)) = ends.map(|(left, right)| (left.trim(), right.trim())) else {
            let exact = number(text)?;
            return range(Some(exact), Some(exact));
        };
        let end = |text: &str| match text {
            "" | "*" => Ok(None),
            text => number(text).map(Some),
        };
        match (end(left)?, end(right)?) {
            (None, None) => Err(self.no_number()),
            (Some(first), Some(last)) if first > last => {
                let problem = Problem::new(Code::ReversedRange, self.span, "the range runs backwards");
                Err(self.with_replacement(problem, &format!("{last}..{first}")))
            }
            (first, last) => range(first, last),
        }
    }

    fn number(&self, text: &str) -> Result<u64, Problem> {
        let text = text.trim();
        let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse().ok().filter(|_| is_number).ok_or_else(|| self.no_number())
    }

    fn no_number(&self) -> Problem {
        let name = self.name();
        let hint = format!("write {name}:>800, {name}:300..1200 or {name}:5");
        self.wrong("takes a number or a range of numbers", &hint)
    }

    /// One of a few fixed values, caselessly.
    fn one_of<T: Copy>(&self, all: &[T], name: fn(T) -> &'static str) -> Result<T, Problem> {
        let text = self.plain();
        let found = all.iter().find(|&&value| name(value).eq_ignore_ascii_case(text));
        found.copied().ok_or_else(|| {
            let names: Vec<&str> = all.iter().map(|&value| name(value)).collect();
            self.wrong("takes one of a few values", &format!("write one of {}", names.join(", ")))
        })
    }

    fn presence(&self) -> Result<Field, Problem> {
        let text = self.plain();
        Field::of_presence(text).ok_or_else(|| {
            let problem =
                self.wrong("takes the name of a field", "write for example has:byline or missing:date");
            match Field::nearest_of_presence(text) {
                Some(nearest) => self.with_replacement(problem, nearest),
                None => problem,
            }
        })
    }

    fn article(&self, key: ArticleKey) -> ArticleRef {
        let value = self.text.to_owned();
        ArticleRef { key, value }
    }

    fn filter(&self, field: ValueField) -> Result<ValueFilter, Problem> {
        let (text, form) = match self.kind {
            TokenKind::Phrase(quoted) if quoted.surface => (self.text, ValueForm::Surface),
            TokenKind::Phrase(_) => (self.text, ValueForm::Whole),
            TokenKind::Regex | TokenKind::Range => {
                let hint = "use * and ? for parts of a value, and OR between values";
                return Err(self.wrong("takes a word, a phrase or a wildcard", hint));
            }
            _ => match self.text.strip_prefix('=') {
                Some(text) => (text, ValueForm::Surface),
                None => (self.text, ValueForm::Word),
            },
        };
        if !text.contains(|c: char| c.is_alphanumeric()) {
            return Err(
                self.wrong("takes a value with a letter or digit", "write a word, or quote a longer value")
            );
        }
        if form == ValueForm::Word && text.starts_with(['[', '{', '/', '-', '!', '=']) {
            let hint = format!("if the value begins so, quote it: {}:\"{text}\"", self.name());
            return Err(self.wrong("takes a word, a phrase or a wildcard", &hint));
        }
        let form =
            if form != ValueForm::Surface && text.contains(['*', '?']) { ValueForm::Wildcard } else { form };
        let text = text.to_owned();
        Ok(ValueFilter { field, text, form })
    }
}

/// The problem with a group of values, which takes `OR` only.
pub(super) fn not_alternatives(query: &str, node: &Node, name: Span) -> Option<Problem> {
    match &node.kind {
        NodeKind::Or(nodes) => nodes.iter().find_map(|node| not_alternatives(query, node, name)),
        NodeKind::And(nodes) => {
            let name = name.of(query);
            let words: Vec<&str> = nodes.iter().map(|node| node.span.of(query)).collect();
            let (phrase, either) = (words.join(" ").replace('"', ""), words.join(" OR "));
            let message = format!("{name}: takes one value, or several with OR between them");
            let hint = format!("write {name}:\"{phrase}\" for one value, {name}:({either}) for either");
            Some(Problem::new(Code::BadValue, node.span, message).with_hint(hint))
        }
        NodeKind::Not(inner) => {
            let (name, value) = (name.of(query), inner.span.of(query));
            let message = format!("{name}: takes values with OR between them");
            let hint = format!("to leave a value out, write -{name}:{value}");
            Some(Problem::new(Code::BadValue, node.span, message).with_hint(hint))
        }
        NodeKind::Near(_) | NodeKind::AtLeast { .. } | NodeKind::First { .. } => {
            let name = name.of(query);
            let message = format!("{name}: takes values with OR between them");
            Some(Problem::new(Code::BadValue, node.span, message))
        }
        _ => None,
    }
}

/// `from:2020 to:2018`: two open ranges in one query that share no day.
pub(super) fn contradicting_ends(query: &str, nodes: &[Node]) -> Option<Problem> {
    for (lower, upper) in contradicting_pairs(nodes) {
        let (Some((from, since)), Some((to, until))) =
            (lower.span.of(query).split_once(':'), upper.span.of(query).split_once(':'))
        else {
            continue;
        };
        let hint = if since == until {
            format!("{to}: leaves its own date out; write to:{until} to take it in")
        } else {
            format!("did you mean {from}:{until} {to}:{since} ?")
        };
        let span = lower.span.to(upper.span);
        return Some(Problem::new(Code::ReversedRange, span, "the range runs backwards").with_hint(hint));
    }
    None
}

/// The first two of the clauses that are open ranges and share no day: the one that begins, the one that ends.
pub(crate) fn contradicting_days(nodes: &[Node]) -> Option<(Span, Span)> {
    contradicting_pairs(nodes).next().map(|(lower, upper)| (lower.span, upper.span))
}

fn contradicting_pairs(nodes: &[Node]) -> impl Iterator<Item = (&Node, &Node)> {
    let open = |node: &Node| match &node.kind {
        NodeKind::Date(date) if date.matching == DateMatch::Overlapping => {
            Some((date.field, date.range.first(), date.range.last()))
        }
        _ => None,
    };
    nodes.iter().flat_map(move |lower| {
        let from = open(lower)
            .and_then(|(field, first, last)| first.filter(|_| last.is_none()).map(|day| (field, day)));
        let uppers = if from.is_some() { nodes } else { &[] };
        uppers.iter().filter_map(move |upper| {
            let (field, first) = from?;
            let (same, None, Some(last)) = open(upper)? else { return None };
            (same == field && first > last).then_some((lower, upper))
        })
    })
}
