//! The tree that a query becomes.
//!
//! Start with [`NodeKind`]. Everything a search needs stands on the leaves: the part of the text a word
//! is looked for in, its letter case, resolved days. `And` and `Or` are flat, negation is explicit.

use chrono::Weekday;
use dateline_article::{Origin, Precision};

use crate::Span;
use crate::date_expr::DayRange;
use crate::field::{ArticleKey, DateField, Field, NumberField, Presence, ValueField};

/// One clause of a query, with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// What it asks for.
    pub kind: NodeKind,
    /// Where it stands, its parentheses included.
    pub span: Span,
    /// How much it weighs in the order of hits; 1 unless the query says otherwise, always above 0.
    pub boost: f32,
}

/// What a clause asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum NodeKind {
    /// Every article: `*`.
    All,
    /// All of two or more clauses; none of them is a plain `And` itself.
    And(Vec<Node>),
    /// Any of two or more clauses; none of them is a plain `Or` itself.
    Or(Vec<Node>),
    /// The articles that do not match. Alone, it means all articles without.
    Not(Box<Node>),
    /// One word in a part of the text.
    Word(Scope, Word),
    /// Words next to each other in a part of the text: two or more parts, or one gap and a word.
    Phrase(Scope, Phrase),
    /// Clauses close to each other in the text.
    Near(Near),
    /// At least so many matches in one article.
    AtLeast {
        /// One or more.
        times: u32,
        /// Has places in the text, as an operand of [`Near`] has.
        of: Box<Node>,
    },
    /// A match among the first words of the body.
    First {
        /// One or more.
        words: u32,
        /// Has places in the text, as an operand of [`Near`] has.
        of: Box<Node>,
    },
    /// A whole value of a field, or a name.
    Value(ValueFilter),
    /// A range of numbers.
    Number(NumberFilter),
    /// A range of days.
    Date(DateFilter),
    /// A day, month or weekday of any year.
    Calendar(Calendar),
    /// Where the publication date was found.
    DateOrigin(Origin),
    /// How much of the calendar the publication date covers.
    DatePrecision(Precision),
    /// Whether the article has something.
    Presence(Presence, Field),
    /// One article, or those like it.
    Article(ArticleRef),
}

/// The part of an article in which words are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// Headline, lead and body.
    Text,
    /// The headline.
    Title,
    /// The headline or the lead.
    Lead,
    /// The body, which begins with the lead.
    Body,
    /// The names of the authors.
    Byline,
}

/// One word of a query, as typed: neither folded nor split. Analysis may find several words in it
/// (`anti-war`), which then stand next to each other.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Word {
    /// Holds at least one letter or digit, and no blank.
    pub text: String,
    /// How it is compared.
    pub kind: WordKind,
    /// Which letter case it must have.
    pub case: Case,
}

/// How a word of a query is compared with the words of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WordKind {
    /// By its stem.
    Plain,
    /// As written, without stemming; case and accents still do not matter.
    Exact,
    /// `*` stands for any letters, `?` for one. Compared with unstemmed words.
    Wildcard,
    /// So many letter edits away at most (1 or 2); the first letter is fixed. Compared with unstemmed words.
    Fuzzy {
        /// 1 or 2.
        distance: u8,
    },
    /// A regular expression that fits a whole unstemmed word. Its syntax is not checked yet.
    Regex,
}

/// The letter case that a word must have in the article. Anything but `Any` also switches stemming off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Case {
    /// Case does not matter.
    Any,
    /// A capital somewhere: `caps(May)`.
    Capital,
    /// Capitals only: `allcaps(WHO)`.
    AllCapital,
    /// No capital: `nocaps(may)`.
    NoCapital,
}

/// Words next to each other.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Phrase {
    /// In order. Words are `Exact`, `Wildcard`, or `Plain` when the phrase is stemmed.
    pub parts: Vec<PhrasePart>,
    /// `None`: in this order with nothing between. `Some(n)`: in any order, with at most `n` other words among them.
    pub slop: Option<u32>,
}

/// One place of a phrase.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum PhrasePart {
    /// This word.
    Word(Word),
    /// Exactly one word, any. At the start or end of a phrase it adds nothing.
    Gap,
}

/// Clauses close to each other.
///
/// Every operand has places in the text: it is a word, a phrase, an `Or` of such, another `Near`, or a
/// name (`person:` and its kin). A chain `a NEAR/5 b NEAR/5 c` is read from the left: the operand
/// stands close to the match of all those before it.
#[derive(Clone, Debug, PartialEq)]
pub struct Near {
    /// How close, and in which order.
    pub proximity: Proximity,
    /// Two or more.
    pub operands: Vec<Node>,
}

/// How close two clauses must be. Distances are steps of one word: next to each other is 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Proximity {
    /// `NEAR/n`, `W/n`: within so many words, in any order.
    Near(u32),
    /// `PRE/n`: within so many words, the left one first.
    Before(u32),
    /// `NOT NEAR/n`: some match of the left one has no match of the right one this close.
    NotNear(u32),
    /// `/S`: in one sentence.
    Sentence,
    /// `/P`: in one paragraph.
    Paragraph,
}

/// A value that an article must hold.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ValueFilter {
    /// In which field.
    pub field: ValueField,
    /// As typed, without quotes.
    pub text: String,
    /// How it is compared.
    pub form: ValueForm,
}

/// How a value is compared; always caselessly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ValueForm {
    /// Typed without quotes. A whole value; for a name, one word of it.
    Word,
    /// Typed in quotes. A whole value; for a name, the canonical name or any alias.
    Whole,
    /// `="…"`: for a name, this form as printed; else a whole value.
    Surface,
    /// A whole value in which `*` stands for anything and `?` for one character.
    Wildcard,
}

/// A range of numbers, both ends included; at least one end is given and it never runs backwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NumberFilter {
    /// Of which field.
    pub field: NumberField,
    /// The smallest, or no lower end.
    pub first: Option<u64>,
    /// The largest, or no upper end.
    pub last: Option<u64>,
}

/// A range of days. Articles without that date never match.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DateFilter {
    /// Which date.
    pub field: DateField,
    /// The days, resolved.
    pub range: DayRange,
    /// What a vague date must do to match.
    pub matching: DateMatch,
    /// The value as typed, such as `last-30d`.
    pub written: String,
}

/// How a date that is itself a span of days meets a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DateMatch {
    /// It shares a day with the range.
    Overlapping,
    /// It lies inside the range.
    Inside,
}

/// Days that recur.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Calendar {
    /// A day of every year.
    Day {
        /// 1..=12
        month: u32,
        /// 1..=31, no more than the month ever has.
        day: u32,
    },
    /// A month of every year, 1..=12.
    Month(u32),
    /// A day of every week.
    Weekday(Weekday),
}

/// An article named by the query.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ArticleRef {
    /// What is asked about it.
    pub key: ArticleKey,
    /// Its id or address, as typed.
    pub value: String,
}

impl Node {
    /// A clause of ordinary weight.
    pub fn new(kind: NodeKind, span: Span) -> Node {
        Node { kind, span, boost: 1.0 }
    }

    /// Whether the clause carries the ordinary weight.
    pub fn is_unweighted(&self) -> bool {
        (self.boost - 1.0).abs() < f32::EPSILON
    }

    /// The clauses directly below this one.
    pub fn children(&self) -> &[Node] {
        match &self.kind {
            NodeKind::And(nodes) | NodeKind::Or(nodes) => nodes,
            NodeKind::Near(near) => &near.operands,
            NodeKind::Not(node) | NodeKind::AtLeast { of: node, .. } | NodeKind::First { of: node, .. } => {
                std::slice::from_ref(node)
            }
            _ => &[],
        }
    }

    /// Calls `visit` on this clause and all below it, from the top down.
    pub fn visit<'a>(&'a self, visit: &mut impl FnMut(&'a Node)) {
        visit(self);
        for child in self.children() {
            child.visit(visit);
        }
    }

    /// The same tree without the marks of how it was typed: spans and the texts of dates.
    ///
    /// Two queries that mean the same clauses in the same order are then equal.
    #[must_use]
    pub fn without_spans(mut self) -> Node {
        self.span = Span::default();
        let strip_all = |nodes: Vec<Node>| nodes.into_iter().map(Node::without_spans).collect();
        self.kind = match self.kind {
            NodeKind::And(nodes) => NodeKind::And(strip_all(nodes)),
            NodeKind::Or(nodes) => NodeKind::Or(strip_all(nodes)),
            NodeKind::Near(near) => NodeKind::Near(Near { operands: strip_all(near.operands), ..near }),
            NodeKind::Not(node) => NodeKind::Not(Box::new(node.without_spans())),
            NodeKind::AtLeast { times, of } => NodeKind::AtLeast { times, of: Box::new(of.without_spans()) },
            NodeKind::First { words, of } => NodeKind::First { words, of: Box::new(of.without_spans()) },
            NodeKind::Date(date) => NodeKind::Date(DateFilter { written: String::new(), ..date }),
            leaf => leaf,
        };
        self
    }
}

impl NodeKind {
    /// All of the clauses: flat, and a single clause is itself. `None` when there is none.
    pub fn and(nodes: Vec<Node>, span: Span) -> Option<Node> {
        join(nodes, span, NodeKind::And, |kind| match kind {
            NodeKind::And(nodes) => Ok(nodes),
            other => Err(other),
        })
    }

    /// Any of the clauses: flat, and a single clause is itself. `None` when there is none.
    pub fn or(nodes: Vec<Node>, span: Span) -> Option<Node> {
        join(nodes, span, NodeKind::Or, |kind| match kind {
            NodeKind::Or(nodes) => Ok(nodes),
            other => Err(other),
        })
    }
}

fn join(
    nodes: Vec<Node>,
    span: Span,
    wrap: fn(Vec<Node>) -> NodeKind,
    unwrap: fn(NodeKind) -> Result<Vec<Node>, NodeKind>,
) -> Option<Node> {
    let mut flat = Vec::with_capacity(nodes.len());
    for node in nodes {
        if !node.is_unweighted() {
            flat.push(node);
            continue;
        }
        match unwrap(node.kind) {
            Ok(inner) => flat.extend(inner),
            Err(kind) => flat.push(Node::new(kind, node.span)),
        }
    }
    if flat.len() < 2 {
        return flat.pop();
    }
    Some(Node::new(wrap(flat), span))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(boost: f32) -> Node {
        Node { kind: NodeKind::All, span: Span::default(), boost }
    }

    #[track_caller]
    fn check(nodes: Vec<Node>, expect: Option<usize>) {
        let joined = NodeKind::and(nodes, Span::default());
        assert_eq!(joined.map(|node| node.children().len()), expect);
    }

    #[test]
    fn clauses_join_flat_unless_a_group_weighs_differently() {
        let pair = |boost| {
            let mut node = NodeKind::and(vec![all(1.0), all(1.0)], Span::default()).expect("a pair");
            node.boost = boost;
            node
        };
        check(vec![], None);
        check(vec![all(2.0)], Some(0));
        check(vec![pair(1.0), all(1.0)], Some(3));
        check(vec![pair(2.0), all(1.0)], Some(2));
    }

    #[test]
    fn a_visit_reaches_every_clause() {
        let tree = Node::new(NodeKind::Not(Box::new(all(1.0))), Span::default());
        let mut count = 0;
        tree.visit(&mut |_| count += 1);
        assert_eq!(count, 2);
    }
}
