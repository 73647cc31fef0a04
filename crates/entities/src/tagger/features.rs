//! What the model sees of a token: hashes of the words around it, their forms, lists and classes.

use std::ops::Range;

use crate::model::hash::{self, mix};
use crate::model::lexicon::{self, Entry, LONGEST_NAME, Lexicon, bits};
use crate::text::token::{Kind, Token};

/// Stands for the features computed here; a model of other features is refused. Raise it with every change
/// of tokens, runs or features.
pub const FEATURES: u64 = 2;

/// How many features a token has.
pub const COUNT: usize = 54;

/// How many tokens are seen on either side of a run.
const MARGIN: usize = 2;

/// The class of words without one, and of what is before and behind a sentence.
const UNCLASSED: u16 = 256;
const OUTSIDE: u16 = 257;

/// How a sentence is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// As prose is.
    Prose,
    /// Nearly every word has a capital, as in headlines.
    Title,
    /// Nearly every word is in capitals.
    Capitals,
}

impl Style {
    /// Whether it is all capitals.
    pub fn is_capitals(self) -> bool {
        self == Style::Capitals
    }

    /// How these tokens are written.
    pub fn of(text: &str, tokens: &[Token]) -> Style {
        let (mut words, mut capital, mut upper) = (0, 0, 0);
        for token in tokens {
            match token.kind {
                Kind::Word if token.end - token.start > 3 => words += 1,
                Kind::Capital => {
                    words += 1;
                    capital += 1;
                    let bytes = token.of(text).as_bytes();
                    upper += usize::from(bytes.len() > 1 && !bytes.iter().any(u8::is_ascii_lowercase));
                }
                _ => {}
            }
        }
        if words >= 3 && upper * 10 >= words * 7 {
            Style::Capitals
        } else if words >= 4 && capital * 10 >= words * 7 {
            Style::Title
        } else {
            Style::Prose
        }
    }
}

/// What is known of a token by itself.
#[derive(Clone, Copy)]
struct Seen {
    lower: u64,
    exact: u64,
    bits: u16,
    class: u16,
    coarse: u16,
    /// Its form: capitals, small letters, digits and signs in their order, repetitions left out.
    shape: u32,
    /// Its first and last four bytes, in lower case.
    head: u32,
    tail: u32,
    /// The lists with a name of several words that the token is part of, and which part.
    listed: u32,
}

const BEFORE: Seen = edge(1);
const BEHIND: Seen = edge(2);

const fn edge(number: u64) -> Seen {
    Seen {
        lower: number,
        exact: number,
        bits: 0,
        class: OUTSIDE,
        coarse: OUTSIDE,
        shape: 0,
        head: 0,
        tail: 0,
        listed: 0,
    }
}

/// Computes features; keeps its memory between runs.
pub struct Extractor<'m> {
    lexicon: Lexicon<'m>,
    coarse: &'m [u8],
    /// The tokens of the run with [`MARGIN`] tokens on either side.
    seen: Vec<Seen>,
    run: RunSeen,
}

/// What is seen of a run as a whole.
#[derive(Clone, Copy, Default)]
struct RunSeen {
    len: usize,
    whole: u64,
    style: u64,
    starts_sentence: bool,
}

impl<'m> Extractor<'m> {
    /// With the lexicon of a model, and the coarse class of each class.
    pub fn new(lexicon: Lexicon<'m>, coarse: &'m [u8]) -> Extractor<'m> {
        Extractor { lexicon, coarse, seen: Vec::new(), run: RunSeen::default() }
    }

    /// Looks at a run of a sentence; [`Extractor::features`] then tells of its tokens.
    pub fn look(&mut self, text: &str, tokens: &[Token], run: &Range<usize>, style: Style) {
        self.seen.clear();
        for back in (1..=MARGIN).rev() {
            let seen = run.start.checked_sub(back).map_or(BEFORE, |at| self.neighbour(text, &tokens[at]));
            self.seen.push(seen);
        }
        let mut whole = 0;
        for token in &tokens[run.clone()] {
            let seen = self.token(text, token);
            whole = mix(whole, seen.lower);
            self.seen.push(seen);
        }
        for ahead in 0..MARGIN {
            let seen = tokens.get(run.end + ahead).map_or(BEHIND, |token| self.neighbour(text, token));
            self.seen.push(seen);
        }
        let starts_sentence = tokens[..run.start].iter().all(|token| token.kind == Kind::Mark);
        self.run = RunSeen { len: run.len(), whole, style: style as u64, starts_sentence };
        self.find_listed();
    }

    /// The lists that a token of the run stands in.
    pub fn lists(&self, index: usize) -> u16 {
        self.seen.get(index + MARGIN).map_or(0, |seen| seen.bits)
    }

    fn neighbour(&self, text: &str, token: &Token) -> Seen {
        let word = token.of(text);
        let lower = match token.kind {
            Kind::Number => word.len().min(5) as u64 + 100,
            _ => hash::lower(word),
        };
        let entry = self.lexicon.get(lower);
        let class = class_of(entry);
        let shape = if token.kind == Kind::Capital { shape(word) } else { token.kind as u32 };
        Seen {
            lower,
            exact: lower,
            bits: entry.bits & !bits::MARKS,
            class,
            coarse: self.coarse(class),
            shape,
            head: 0,
            tail: 0,
            listed: 0,
        }
    }

    fn token(&self, text: &str, token: &Token) -> Seen {
        let word = token.of(text);
        let lower = hash::lower(word);
        let entry = self.lexicon.get(lower);
        let class = class_of(entry);
        let bytes = word.as_bytes();
        let (mut head, mut tail) = (0, 0);
        for &byte in bytes.iter().take(4) {
            head = head << 8 | u32::from(byte.to_ascii_lowercase());
        }
        for &byte in bytes.iter().rev().take(4) {
            tail = tail << 8 | u32::from(byte.to_ascii_lowercase());
        }
        Seen {
            lower,
            exact: hash::exact(word),
            bits: entry.bits,
            class,
            coarse: self.coarse(class),
            shape: shape(word),
            head: if bytes.len() < 4 { head << (8 * (4 - bytes.len())) } else { head },
            tail: if bytes.len() < 4 { tail << (8 * (4 - bytes.len())) } else { tail },
            listed: 0,
        }
    }

    fn coarse(&self, class: u16) -> u16 {
        self.coarse.get(usize::from(class)).map_or(class, |&coarse| u16::from(coarse))
    }

    /// Marks the tokens of names of several words that stand in lists; the longest of those that begin
    /// first wins.
    fn find_listed(&mut self) {
        let (first, behind) = (MARGIN, MARGIN + self.run.len);
        let mut at = first;
        while at < behind {
            let mut best = None;
            if self.seen[at].bits & bits::PREFIX != 0 {
                let mut name = self.seen[at].lower;
                for end in at + 1..behind.min(at + LONGEST_NAME) {
                    name = lexicon::longer(name, self.seen[end].lower);
                    let entry = self.lexicon.get(name);
                    if entry.bits & !bits::MARKS != 0 {
                        best = Some((end + 1, entry.bits & !bits::MARKS));
                    }
                    if entry.bits & bits::PREFIX == 0 {
                        break;
                    }
                }
            }
            let Some((end, lists)) = best else {
                at += 1;
                continue;
            };
            for (index, seen) in self.seen[at..end].iter_mut().enumerate() {
                let part = if index == 0 {
                    1
                } else if index + 1 == end - at {
                    3
                } else {
                    2
                };
                seen.listed = u32::from(lists) << 2 | part;
            }
            at = end;
        }
    }

    /// Puts the features of a token of the run into `out`.
    pub fn features(&self, index: usize, out: &mut [u32; COUNT]) {
        let run = &self.run;
        let at = index + MARGIN;
        let seen = &self.seen;
        let (before2, before, this, behind, behind2) =
            (&seen[at - 2], &seen[at - 1], &seen[at], &seen[at + 1], &seen[at + 2]);
        let (prior2, prior) = (&seen[0], &seen[1]);
        let (next, next2) = (&seen[MARGIN + run.len], &seen[MARGIN + run.len + 1]);
        let (first, last) = (&seen[MARGIN], &seen[MARGIN + run.len - 1]);
        let lists = |seen: &Seen| u64::from(seen.bits & !bits::MARKS);
        let shape = |seen: &Seen| u64::from(seen.shape);
        let class = |seen: &Seen| u64::from(seen.class);
        let coarse = |seen: &Seen| u64::from(seen.coarse);
        let place = (index.min(3) as u64) << 8 | (run.len - 1 - index).min(3) as u64;
        let start = u64::from(run.starts_sentence && index == 0);
        let mut row = Row { out, next: 0 };

        row.one(run.style);
        row.one(this.lower);
        row.one(this.exact);
        row.one(before.lower);
        row.one(before2.lower);
        row.one(behind.lower);
        row.one(behind2.lower);
        row.two(before.lower, this.lower);
        row.two(this.lower, behind.lower);
        row.two(before.lower, behind.lower);
        row.two(before2.lower, before.lower);
        row.two(behind.lower, behind2.lower);

        row.one(u64::from(this.head >> 16));
        row.one(u64::from(this.head >> 8));
        row.one(u64::from(this.head));
        row.one(u64::from(this.tail >> 16));
        row.one(u64::from(this.tail >> 8));
        row.one(u64::from(this.tail));

        row.one(shape(this));
        row.two(shape(before), shape(this));
        row.two(shape(this), shape(behind));
        row.two(shape(before), mix(shape(this), shape(behind)));
        row.two(shape(this), start << 2 | run.style);

        row.one(class(this));
        row.one(class(before));
        row.one(class(behind));
        row.one(class(before2));
        row.one(class(behind2));
        row.two(coarse(before), coarse(this));
        row.two(coarse(this), coarse(behind));
        row.two(class(before), class(this));
        row.two(class(this), class(behind));
        row.two(coarse(before), mix(coarse(this), coarse(behind)));
        row.two(coarse(before), coarse(behind));

        row.one(lists(this));
        row.two(lists(before), lists(this));
        row.two(lists(this), lists(behind));
        row.two(lists(before), mix(lists(this), lists(behind)));
        row.two(lists(this), place);
        row.two(lists(this), start << 2 | run.style);
        row.one(u64::from(this.listed));

        row.two(prior.lower, place);
        row.two(next.lower, place);
        row.two(prior.lower, next.lower);
        row.two(mix(prior2.lower, prior.lower), place);
        row.two(mix(next.lower, next2.lower), place);
        row.two(class(prior), mix(class(next), place));
        row.two(first.lower, place);
        row.two(last.lower, place);
        row.two(class(last), place);
        row.two(lists(last), mix(lists(first), place));
        row.two(place, run.style);
        row.one(run.whole);
        row.two(run.whole, place);
    }
}

/// Hashes features into the row of a token, each with its number.
struct Row<'a> {
    out: &'a mut [u32; COUNT],
    next: usize,
}

impl Row<'_> {
    #[inline]
    fn one(&mut self, value: u64) {
        let hash = mix(self.next as u64 + 1, value);
        self.out[self.next] = (hash >> 32) as u32;
        self.next += 1;
    }

    #[inline]
    fn two(&mut self, one: u64, two: u64) {
        self.one(mix(one, two));
    }
}

fn class_of(entry: Entry) -> u16 {
    if entry.bits & bits::CLASSED == 0 { UNCLASSED } else { u16::from(entry.class) }
}

/// The form of a word: `Xx` for `Paris`, `X.X.` for `U.S.`, `XxXx` for `McDonald`.
fn shape(word: &str) -> u32 {
    let (mut shape, mut last) = (0_u32, 0);
    for letter in word.chars() {
        let form = match letter {
            'A'..='Z' => 1,
            'a'..='z' => 2,
            '0'..='9' => 3,
            '.' => 4,
            '-' => 5,
            '\'' | '’' => 6,
            _ if letter.is_uppercase() => 1,
            _ => 2,
        };
        if form != last {
            shape = shape << 3 | form;
            last = form;
        }
        if shape >> 27 != 0 {
            break;
        }
    }
    // A single capital is no acronym.
    shape << 1 | u32::from(shape == 1 && word.len() > 1)
}
