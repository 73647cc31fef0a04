//! Where in one article something stands, told by trying every combination.

use std::collections::HashMap;
use std::rc::Rc;

use dateline_query::ast::{Near, Phrase, PhrasePart, Proximity, Scope, Word};
use dateline_query::{Node, NodeKind};

use super::text::{Stretch, Token, Words};
use super::word::Told;

/// For each part of a word, the spellings it stands for.
pub type Forms = HashMap<(Word, Told), Rc<Vec<Vec<bool>>>>;

/// A match: where it begins and ends, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub stretch: Stretch,
    pub first: usize,
    pub last: usize,
    /// Other words may stand between its own.
    pub is_spread: bool,
}

impl Place {
    /// Steps from the end of the one to the start of the other; `None` when they overlap or never meet.
    fn steps(self, other: Place) -> Option<usize> {
        if self.last < other.first {
            Some(other.first - self.last)
        } else if other.last < self.first {
            Some(self.first - other.last)
        } else {
            None
        }
    }

    /// Whether the other stands between words of this one.
    fn surrounds(self, other: Place) -> bool {
        self.is_spread && self.first < other.first && other.last < self.last
    }

    /// Whether the words of the two may be told apart although the one reaches into the other.
    fn interleaves(self, other: Place) -> bool {
        let crosses =
            |one: Place, two: Place| one.first < two.first && two.first < one.last && one.last < two.last;
        let both = self.is_spread && other.is_spread;
        self.surrounds(other)
            || other.surrounds(self)
            || (both && (crosses(self, other) || crosses(other, self)))
    }

    /// Whether two matches stand beside each other or among each other's words, so many steps apart at most.
    fn is_near(self, other: Place, steps: usize) -> bool {
        self.stretch == other.stretch
            && self.steps(other).map_or_else(|| self.interleaves(other), |found| found <= steps)
    }

    /// Whether the other has words of its own this close: its words that are the same as these do not count.
    fn has_close(self, other: Place, steps: usize) -> bool {
        let is_own = self.first <= other.first && other.last <= self.last && !self.surrounds(other);
        self.stretch == other.stretch && self.steps(other).map_or_else(|| !is_own, |found| found <= steps)
    }

    fn with(self, other: Place) -> Place {
        let (first, last) = (self.first.min(other.first), self.last.max(other.last));
        Place { stretch: self.stretch, first, last, is_spread: true }
    }
}

/// The places of a clause in an article, sorted, each once.
pub fn places(node: &Node, words: &Words, forms: &Forms) -> Vec<Place> {
    let mut found = match &node.kind {
        NodeKind::Word(scope, word) => {
            phrase(*scope, &row_of(&forms[&(word.clone(), Told::ByPlaces)]), None, words)
        }
        NodeKind::Phrase(scope, whole) => {
            let row = phrase_row(whole, forms);
            phrase(*scope, &row, whole.slop, words)
        }
        NodeKind::Or(nodes) => nodes.iter().flat_map(|node| places(node, words, forms)).collect(),
        NodeKind::Near(near) => {
            let mut operands = near.operands.iter().map(|operand| places(operand, words, forms));
            let first = operands.next().expect("two operands");
            let is_line = matches!(first_scope(near), Scope::Title | Scope::Lead | Scope::Byline);
            operands.fold(first, |left, right| joined(&left, &right, near.proximity, is_line, words))
        }
        other => panic!("no clause of words: {other:?}"),
    };
    found.sort_unstable();
    found.dedup();
    found
}

fn first_scope(near: &Near) -> Scope {
    let mut found = None;
    for operand in &near.operands {
        operand.visit(&mut |node| {
            if let NodeKind::Word(scope, _) | NodeKind::Phrase(scope, _) = node.kind {
                found.get_or_insert(scope);
            }
        });
    }
    found.expect("words")
}

type Row<'a> = Vec<Option<&'a [bool]>>;

fn row_of(parts: &[Vec<bool>]) -> Row<'_> {
    parts.iter().map(|part| Some(part.as_slice())).collect()
}

fn phrase_row<'a>(phrase: &Phrase, forms: &'a Forms) -> Row<'a> {
    let mut row = Row::new();
    for part in &phrase.parts {
        match part {
            PhrasePart::Gap => row.push(None),
            PhrasePart::Word(word) => row.extend(row_of(&forms[&(word.clone(), Told::ByPlaces)])),
        }
    }
    // At its ends a gap adds nothing.
    while row.last().is_some_and(Option::is_none) {
        row.pop();
    }
    while row.first().is_some_and(Option::is_none) {
        row.remove(0);
    }
    row
}

fn phrase(scope: Scope, row: &Row<'_>, slop: Option<u32>, words: &Words) -> Vec<Place> {
    let mut found = Vec::new();
    for (stretch, tokens) in &words.stretches {
        let tokens: &[Token] = match (scope, stretch) {
            (Scope::Text, Stretch::Byline) => continue,
            (Scope::Text, _)
            | (Scope::Title | Scope::Lead, Stretch::Title)
            | (Scope::Body, Stretch::Text)
            | (Scope::Byline, Stretch::Byline) => tokens,
            (Scope::Lead, Stretch::Text) => &tokens[..words.lead],
            _ => continue,
        };
        match slop {
            Some(others) if row.len() > 1 => windows(*stretch, tokens, row, others as usize, &mut found),
            _ => rows(*stretch, tokens, row, &mut found),
        }
    }
    found
}

fn rows(stretch: Stretch, tokens: &[Token], row: &Row<'_>, found: &mut Vec<Place>) {
    if row.is_empty() {
        return;
    }
    for (first, run) in tokens.windows(row.len()).enumerate() {
        let fits = run.iter().zip(row).all(|(token, test)| test.is_none_or(|test| test[token.spelling]));
        if fits {
            let is_spread = row.contains(&None);
            found.push(Place { stretch, first, last: first + row.len() - 1, is_spread });
        }
    }
}

/// The smallest runs of words that hold a word for every part and few enough others.
fn windows(stretch: Stretch, tokens: &[Token], row: &Row<'_>, others: usize, found: &mut Vec<Place>) {
    let tests: Vec<&[bool]> = row.iter().copied().flatten().collect();
    let holds = |first: usize, last: usize| {
        let run = &tokens[first..=last];
        let mut is_taken = vec![false; run.len()];
        can_seat(&tests, run, &mut is_taken)
    };
    for first in 0..tokens.len() {
        let end = tokens.len().min(first + tests.len() + others);
        for last in first..end {
            if holds(first, last) {
                if first == last || !holds(first + 1, last) {
                    found.push(Place { stretch, first, last, is_spread: true });
                }
                break;
            }
        }
    }
}

/// Whether every test can be given a token of its own.
fn can_seat(tests: &[&[bool]], run: &[Token], is_taken: &mut [bool]) -> bool {
    let Some((test, rest)) = tests.split_first() else { return true };
    for at in 0..run.len() {
        if !is_taken[at] && test[run[at].spelling] {
            is_taken[at] = true;
            if can_seat(rest, run, is_taken) {
                return true;
            }
            is_taken[at] = false;
        }
    }
    false
}

fn joined(left: &[Place], right: &[Place], proximity: Proximity, is_line: bool, words: &Words) -> Vec<Place> {
    if let Proximity::NotNear(steps) = proximity {
        let is_alone = |place: &&Place| !right.iter().any(|other| place.has_close(*other, steps as usize));
        return left.iter().filter(is_alone).copied().collect();
    }
    let mut found = Vec::new();
    for &one in left {
        for &two in right {
            let fits = match proximity {
                Proximity::Near(steps) => one.is_near(two, steps as usize),
                Proximity::Before(steps) => one.last < two.first && one.is_near(two, steps as usize),
                Proximity::Sentence => {
                    one.is_near(two, usize::MAX) && in_one(one, two, is_line, words, |token| token.sentence)
                }
                Proximity::Paragraph => {
                    one.is_near(two, usize::MAX) && in_one(one, two, is_line, words, |token| token.paragraph)
                }
                Proximity::NotNear(_) => false,
            };
            if fits {
                found.push(one.with(two));
            }
        }
    }
    found
}

/// Whether two matches stand in one unit of text; a headline or an author line that is named is one.
fn in_one(one: Place, two: Place, is_line: bool, words: &Words, unit: fn(&Token) -> usize) -> bool {
    if is_line && one.stretch != Stretch::Text {
        return true;
    }
    let (_, tokens) = words.stretches.iter().find(|(stretch, _)| *stretch == one.stretch).expect("a stretch");
    let whole = one.with(two);
    unit(&tokens[whole.first]) == unit(&tokens[whole.last])
}

/// The most matches that can be chosen so that no two share a word.
pub fn most_apart(places: &[Place]) -> usize {
    let mut by_end = places.to_vec();
    by_end.sort_by_key(|place| (place.stretch, place.last, place.first));
    // The most among the first so many matches.
    let mut most = vec![0];
    for (number, place) in by_end.iter().enumerate() {
        let before = by_end
            .iter()
            .take(number)
            .filter(|other| {
                other.stretch < place.stretch || other.last < place.first && other.stretch == place.stretch
            })
            .count();
        most.push(most[number].max(most[before] + 1));
    }
    most[places.len()]
}
