//! Trees back to text: as a query, and as the line above every answer.

use std::fmt::Write;

use crate::ast::{
    Calendar, Case, DateMatch, Phrase, PhrasePart, Proximity, Scope, ValueFilter, ValueForm, Word, WordKind,
};
use crate::field::{ArticleKey, CalendarField, DateBound, Field};
use crate::{DayRange, Node, NodeKind};

/// Writes a tree as a query. Parsing it again gives the same tree, apart from spans.
///
/// Dates are written resolved, so that the query means the same on another day.
pub fn print(tree: &Node) -> String {
    let mut printer = Printer { out: String::new(), dates: Dates::AsQuery };
    printer.node(tree, Place::Whole);
    printer.out
}

/// Writes a tree as people read it: words first, in parentheses, then the filters, and dates resolved:
/// `(flood AND warning) AND date 2024-01-01..2024-03-31`.
pub fn read_as(tree: &Node) -> String {
    let mut printer = Printer { out: String::new(), dates: Dates::ForReading };
    match &tree.kind {
        NodeKind::And(nodes) if tree.is_unweighted() => printer.words_then_filters(nodes),
        _ => printer.node(tree, Place::Whole),
    }
    printer.out
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Dates {
    /// `date:2024-01-01..`
    AsQuery,
    /// `date 2024-01-01..`
    ForReading,
}

/// What stands around a clause.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Nothing, or parentheses.
    Whole,
    /// Other clauses.
    Inside,
}

struct Printer {
    out: String,
    dates: Dates,
}

impl Printer {
    fn push(&mut self, text: &str) {
        self.out.push_str(text);
    }

    fn node(&mut self, node: &Node, place: Place) {
        let weighted = !node.is_unweighted();
        let is_leaf = node.children().is_empty() || is_function(&node.kind);
        let grouped = !is_leaf && (weighted || place == Place::Inside);
        if grouped {
            self.push("(");
        }
        match &node.kind {
            NodeKind::All => self.push("*"),
            NodeKind::And(nodes) => self.joined(nodes, " AND "),
            NodeKind::Or(nodes) => self.joined(nodes, " OR "),
            NodeKind::Not(inner) => {
                self.push("NOT ");
                // `NOT NOT a` needs no parentheses, and a long row of them would be nested too deep.
                let is_not = matches!(&inner.kind, NodeKind::Not(_)) && inner.is_unweighted();
                self.node(inner, if is_not { Place::Whole } else { Place::Inside });
            }
            NodeKind::Word(scope, word) => {
                self.cased(word.case, |printer| {
                    printer.scope(*scope);
                    printer.word(word);
                });
            }
            NodeKind::Phrase(scope, phrase) => self.phrase(*scope, phrase),
            NodeKind::Near(near) => {
                let operator = match near.proximity {
                    Proximity::Near(words) => format!(" NEAR/{words} "),
                    Proximity::Before(words) => format!(" PRE/{words} "),
                    Proximity::NotNear(words) => format!(" NOT NEAR/{words} "),
                    Proximity::Sentence => " /S ".to_owned(),
                    Proximity::Paragraph => " /P ".to_owned(),
                };
                self.joined(&near.operands, &operator);
            }
            NodeKind::AtLeast { times, of } => self.function(&format!("atleast{times}"), of),
            NodeKind::First { words, of } => self.function(&format!("first{words}"), of),
            NodeKind::Value(value) => self.value(value),
            NodeKind::Number(number) => {
                self.field(Field::Number(number.field));
                let end = |end: Option<u64>| end.map(|end| end.to_string()).unwrap_or_default();
                if number.first == number.last {
                    self.push(&end(number.first));
                } else {
                    self.push(&format!("{}..{}", end(number.first), end(number.last)));
                }
            }
            NodeKind::Date(date) => {
                let bound = match date.matching {
                    DateMatch::Overlapping => DateBound::Overlapping,
                    DateMatch::Inside => DateBound::Inside,
                };
                self.date(Field::Date(date.field, bound), date.range);
            }
            NodeKind::Calendar(calendar) => self.calendar(*calendar),
            NodeKind::DateOrigin(origin) => {
                self.field(Field::DateOrigin);
                self.push(origin.name());
            }
            NodeKind::DatePrecision(precision) => {
                self.field(Field::DatePrecision);
                self.push(precision.name());
            }
            NodeKind::Presence(presence, field) => {
                self.field(Field::Presence(*presence));
                self.push(field.name());
            }
            NodeKind::Article(article) => {
                self.field(Field::Article(article.key));
                // An address or id may hold a `^`, so a weight after a bare one would belong to it.
                let bare = article.key != ArticleKey::Url && article.value.chars().all(is_plain) && !weighted;
                self.quoted_unless(bare, &article.value);
            }
        }
        if grouped {
            self.push(")");
        }
        if weighted {
            // Writing to a string cannot fail.
            let _ = write!(self.out, "^{}", node.boost);
        }
    }

    fn joined(&mut self, nodes: &[Node], operator: &str) {
        for (index, node) in nodes.iter().enumerate() {
            if index > 0 {
                self.push(operator);
            }
            // `a AND NOT b` needs no parentheses.
            let is_not = matches!(&node.kind, NodeKind::Not(_)) && node.is_unweighted();
            let place = if is_not && operator == " AND " { Place::Whole } else { Place::Inside };
            self.node(node, place);
        }
    }

    /// The clauses of an `And`: those on the text together, then the filters.
    fn words_then_filters(&mut self, nodes: &[Node]) {
        let (words, filters): (Vec<&Node>, Vec<&Node>) = nodes.iter().partition(|node| is_on_text(node));
        let filters = merged_dates(&filters);
        let grouped = words.len() > 1 && !filters.is_empty();
        let mut first = true;
        if grouped {
            self.push("(");
        }
        for node in words {
            self.separator(&mut first);
            let is_not = matches!(&node.kind, NodeKind::Not(_)) && node.is_unweighted();
            self.node(node, if is_not { Place::Whole } else { Place::Inside });
        }
        if grouped {
            self.push(")");
        }
        for node in &filters {
            self.separator(&mut first);
            let is_not = matches!(&node.kind, NodeKind::Not(_)) && node.is_unweighted();
            self.node(node, if is_not { Place::Whole } else { Place::Inside });
        }
    }

    fn separator(&mut self, first: &mut bool) {
        if !*first {
            self.push(" AND ");
        }
        *first = false;
    }

    fn function(&mut self, name: &str, of: &Node) {
        self.push(name);
        self.push("(");
        self.node(of, Place::Whole);
        self.push(")");
    }

    fn cased(&mut self, case: Case, inner: impl FnOnce(&mut Printer)) {
        let name = match case {
            Case::Any => return inner(self),
            Case::Capital => "caps(",
            Case::AllCapital => "allcaps(",
            Case::NoCapital => "nocaps(",
        };
        self.push(name);
        inner(self);
        self.push(")");
    }

    fn scope(&mut self, scope: Scope) {
        if scope != Scope::Text {
            self.field(Field::Text(scope));
        }
    }

    fn field(&mut self, field: Field) {
        self.push(field.name());
        self.push(":");
    }

    fn word(&mut self, word: &Word) {
        let bare = word.text.starts_with(char::is_alphanumeric) && word.text.chars().all(is_plain);
        let is_operator = matches!(word.text.as_str(), "AND" | "OR" | "NOT" | "NEAR");
        match word.kind {
            WordKind::Plain if bare && !is_operator => self.push(&word.text),
            WordKind::Plain => self.quoted(&format!("{{{}}}", word.text)),
            // Braces inside quotes would mean stems; only a word typed without quotes has them around it.
            WordKind::Exact if bare || is_braced(&word.text) => {
                self.push("=");
                self.push(&word.text);
            }
            WordKind::Exact => self.quoted(&word.text),
            WordKind::Wildcard if is_braced(&word.text) => self.quoted(&format!("{{{}}}", word.text)),
            WordKind::Wildcard => {
                let bare =
                    word.text.chars().all(|c| is_plain(c) || "*?".contains(c)) && !word.text.starts_with('-');
                self.quoted_unless(bare, &word.text);
            }
            WordKind::Fuzzy { distance } => {
                // A `=` keeps other marks from being read as operators or fields, and means nothing here.
                let guard = if bare { "" } else { "=" };
                let number = if distance == 1 { String::new() } else { distance.to_string() };
                self.push(&format!("{guard}{}~{number}", word.text));
            }
            WordKind::Regex => self.push(&format!("/{}/", word.text)),
        }
    }

    fn phrase(&mut self, scope: Scope, phrase: &Phrase) {
        let words = || {
            phrase.parts.iter().filter_map(|part| match part {
                PhrasePart::Word(word) => Some(word),
                PhrasePart::Gap => None,
            })
        };
        let stemmed = words().any(|word| word.kind == WordKind::Plain);
        let case = words().next().map_or(Case::Any, |word| word.case);
        let parts: Vec<&str> = phrase
            .parts
            .iter()
            .map(|part| match part {
                PhrasePart::Word(word) => word.text.as_str(),
                PhrasePart::Gap => "*",
            })
            .collect();
        let text = parts.join(" ");
        self.cased(case, |printer| {
            printer.scope(scope);
            let text = if stemmed {
                format!("{{{text}}}")
            } else if is_braced(&text) {
                // Braces around all of it would mean stems; a mark behind them is no part of a word.
                format!("{text};")
            } else {
                text
            };
            printer.quoted(&text);
            if let Some(slop) = phrase.slop {
                printer.push(&format!("~{slop}"));
            }
        });
    }

    /// The text in quotes that do not close inside it. Whatever quotes it was typed in, one of three kinds fits.
    fn quoted(&mut self, text: &str) {
        let (open, close) = if !text.contains(['"', '“', '”', '‟']) {
            ('"', '"')
        } else if !text.contains('»') {
            ('«', '»')
        } else {
            ('»', '«')
        };
        self.out.push(open);
        self.push(text);
        self.out.push(close);
    }

    fn quoted_unless(&mut self, bare: bool, text: &str) {
        if bare {
            self.push(text);
        } else {
            self.quoted(text);
        }
    }

    fn value(&mut self, value: &ValueFilter) {
        self.field(Field::Value(value.field));
        match value.form {
            // A word as typed holds nothing that would end it.
            ValueForm::Word => self.push(&value.text),
            ValueForm::Whole => self.quoted(&value.text),
            ValueForm::Surface => {
                self.push("=");
                self.quoted(&value.text);
            }
            ValueForm::Wildcard => {
                let bare = value.text.chars().all(|c| is_plain(c) || "*?".contains(c))
                    && !value.text.starts_with('-');
                self.quoted_unless(bare, &value.text);
            }
        }
    }

    fn date(&mut self, field: Field, range: DayRange) {
        let separator = match self.dates {
            Dates::AsQuery => ":",
            Dates::ForReading => " ",
        };
        let _ = write!(self.out, "{}{separator}{range}", field.name());
    }

    fn calendar(&mut self, calendar: Calendar) {
        let (field, value) = match calendar {
            Calendar::Day { month, day } => (CalendarField::Day, format!("{month:02}-{day:02}")),
            Calendar::Month(month) => (CalendarField::Month, month.to_string()),
            Calendar::Weekday(weekday) => (CalendarField::Weekday, weekday.to_string().to_lowercase()),
        };
        self.field(Field::Calendar(field));
        self.push(&value);
    }
}

/// Letters, digits, and the marks that mean nothing to the parser inside a word.
fn is_plain(c: char) -> bool {
    c.is_alphanumeric() || "'’-._".contains(c)
}

fn is_braced(text: &str) -> bool {
    text.starts_with('{') && text.ends_with('}')
}

fn is_function(kind: &NodeKind) -> bool {
    matches!(kind, NodeKind::AtLeast { .. } | NodeKind::First { .. })
}

/// Whether a clause looks at words, and not only at what is known about an article.
fn is_on_text(node: &Node) -> bool {
    let mut found = matches!(node.kind, NodeKind::All);
    node.visit(&mut |node| found |= matches!(node.kind, NodeKind::Word(..) | NodeKind::Phrase(..)));
    found
}

/// Filters with open date ranges of one kind joined, so that `from:2018 to:2019` reads as one range.
fn merged_dates(filters: &[&Node]) -> Vec<Node> {
    let mut merged: Vec<Node> = Vec::new();
    for &filter in filters {
        let joined = merged.iter_mut().any(|earlier| join_open(earlier, filter));
        if !joined {
            merged.push(filter.clone());
        }
    }
    merged
}

/// Takes an open range into another one that is open on the other side.
fn join_open(earlier: &mut Node, later: &Node) -> bool {
    let (NodeKind::Date(one), NodeKind::Date(two)) = (&mut earlier.kind, &later.kind) else {
        return false;
    };
    let opposite = |one: DayRange, two: DayRange| one.last().is_none() && two.first().is_none();
    let fits = one.field == two.field
        && (one.matching, two.matching) == (DateMatch::Overlapping, DateMatch::Overlapping)
        && (opposite(one.range, two.range) || opposite(two.range, one.range));
    match one.range.intersect(two.range) {
        Some(range) if fits => {
            one.range = range;
            true
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests;
