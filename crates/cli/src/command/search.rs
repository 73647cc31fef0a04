//! `dateline search`

use std::io::Write;
use std::process::ExitCode;
use std::time::Instant;

use dateline_query::{
    DateField, DateFilter, DateMatch, FlagEnd, Node, NodeKind, Order, SearchOptions, Span, ValueField,
    ValueFilter, ValueForm, range_of_flags, read_as,
};

use crate::args::{Format, SearchArguments, Sort};
use crate::context::Context;
use crate::failure::Failure;
use crate::render::{Out, hits};

pub fn run(context: &Context, arguments: &SearchArguments) -> Result<ExitCode, Failure> {
    let started = Instant::now();
    let query = context.query(&arguments.query)?;
    let tree = with_flags(query.tree, arguments, context)?;
    let reader = context.reader()?;
    let order = match arguments.sort {
        Sort::Relevance => Order::Relevance,
        Sort::Newest => Order::NewestFirst,
        Sort::Oldest => Order::OldestFirst,
    };
    let options =
        SearchOptions { order, limit: arguments.limit, offset: arguments.offset, ..SearchOptions::default() };
    let mut answer = reader.search(&tree, options).map_err(|error| Failure::of_search(error, &query.text))?;
    let mut notes = query.notes;
    notes.append(&mut answer.notes);
    if answer.total == 0 && reader.articles() == 0 {
        notes.push("the archive is empty".to_owned());
    }
    let page = hits::Page {
        query: &query.text,
        read_as: read_as(&tree),
        answer: &answer,
        notes,
        offset: arguments.offset,
        seconds: started.elapsed().as_secs_f64(),
    };
    let mut out = Out::new(&context.global);
    match context.global.format {
        Format::Text => hits::write_text(&mut out, &page)?,
        Format::Json => hits::write_json(&mut out, &page)?,
        Format::Jsonl => {
            hits::write_jsonl(&mut out, &page)?;
            context.remark(&format!("read as: {}", page.read_as));
        }
    }
    out.flush()?;
    // A page behind the last hit is still an answer with hits.
    Ok(if answer.total > 0 { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// The query with the conditions of the flags beside it.
fn with_flags(tree: Node, arguments: &SearchArguments, context: &Context) -> Result<Node, Failure> {
    let span = tree.span;
    let mut clauses = vec![tree];
    let values = [
        (ValueField::Source, &arguments.source, ValueForm::Whole, Several::Either),
        (ValueField::Lang, &arguments.lang, ValueForm::Whole, Several::Either),
        (ValueField::Person, &arguments.person, ValueForm::Whole, Several::All),
        (ValueField::Org, &arguments.org, ValueForm::Whole, Several::All),
        (ValueField::Place, &arguments.place, ValueForm::Whole, Several::All),
    ];
    for (field, texts, form, several) in values {
        let nodes: Vec<Node> = texts
            .iter()
            .map(|text| {
                let form = if text.contains(['*', '?']) { ValueForm::Wildcard } else { form };
                Node::new(NodeKind::Value(ValueFilter { field, text: text.clone(), form }), span)
            })
            .collect();
        match several {
            Several::Either => clauses.extend(NodeKind::or(nodes, span)),
            Several::All => clauses.extend(nodes),
        }
    }
    if let Some(days) = days_of_flags(arguments, context, span)? {
        clauses.push(days);
    }
    // `*` beside a condition adds nothing.
    if clauses.len() > 1 && clauses[0].kind == NodeKind::All {
        clauses.remove(0);
    }
    Ok(NodeKind::and(clauses, span).unwrap_or_else(|| Node::new(NodeKind::All, span)))
}

/// What a flag that is given several times means.
#[derive(Clone, Copy)]
enum Several {
    /// One article has one publication and one language.
    Either,
    /// One article names several people.
    All,
}

fn days_of_flags(
    arguments: &SearchArguments,
    context: &Context,
    span: Span,
) -> Result<Option<Node>, Failure> {
    let (from, to) = (arguments.from.as_deref(), arguments.to.as_deref());
    let range = range_of_flags(from, to, context.today).map_err(|(end, problem)| {
        let flag = match end {
            FlagEnd::From => "--from",
            FlagEnd::To => "--to",
        };
        match problem.hint() {
            Some(hint) => Failure::with_hint(format!("{flag}: {problem}"), hint),
            None => Failure::told(format!("{flag}: {problem}")),
        }
    })?;
    Ok(range.map(|range| {
        let filter = DateFilter {
            field: DateField::Published,
            range,
            matching: DateMatch::Overlapping,
            written: range.to_string(),
        };
        Node::new(NodeKind::Date(filter), span)
    }))
}
