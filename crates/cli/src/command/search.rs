//! `dateline search`

use std::io::Write;
use std::process::ExitCode;
use std::time::Instant;

use dateline_query::{
    DateField, DateFilter, DateMatch, Decay, Expand, Explain, FlagEnd, Node, NodeKind, Order, SearchOptions,
    Span, Syntax, ValueField, ValueFilter, ValueForm, range_of_flags, read_as,
};

use crate::args::{Format, QuerySyntax, SearchArguments, Sort, query_text};
use crate::context::{Context, Query, Reading};
use crate::failure::Failure;
use crate::render::{Out, hits};

pub fn run(context: &Context, arguments: &SearchArguments) -> Result<ExitCode, Failure> {
    let started = Instant::now();
    let query = read(context, arguments, &query_text(&arguments.query))?;
    let decay = decay_of(context, arguments)?;
    if arguments.sort != Sort::Relevance && (decay.is_some() || arguments.expand) {
        let flag = if decay.is_some() { "--decay" } else { "--expand" };
        let message = format!("{flag} changes the order of relevance, but --sort asks for that of dates");
        return Err(Failure::with_hint(message, format!("leave out --sort, or {flag}")));
    }
    let reader = context.reader()?;
    let options = SearchOptions {
        order: match arguments.sort {
            Sort::Relevance => Order::Relevance,
            Sort::Newest => Order::NewestFirst,
            Sort::Oldest => Order::OldestFirst,
        },
        limit: arguments.limit,
        offset: arguments.offset,
        decay,
        expand: if arguments.expand { Expand::ByBestHits } else { Expand::No },
        explain: if arguments.explain { Explain::Yes } else { Explain::No },
    };
    let refuse = |error| Failure::of_search(error, &query.text);
    let mut answer = reader.search(&query.tree, options).map_err(refuse)?;
    let mut notes = query.notes;
    let nothing = if answer.total > 0 {
        None
    } else if reader.articles() == 0 {
        notes.push("the archive is empty".to_owned());
        None
    } else {
        Some(reader.nothing_found(&query.tree).map_err(refuse)?)
    };
    if let Some(nothing) = &nothing {
        answer.notes.retain(|note| !nothing.repeated_notes.contains(note));
    }
    notes.append(&mut answer.notes);
    let (mut clauses, mut distinct) = (Vec::new(), None);
    if arguments.explain {
        // Each of these costs a search of its own, or more.
        clauses = reader.clause_counts(&query.tree).map_err(refuse)?;
        distinct = Some(reader.count_distinct(&query.tree).map_err(refuse)?);
        answer.forms.splice(0..0, reader.word_forms(&query.tree).map_err(refuse)?);
    }
    let page = hits::Page {
        query: &query.text,
        read_as: read_as(&query.tree),
        answer: &answer,
        notes,
        distinct,
        clauses,
        nothing,
        offset: arguments.offset,
        seconds: started.elapsed().as_secs_f64(),
    };
    let mut out = Out::new(&context.global);
    match context.global.format {
        Format::Text => hits::write_text(&mut out, &page)?,
        Format::Json => hits::write_json(&mut out, &page)?,
        Format::Jsonl => {
            hits::write_jsonl(&mut out, &page)?;
            context.remark(&hits::remarks(&page)?);
        }
    }
    out.flush()?;
    // A page behind the last hit is still an answer with hits.
    Ok(if answer.total > 0 { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// Reads a query as the flags say, and puts their conditions beside it.
pub fn read(context: &Context, arguments: &SearchArguments, text: &str) -> Result<Query, Failure> {
    let reading = if arguments.any { Reading::AnyWords } else { Reading::Query(syntax_of(arguments.syntax)) };
    let query = context.query_of(text, reading)?;
    Ok(Query { tree: with_flags(query.tree, arguments, context)?, ..query })
}

fn decay_of(context: &Context, arguments: &SearchArguments) -> Result<Option<Decay>, Failure> {
    let read = |text: &String| {
        Decay::parse(text, context.today).map_err(|problem| Failure::told(format!("--decay: {problem}")))
    };
    arguments.decay.as_ref().map(read).transpose()
}

fn syntax_of(flag: QuerySyntax) -> Syntax {
    match flag {
        QuerySyntax::Dateline => Syntax::Dateline,
        QuerySyntax::Nexis => Syntax::Nexis,
        QuerySyntax::Factiva => Syntax::Factiva,
        QuerySyntax::Proquest => Syntax::Proquest,
        QuerySyntax::Lucene => Syntax::Lucene,
        QuerySyntax::Gdelt => Syntax::Gdelt,
    }
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
