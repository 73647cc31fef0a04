//! Search behaviour as data.
//!
//! A file of `tests/suite` is a tiny corpus and queries on it. An article begins with
//! `== article NAME`, then lines `date: found in: updated: crawled: edition date: source: section: page:
//! edition: tag: type: by: lang: url: person: org: place: title:`, a blank line and its text. A query begins with `== query TEXT`, then `why:`, perhaps `from: to: sort:`, and what is
//! expected: `hits:` (in order; `hits, any order:` where the order is not the point), `undated:`,
//! `read as:`, `forms:`, `note:`, or `error:` with the message of each problem. `@NAME@` in a query
//! is the id of the article of that name.

use std::collections::BTreeMap;
use std::path::Path;

use dateline_article::{Day, MentionKind};
use dateline_query::{
    DateField, DateFilter, DateMatch, Node, NodeKind, Order, ParseOptions, Reader, SearchError,
    SearchOptions, parse, range_of_flags, read_as,
};
use dateline_testkit::{Draft, TestArchive};

use crate::program::workspace;

struct Block {
    kind: String,
    name: String,
    line: usize,
    keys: Vec<(String, String)>,
    text: String,
}

impl Block {
    fn get(&self, key: &str) -> Option<&str> {
        self.keys.iter().find(|(known, _)| known == key).map(|(_, value)| value.as_str())
    }

    fn all(&self, key: &str) -> Vec<&str> {
        self.keys.iter().filter(|(known, _)| known == key).map(|(_, value)| value.as_str()).collect()
    }
}

fn blocks(text: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut in_text = false;
    for (number, line) in text.lines().enumerate() {
        if let Some(head) = line.strip_prefix("== ") {
            let (kind, name) = head.split_once(' ').unwrap_or((head, ""));
            let (kind, name) = (kind.to_owned(), name.to_owned());
            blocks.push(Block { kind, name, line: number + 1, keys: Vec::new(), text: String::new() });
            in_text = false;
        } else if let Some(block) = blocks.last_mut() {
            if in_text {
                block.text.push_str(line);
                block.text.push('\n');
            } else if line.is_empty() {
                in_text = true;
            } else {
                let (key, value) =
                    line.split_once(':').unwrap_or_else(|| panic!("line {}: no key", number + 1));
                block.keys.push((key.to_owned(), value.trim().to_owned()));
            }
        }
    }
    blocks
}

fn draft(block: &Block) -> Draft {
    let mut draft = Draft::new(&block.name, block.get("title").unwrap_or(&block.name), block.text.trim());
    if let Some(date) = block.get("date") {
        draft = draft.on(date);
    }
    if let Some(origin) = block.get("found in") {
        draft = draft.date_from(origin.parse().expect("a place where dates are found"));
    }
    draft = draft.printed(block.get("section"), block.get("page"), block.get("edition"));
    for tag in block.all("tag") {
        draft = draft.tag(tag);
    }
    draft = draft.also_on(block.get("updated"), block.get("crawled"), block.get("edition date"));
    if let Some(source) = block.get("source") {
        draft = draft.from(source);
    }
    if let Some(byline) = block.get("by") {
        draft = draft.by(byline);
    }
    if let Some(genre) = block.get("type") {
        draft = draft.genre(genre);
    }
    if let Some(lang) = block.get("lang") {
        draft = draft.lang(lang);
    }
    if let Some(url) = block.get("url") {
        draft = draft.url(url);
    }
    for (key, kind) in
        [("person", MentionKind::Person), ("org", MentionKind::Org), ("place", MentionKind::Place)]
    {
        for name in block.all(key) {
            draft = draft.names(kind, name);
        }
    }
    draft
}

/// What a query gave, in the words of the suite files.
#[derive(Debug, Default)]
struct Given {
    hits: Vec<String>,
    undated: Option<u64>,
    read_as: String,
    forms: Vec<String>,
    notes: Vec<String>,
    errors: Vec<String>,
}

fn run(reader: &Reader, names: &BTreeMap<String, String>, block: &Block) -> Given {
    let today = Day::from_ymd(2026, 11, 23).expect("a day");
    // An id is made of the article's name.
    let mut query = block.name.clone();
    for (id, name) in names {
        query = query.replace(&format!("@{name}@"), id);
    }
    let parsed = parse(&query, &ParseOptions { today });
    let mut given = Given {
        notes: parsed.notes.into_iter().map(|note| note.message).collect(),
        errors: parsed.problems.into_iter().map(|problem| problem.message).collect(),
        ..Given::default()
    };
    let (Some(mut tree), true) = (parsed.tree, given.errors.is_empty()) else { return given };
    let range = range_of_flags(block.get("from"), block.get("to"), today).expect("dates of the suite");
    if let Some(range) = range {
        let filter = DateFilter {
            field: DateField::Published,
            range,
            matching: DateMatch::Overlapping,
            written: String::new(),
        };
        let span = tree.span;
        tree = NodeKind::and(vec![tree, Node::new(NodeKind::Date(filter), span)], span).expect("two clauses");
    }
    given.read_as = read_as(&tree);
    let order = match block.get("sort") {
        Some("newest") => Order::NewestFirst,
        Some("oldest") => Order::OldestFirst,
        _ => Order::Relevance,
    };
    match reader.search(&tree, SearchOptions { order, limit: 1_000, offset: 0, ..SearchOptions::default() }) {
        Err(SearchError::Query(problems)) => {
            given.errors = problems.into_iter().map(|problem| problem.message).collect();
        }
        Err(error) => panic!("line {}: {error}", block.line),
        Ok(answer) => {
            let ids = answer.hits.iter().map(|hit| hit.article.id.to_string());
            given.hits = ids.map(|id| names.get(&id).cloned().unwrap_or(id)).collect();
            assert_eq!(answer.total, given.hits.len() as u64, "line {}: total and list differ", block.line);
            given.undated = answer.undated;
            given.forms = answer
                .forms
                .iter()
                .map(|forms| format!("{}: {}", forms.written, forms.words.join(", ")))
                .collect();
            given.notes.extend(answer.notes);
        }
    }
    given
}

/// Runs a file: how many queries it has, and which of them gave something else than it says.
fn check(path: &Path) -> (usize, Vec<String>) {
    let text = std::fs::read_to_string(path).expect("a file of the suite");
    let blocks = blocks(&text);
    let articles: Vec<&Block> = blocks.iter().filter(|block| block.kind == "article").collect();
    let names =
        articles.iter().map(|block| (Draft::id(&block.name).to_string(), block.name.clone())).collect();
    let archive = TestArchive::of(articles.iter().map(|block| draft(block)));
    let reader = Reader::open(archive.archive()).expect("the archive opens");
    let mut failures = Vec::new();
    let queries: Vec<&Block> = blocks.iter().filter(|block| block.kind == "query").collect();
    for block in &queries {
        let given = run(&reader, &names, block);
        let mut expect = |key: &str, given: String| {
            let wanted = block.all(key).join(" | ");
            if block.get(key).is_some() && wanted != given {
                let why = block.get("why").unwrap_or_default();
                let place = format!("{}:{}", path.display(), block.line);
                failures
                    .push(format!("{place}: `{}` ({why})\n  {key}: {wanted}\n  given: {given}", block.name));
            }
        };
        expect("hits", given.hits.join(" "));
        let mut sorted = given.hits.clone();
        sorted.sort();
        expect("hits, any order", sorted.join(" "));
        expect("undated", given.undated.map_or("none".to_owned(), |undated| undated.to_string()));
        expect("read as", given.read_as.clone());
        expect("forms", given.forms.join(" | "));
        expect("note", given.notes.join(" | "));
        expect("error", given.errors.join(" | "));
        if block.get("error").is_none() && !given.errors.is_empty() {
            failures.push(format!("{}:{}: `{}`: {:?}", path.display(), block.line, block.name, given.errors));
        }
    }
    (queries.len(), failures)
}

#[test]
fn every_query_of_the_suite_gives_what_its_file_says() {
    let mut files: Vec<_> = std::fs::read_dir(workspace().join("tests/suite"))
        .expect("the suite exists")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    files.sort();
    let (mut queries, mut failures) = (0, Vec::new());
    for file in &files {
        let (of_file, failed) = check(file);
        queries += of_file;
        failures.extend(failed);
    }
    assert!(failures.is_empty(), "\n{}\n", failures.join("\n"));
    assert!(queries > 0, "the suite is empty");
}
