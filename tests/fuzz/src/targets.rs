//! What must hold for every input.

use dateline_article::Day;
use dateline_query::date_expr::{resolve, resolve_before, resolve_from, resolve_to};
use dateline_query::{
    Code, MAX_PROBLEMS, Node, Order, ParseOptions, Parsed, Problem, Reader, SearchError, SearchOptions,
    parse, print,
};
use dateline_testkit::{TestArchive, generated};

/// What is done with an input.
pub enum Target {
    /// It is read as a query.
    Parse,
    /// It is read as a date.
    Dates,
    /// It is asked.
    Resolve(Box<Asked>),
}

/// An archive to ask.
pub struct Asked {
    reader: Reader,
    _archive: TestArchive,
}

/// Whether an input got far, or the rule it broke.
type Outcome = Result<bool, String>;

impl Target {
    pub fn named(name: &str) -> Option<Target> {
        match name {
            "parse" => Some(Target::Parse),
            "dates" => Some(Target::Dates),
            "resolve" => {
                let archive = TestArchive::of(generated(1, 80));
                let reader = Reader::open(archive.archive()).expect("the archive opens");
                Some(Target::Resolve(Box::new(Asked { reader, _archive: archive })))
            }
            _ => None,
        }
    }

    pub fn check(&self, input: &str) -> Outcome {
        match self {
            Target::Parse => check_parse(input),
            Target::Dates => check_date(input),
            Target::Resolve(asked) => check_answer(&asked.reader, input),
        }
    }
}

fn options() -> ParseOptions {
    ParseOptions { today: Day::from_ymd(2026, 11, 23).expect("a day") }
}

fn check_parse(input: &str) -> Outcome {
    let Parsed { tree, problems, notes } = parse(input, &options());
    if problems.len() > MAX_PROBLEMS {
        return Err(format!("{} problems for {input:?}", problems.len()));
    }
    problems.iter().try_for_each(|problem| check_problem(input, problem))?;
    for note in &notes {
        if input.get(note.span.start..note.span.end).is_none() {
            return Err(format!("a note outside the text of {input:?}: {note:?}"));
        }
    }
    if !problems.is_empty() {
        return Ok(false);
    }
    let tree = tree.ok_or_else(|| format!("neither tree nor problem for {input:?}"))?.without_spans();
    let printed = print(&tree);
    let again = parse(&printed, &options());
    // What is typed near the limits may lie beyond them as printed: `-a` becomes `NOT a`.
    let is_beyond =
        again.problems.iter().any(|problem| matches!(problem.code, Code::TooLong | Code::TooDeep));
    if is_beyond || again.tree.map(Node::without_spans) == Some(tree) {
        return Ok(true);
    }
    Err(format!("{input:?} prints as {printed:?}, which reads as something else: {:?}", again.problems))
}

fn check_problem(input: &str, problem: &Problem) -> Result<(), String> {
    if input.get(problem.span.start..problem.span.end).is_none() {
        return Err(format!("a problem outside the text of {input:?}: {problem:?}"));
    }
    let (rendered, report) = (problem.render(input), problem.report(input));
    if report.start > report.end || report.end > input.chars().count() || rendered.is_empty() {
        return Err(format!("a report outside the text of {input:?}: {problem:?}"));
    }
    Ok(())
}

fn check_date(input: &str) -> Outcome {
    let today = options().today;
    let range = match resolve(input, today) {
        Ok(range) => range,
        Err(problem) => {
            let _ = (problem.to_string(), problem.hint(), problem.replacement(), problem.code());
            return Ok(false);
        }
    };
    let _ = (resolve_from(input, today), resolve_to(input, today), resolve_before(input, today));
    if range.first().zip(range.last()).is_some_and(|(first, last)| first > last) {
        return Err(format!("{input:?} runs backwards: {range}"));
    }
    match resolve(&range.to_string(), today) {
        Ok(again) if again == range => Ok(true),
        other => Err(format!("{input:?} prints as `{range}`, which reads as {other:?}")),
    }
}

fn check_answer(reader: &Reader, input: &str) -> Outcome {
    let Parsed { tree: Some(tree), problems, .. } = parse(input, &options()) else { return Ok(false) };
    if !problems.is_empty() {
        return Ok(false);
    }
    let mut lists = Vec::new();
    for order in [Order::Relevance, Order::OldestFirst] {
        let options = SearchOptions { order, limit: usize::MAX, ..SearchOptions::default() };
        let answer = match reader.search(&tree, options) {
            Ok(answer) => answer,
            Err(SearchError::Query(problems)) if !problems.is_empty() => {
                problems.iter().try_for_each(|problem| check_problem(input, problem))?;
                return Ok(true);
            }
            Err(error) => return Err(format!("{input:?}: {error}")),
        };
        let mut ids: Vec<_> = answer.hits.iter().map(|hit| hit.article.id).collect();
        ids.sort();
        if answer.total != ids.len() as u64 {
            return Err(format!("{input:?}: total {}, {} hits", answer.total, ids.len()));
        }
        lists.push(ids);
    }
    lists.push(reader.ids(&tree).map_err(|error| format!("{input:?}: {error}"))?);
    if lists.windows(2).any(|pair| pair[0] != pair[1]) {
        return Err(format!("{input:?}: the orders and the ids do not hold the same articles"));
    }
    Ok(true)
}
