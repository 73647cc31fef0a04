//! Pasted text as a query: any of its words.

use std::collections::HashMap;

use dateline_schema::words::for_each_word;

use crate::ast::{Case, Scope, Word, WordKind};
use crate::limits::{MAX_CLAUSES, MAX_QUERY_BYTES};
use crate::parse::{Parsed, too_long};
use crate::{Code, Node, NodeKind, Problem, Span};

/// Reads a text as plain words, of which an article must hold any: for questions, headlines and other
/// text that was pasted. Nothing in it is an operator. A word that stands there twice weighs twice.
pub fn any_words(text: &str) -> Parsed {
    let problem = |problem| Parsed { tree: None, problems: vec![problem], notes: Vec::new() };
    if text.len() > MAX_QUERY_BYTES {
        return problem(too_long(text));
    }
    let mut nodes: Vec<Node> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for_each_word(text, |word| {
        if let Some(&place) = places.get(word.lower) {
            nodes[place].boost += 1.0;
            return;
        }
        places.insert(word.lower.to_owned(), nodes.len());
        let found = Word { text: word.lower.to_owned(), kind: WordKind::Plain, case: Case::Any };
        nodes.push(Node::new(NodeKind::Word(Scope::Text, found), Span::new(word.start, word.end)));
    });
    let whole = Span::new(0, text.len());
    if nodes.len() > MAX_CLAUSES {
        let message = format!("{} different words; the limit is {MAX_CLAUSES}", nodes.len());
        return problem(Problem::new(Code::TooManyClauses, whole, message));
    }
    match NodeKind::or(nodes, whole) {
        Some(tree) => Parsed { tree: Some(tree), problems: Vec::new(), notes: Vec::new() },
        None => problem(Problem::new(Code::Empty, whole, "there is no word in this text")),
    }
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
        check("Who won (in 2017)? -- OR: \"lost*", "who OR won OR in OR 2017 OR \"or\" OR lost");
    }

    #[test]
    fn a_word_that_stands_there_twice_weighs_twice() {
        check("Floods after floods, floods", "floods^3 OR after");
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
