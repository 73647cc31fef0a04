//! Pasted text as a query: any of its words.

use std::collections::HashSet;
use std::ops::Range;

use dateline_schema::words::for_each_word;

use crate::ast::{Case, Scope, Word, WordKind};
use crate::limits::{MAX_CLAUSES, MAX_QUERY_BYTES};
use crate::parse::{Parsed, too_long};
use crate::{Code, Node, NodeKind, Note, Problem, Span};

/// Reads a text as plain words, of which an article must hold any: for questions, headlines, posts and
/// other text that was pasted. Nothing in it is an operator.
///
/// A word that hides several (`#BlackLivesMatter`, `@realDonaldTrump`) stands for itself and for each of them.
/// Addresses of pages are left out, which a note says: their letters are no words.
pub fn any_words(text: &str) -> Parsed {
    let problem = |problem| Parsed { tree: None, problems: vec![problem], notes: Vec::new() };
    if text.len() > MAX_QUERY_BYTES {
        return problem(too_long(text));
    }
    let addresses = addresses(text);
    let mut words = Words::default();
    let mut from = 0;
    for address in &addresses {
        words.read(text, from..address.start);
        from = address.end;
    }
    words.read(text, from..text.len());

    let nodes = words.nodes;
    let whole = Span::new(0, text.len());
    if nodes.len() > MAX_CLAUSES {
        let message = format!("{} different words; the limit is {MAX_CLAUSES}", nodes.len());
        return problem(Problem::new(Code::TooManyClauses, whole, message));
    }
    let notes = addresses
        .into_iter()
        .map(|range| {
            let message = format!("the address {} is left out", &text[range.clone()]);
            Note::new(Span::new(range.start, range.end), message)
        })
        .collect();
    match NodeKind::or(nodes, whole) {
        Some(tree) => Parsed { tree: Some(tree), problems: Vec::new(), notes },
        None => problem(Problem::new(Code::Empty, whole, "there is no word in this text")),
    }
}

/// The words of a text, each once.
#[derive(Default)]
struct Words {
    nodes: Vec<Node>,
    known: HashSet<String>,
}

impl Words {
    fn read(&mut self, text: &str, range: Range<usize>) {
        let offset = range.start;
        for_each_word(&text[range], |word| {
            let (start, end) = (offset + word.start, offset + word.end);
            self.add(word.lower, Span::new(start, end));
            for part in hidden_words(&text[start..end]) {
                let part = start + part.start..start + part.end;
                for_each_word(&text[part.clone()], |word| {
                    self.add(word.lower, Span::new(part.start, part.end));
                });
            }
        });
    }

    fn add(&mut self, word: &str, span: Span) {
        if self.known.insert(word.to_owned()) {
            let found = Word { text: word.to_owned(), kind: WordKind::Plain, case: Case::Any };
            self.nodes.push(Node::new(NodeKind::Word(Scope::Text, found), span));
        }
    }
}

/// The words inside one written without blanks, told by its capitals: `realDonaldTrump`. Empty for ordinary
/// words.
fn hidden_words(word: &str) -> Vec<Range<usize>> {
    let letters: Vec<(usize, char)> = word.char_indices().collect();
    let is_hidden = letters.windows(2).any(|pair| pair[0].1.is_lowercase() && pair[1].1.is_uppercase());
    if !is_hidden {
        return Vec::new();
    }
    let mut starts = vec![0];
    for (number, pair) in letters.windows(2).enumerate() {
        let [(_, left), (at, right)] = [pair[0], pair[1]];
        let next = letters.get(number + 2).map(|&(_, next)| next);
        // `USArmy` is `US` and `Army`.
        let ends_capitals =
            left.is_uppercase() && right.is_uppercase() && next.is_some_and(char::is_lowercase);
        if left.is_lowercase() && right.is_uppercase()
            || ends_capitals
            || left.is_alphabetic() != right.is_alphabetic()
        {
            starts.push(at);
        }
    }
    let ends = starts.iter().skip(1).copied().chain([word.len()]);
    starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}

/// Where addresses of pages stand: `https://…`, `www.…`, `example.org/…`.
fn addresses(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for token in text.split_inclusive(char::is_whitespace) {
        let end = start + token.trim_end().len();
        if let Some(from) = address_start(&text[start..end]) {
            found.push(start + from..end);
        }
        start += token.len();
    }
    found
}

/// Where in a run without blanks an address begins.
fn address_start(token: &str) -> Option<usize> {
    for mark in ["https://", "http://", "www."] {
        if let Some(at) = token.find(mark) {
            return Some(at);
        }
    }
    let host_end = token.find('/')?;
    let host = &token[..host_end];
    let start = host.rfind(|letter: char| !(letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-')));
    let start = start.map_or(0, |at| at + host[at..].chars().next().map_or(0, char::len_utf8));
    let (name, domain) = host[start..].rsplit_once('.')?;
    let is_host =
        !name.is_empty() && domain.len() >= 2 && domain.bytes().all(|byte| byte.is_ascii_alphabetic());
    is_host.then_some(start)
}

#[cfg(test)]
mod tests {
    use dateline_article::Day;

    use super::*;
    use crate::{ParseOptions, parse, print};

    #[track_caller]
    fn check(text: &str, expect: &str) {
        let parsed = any_words(text);
        let found = match &parsed.tree {
            Some(tree) => print(tree),
            None => parsed.problems.iter().map(|problem| problem.message.as_str()).collect(),
        };
        assert_eq!(found, expect);
        if let Some(tree) = parsed.tree {
            let today = Day::from_ymd(2026, 11, 23).expect("a day");
            let again = parse(&found, &ParseOptions { today }).tree.expect("what is printed is a query");
            assert_eq!(again.without_spans(), tree.without_spans());
        }
    }

    #[test]
    fn nothing_in_a_pasted_text_is_an_operator() {
        check("Who won (in 2017)? -- OR: \"lost*", "who OR won OR in OR 2017 OR or OR lost");
    }

    #[test]
    fn a_word_that_stands_there_twice_is_one() {
        check("Floods after floods, floods", "floods OR after");
    }

    #[test]
    fn words_without_blanks_are_told_by_their_capitals() {
        check("@realDonaldTrump", "realdonaldtrump OR real OR donald OR trump");
        check("USArmyBase2020", "usarmybase2020 OR us OR army OR base OR 2020");
        check("NATO G20 war", "nato OR g20 OR war");
    }

    #[test]
    fn addresses_are_left_out_and_said_so() {
        check("Fire! see https://t.co/zwLPP www.x.org pic.twitter.com/3S3 #Farmpic.x.com/a", "fire OR see");
        check("and/or 3.5/10 U.S./Iran", "and OR or OR 3 OR 5 OR 10 OR us OR iran");
        let notes: Vec<String> =
            any_words("Fire at x.org/a").notes.into_iter().map(|note| note.message).collect();
        assert_eq!(notes, ["the address x.org/a is left out"]);
    }

    #[test]
    fn a_text_without_words_is_a_problem() {
        check("?!", "there is no word in this text");
        check("", "there is no word in this text");
    }

    #[test]
    fn too_many_words_are_a_problem() {
        let text = (0..=MAX_CLAUSES).map(|number| format!("w{number} ")).collect::<String>();
        check(&text, "257 different words; the limit is 256");
    }
}
