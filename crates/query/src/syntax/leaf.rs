//! Words, phrases and conditions of a dialect: what stands at the ends of the tree.

use dateline_schema::words::fold;

use super::dialect::{Beside, Kind, Operator, Piece, Token};
use super::reader::Reader;
use crate::ast::{Case, Near, NodeKind, Phrase, PhrasePart, Proximity, Scope, Word, WordKind};
use crate::limits::{MAX_DISTANCE, MAX_FUZZY_LETTERS, MIN_FIXED_LETTERS};
use crate::parse::token::{Quoted, is_blank};
use crate::parse::value;
use crate::{Code, Node, Problem, Span};

/// Where a word stands that is read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Among {
    /// Alone.
    None,
    /// Beside others of a phrase.
    Words,
}

impl Reader<'_> {
    /// Reads a clause that is no group, the next token being its first.
    pub(super) fn leaf(&mut self, token: Token) -> Option<Node> {
        match token.kind {
            Kind::Word | Kind::Phrase(_) | Kind::Gap => return self.words(),
            _ => self.next(),
        };
        let kind = match token.kind {
            Kind::All => NodeKind::All,
            Kind::Regex => {
                let inner = Span::new(token.span.start + 1, token.span.end - 1);
                plain(inner.of(self.text), WordKind::Regex)
            }
            Kind::Fuzzy(word, distance) => self.fuzzy(word, distance)?,
            Kind::Repeated(times, quoted) => {
                let parts = self.quoted_parts(quoted, Some(WordKind::Plain))?;
                let of = Node::new(self.phrase(quoted.inner, parts, None)?, quoted.inner);
                return self.counted(Operator::AtLeast(times), times, token.span, of, token.span);
            }
            Kind::Together(words, quoted) => self.together(token.span, words, quoted)?,
            Kind::Days(field, conditions) => self.days(token.span, field, conditions)?,
            Kind::Length(conditions) => self.length(token.span, conditions)?,
            Kind::Ours(field, name, inner) => match value::read(self.text, self.today, field, name, inner) {
                Ok(kind) => kind,
                Err(problem) => {
                    self.problem(problem);
                    return None;
                }
            },
            Kind::NoEqual(hint) => {
                self.no_equal(token.span, hint);
                self.skip_value(token.span);
                return None;
            }
            _ => {
                let shown = token.span.of(self.text);
                self.foreign(
                    token.span,
                    format!("\"{shown}\" is not expected here"),
                    "leave it out, or quote it",
                );
                return None;
            }
        };
        Some(Node::new(kind, token.span))
    }

    /// What follows a name that has no equal was reported with it.
    fn skip_value(&mut self, name: Span) {
        match self.peek() {
            Some(next) if next.kind == Kind::Open && next.span.start == name.end => {
                self.next();
                self.skip_group();
                self.next();
            }
            Some(next)
                if name.of(self.text).ends_with(['=', ':'])
                    && matches!(next.kind, Kind::Word | Kind::Phrase(_)) =>
            {
                self.next();
            }
            _ => {}
        }
    }

    /// Reads a word, a phrase, or all words side by side where the dialect takes them as a phrase.
    fn words(&mut self) -> Option<Node> {
        let run_kind = match self.dialect.beside() {
            Beside::Phrase(kind, _) => Some(kind),
            Beside::And => None,
        };
        let mut run = Vec::new();
        while let Some(token) = self.peek()
            && matches!(token.kind, Kind::Word | Kind::Phrase(_) | Kind::Gap)
            && (run.is_empty() || run_kind.is_some())
        {
            run.push(token);
            self.next();
        }
        let (first, last) = (run.first()?, run.last()?);
        let span = first.span.to(last.span);
        if let &[Token { kind: Kind::Word, span }] = run.as_slice() {
            let word = self.word(span.of(self.text), span, WordKind::Plain, Among::None)?;
            return Some(Node::new(NodeKind::Word(Scope::Text, word), span));
        }
        let unquoted = run.iter().any(|token| token.kind == Kind::Word);
        let mut parts = Vec::new();
        let mut slop = None;
        for token in run {
            match token.kind {
                Kind::Gap => parts.push(PhrasePart::Gap),
                Kind::Phrase(quoted) => {
                    if let Some(typed) = quoted.slop {
                        slop = Some(self.slop(typed)?);
                    }
                    let kind = run_kind.filter(|_| unquoted);
                    parts.extend(self.quoted_parts(quoted, kind)?);
                }
                _ => {
                    let kind = run_kind.unwrap_or(WordKind::Plain);
                    let word = self.word(token.span.of(self.text), token.span, kind, Among::Words);
                    parts.extend(word.map(PhrasePart::Word));
                }
            }
        }
        // A phrase is stemmed as a whole or not at all.
        if parts.iter().any(|part| matches!(part, PhrasePart::Word(word) if word.kind == WordKind::Plain)) {
            for part in &mut parts {
                if let PhrasePart::Word(word) = part
                    && word.kind == WordKind::Exact
                {
                    word.kind = WordKind::Plain;
                }
            }
        }
        self.phrase(span, parts, slop).map(|kind| Node::new(kind, span))
    }

    fn phrase(&mut self, span: Span, parts: Vec<PhrasePart>, slop: Option<u32>) -> Option<NodeKind> {
        if let [PhrasePart::Word(word)] = parts.as_slice() {
            return Some(NodeKind::Word(Scope::Text, word.clone()));
        }
        if parts.iter().all(|part| *part == PhrasePart::Gap) {
            let problem = Problem::new(Code::Empty, span, "there is no word in this phrase")
                .with_hint("write words between the quotes, or leave them out");
            self.problem(problem);
            return None;
        }
        Some(NodeKind::Phrase(Scope::Text, Phrase { parts, slop }))
    }

    /// The words between quotes; `{…}` inside them keeps other forms.
    fn quoted_parts(&mut self, quoted: Quoted, kind: Option<WordKind>) -> Option<Vec<PhrasePart>> {
        if let Some(quote) = quoted.missing {
            let open = Span::new(quoted.inner.start, quoted.inner.start);
            let problem =
                Problem::new(Code::UnclosedPhrase, open, format!("expected `{quote}` to close the phrase"));
            self.problem(problem.with_hint(format!("add {quote} where the phrase ends")));
            return None;
        }
        let inner = quoted.inner.of(self.text);
        let trimmed = inner.trim();
        let braced = trimmed.starts_with('{') && trimmed.ends_with('}');
        let kind = kind.unwrap_or(if braced { WordKind::Plain } else { WordKind::Exact });
        let mut parts = Vec::new();
        let mut start = quoted.inner.start;
        for text in inner.split(is_blank) {
            let span = Span::new(start, start + text.len());
            start = span.end + self.text[span.end..].chars().next().map_or(0, char::len_utf8);
            if !text.is_empty() {
                let word = self.quoted_word(text, span, kind);
                parts.extend(word.map(PhrasePart::Word));
            }
        }
        Some(parts)
    }

    /// The words that `~4` allows among those of a phrase; the problem is told when it is no number.
    fn slop(&mut self, slop: Span) -> Option<u32> {
        let words = slop.of(self.text).trim_start_matches('~').parse().ok();
        let words = words.filter(|&words: &u32| words <= MAX_DISTANCE);
        if words.is_none() {
            let message = format!("~ after a phrase needs a number from 0 to {MAX_DISTANCE}");
            self.problem(Problem::new(Code::BadNumber, slop, message));
        }
        words
    }

    fn word(&mut self, text: &str, span: Span, kind: WordKind, among: Among) -> Option<Word> {
        let pieces = self.dialect.pieces(text);
        self.word_of(pieces, text, span, kind, among)
    }

    fn quoted_word(&mut self, text: &str, span: Span, kind: WordKind) -> Option<Word> {
        let pieces = self.dialect.quoted_pieces(text);
        self.word_of(pieces, text, span, kind, Among::Words)
    }

    fn word_of(
        &mut self,
        pieces: Vec<Piece>,
        typed: &str,
        span: Span,
        kind: WordKind,
        among: Among,
    ) -> Option<Word> {
        let pieces = trimmed(pieces);
        let letters =
            pieces.iter().filter(|piece| matches!(piece, Piece::Letter(c) if c.is_alphanumeric())).count();
        let has_marks = pieces.iter().any(|piece| !matches!(piece, Piece::Letter(_)));
        if has_marks && letters < MIN_FIXED_LETTERS {
            let message = format!(
                "\"{typed}\" fits too many words ({MIN_FIXED_LETTERS} letters needed before a wildcard)"
            );
            self.problem(Problem::new(Code::TooManyForms, span, message));
            return None;
        }
        if letters == 0 {
            self.note(span, format!("\"{typed}\" holds no letter or digit and was left out"));
            return None;
        }
        for &piece in &pieces {
            if let Some(message) = self.dialect.remark(piece) {
                self.note(span, message);
            }
        }
        let one_word = pieces.iter().all(|piece| !matches!(piece, Piece::Letter(c) if !c.is_alphanumeric()));
        let is_limited = pieces.iter().any(|piece| matches!(piece, Piece::UpTo(_)));
        if is_limited && one_word && among == Among::None {
            return Some(Word { text: regex(&pieces), kind: WordKind::Regex, case: Case::Any });
        }
        if is_limited {
            self.note(
                span,
                format!(
                    "\"{typed}\" is read with any number of letters here, since it is not one word alone"
                ),
            );
        }
        let text = pieces
            .iter()
            .map(|piece| match piece {
                Piece::Letter(c) => *c,
                Piece::One => '?',
                Piece::Any | Piece::UpTo(_) => '*',
            })
            .collect();
        let kind = if has_marks { WordKind::Wildcard } else { kind };
        Some(Word { text, kind, case: Case::Any })
    }

    fn fuzzy(&mut self, span: Span, distance: u8) -> Option<NodeKind> {
        let text = span.of(self.text);
        let letters = text.chars().count();
        if letters > MAX_FUZZY_LETTERS || !text.chars().all(char::is_alphanumeric) {
            let message = format!("letter edits are for one word of up to {MAX_FUZZY_LETTERS} letters");
            self.problem(Problem::new(Code::BadNumber, span, message));
            return None;
        }
        Some(plain(text, WordKind::Fuzzy { distance }))
    }

    /// All the words between quotes, the first and the last so many steps apart.
    fn together(&mut self, span: Span, words: Option<u32>, quoted: Quoted) -> Option<NodeKind> {
        let parts = self.quoted_parts(quoted, Some(WordKind::Plain))?;
        let count = u32::try_from(parts.len()).unwrap_or(u32::MAX);
        let Some(words) = words else {
            let message = format!("near needs a number of words from 1 to {MAX_DISTANCE}");
            self.problem(Problem::new(Code::NearWithoutNumber, span, message));
            return None;
        };
        if count < 2 || words + 1 < count {
            let message = match count {
                0 | 1 => format!("near{words} takes two words or more"),
                _ => format!("{count} words cannot stand within {words} steps of each other"),
            };
            let needed = count.max(2) - 1;
            let problem = Problem::new(Code::NearWithoutNumber, span, message);
            self.problem(problem.with_hint(format!("write for example near{}:\"a b\"", needed.max(5))));
            return None;
        }
        if count == 2 {
            let operands = parts
                .into_iter()
                .filter_map(|part| match part {
                    PhrasePart::Word(word) => {
                        Some(Node::new(NodeKind::Word(Scope::Text, word), quoted.inner))
                    }
                    PhrasePart::Gap => None,
                })
                .collect();
            return Some(NodeKind::Near(Near { proximity: Proximity::Near(words), operands }));
        }
        let slop = Some(words + 1 - count);
        Some(NodeKind::Phrase(Scope::Text, Phrase { parts, slop }))
    }
}

fn plain(text: &str, kind: WordKind) -> NodeKind {
    NodeKind::Word(Scope::Text, Word { text: text.to_owned(), kind, case: Case::Any })
}

/// Without the punctuation around a word, which is no part of it, and without the stars that are meant literally.
fn trimmed(pieces: Vec<Piece>) -> Vec<Piece> {
    let is_around = |piece: &Piece| matches!(piece, Piece::Letter(c) if c.is_ascii_punctuation() || "’‘‚‹›…–—".contains(*c) || is_blank(*c));
    let mut pieces: Vec<Piece> =
        pieces.into_iter().filter(|piece| !matches!(piece, Piece::Letter('*' | '?' | '|'))).collect();
    while pieces.last().is_some_and(is_around) {
        pieces.pop();
    }
    let start = pieces.iter().position(|piece| !is_around(piece)).unwrap_or(pieces.len());
    pieces.split_off(start)
}

/// The regular expression of one word. Words are compared folded, so it is folded too.
fn regex(pieces: &[Piece]) -> String {
    let mut regex = String::new();
    let mut up_to = 0;
    for piece in pieces {
        match piece {
            Piece::UpTo(letters) => up_to += letters,
            Piece::Letter(c) => regex.push_str(&fold(&c.to_string())),
            Piece::One => regex.push('.'),
            Piece::Any => regex.push_str(".*"),
        }
    }
    if up_to > 0 {
        regex.push_str(&format!(".{{0,{up_to}}}"));
    }
    regex
}

/// What a function or field makes of the words in it.
#[derive(Clone, Copy)]
pub(super) enum Mark {
    /// They stand in this part.
    Scope(Scope),
    /// They have this case.
    Case(Case),
    /// No other forms of them will do.
    Exact,
}

/// Marks the words of a clause that are not marked yet.
pub(super) fn mark(node: &mut Node, mark: Mark) {
    let mark_word = |word: &mut Word| match mark {
        Mark::Case(case) if word.case == Case::Any => word.case = case,
        Mark::Exact if word.kind == WordKind::Plain => word.kind = WordKind::Exact,
        _ => {}
    };
    let mark_scope = |scope: &mut Scope| match mark {
        Mark::Scope(new) if *scope == Scope::Text => *scope = new,
        _ => {}
    };
    match &mut node.kind {
        NodeKind::Word(scope, word) => {
            mark_scope(scope);
            mark_word(word);
        }
        NodeKind::Phrase(scope, phrase) => {
            mark_scope(scope);
            for part in &mut phrase.parts {
                if let PhrasePart::Word(word) = part {
                    mark_word(word);
                }
            }
        }
        NodeKind::And(nodes) | NodeKind::Or(nodes) | NodeKind::Near(Near { operands: nodes, .. }) => {
            for node in nodes {
                self::mark(node, mark);
            }
        }
        NodeKind::Not(node) | NodeKind::AtLeast { of: node, .. } | NodeKind::First { of: node, .. } => {
            self::mark(node, mark);
        }
        _ => {}
    }
}
