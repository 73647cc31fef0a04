//! Which articles a command is about: a query, and the conditions of flags beside it.

use std::process::ExitCode;

use dateline_query::{
    DateField, DateFilter, DateMatch, Distinct, FlagEnd, Matches, Node, NodeKind, Reader, Span, Syntax,
    ValueField, ValueFilter, ValueForm, range_of_flags, read_as,
};

use crate::args::{QueryArguments, QuerySyntax, query_text};
use crate::context::{Context, Query, Reading};
use crate::failure::Failure;
use crate::render::head::Head;

/// Reads the query of the command line as the flags say, and puts their conditions beside it.
pub fn read(context: &Context, arguments: &QueryArguments) -> Result<Query, Failure> {
    read_text(context, arguments, &query_text(&arguments.query))
}

/// Reads another query as the flags say, and puts their conditions beside it.
pub fn read_text(context: &Context, arguments: &QueryArguments, text: &str) -> Result<Query, Failure> {
    let reading = if arguments.any { Reading::AnyWords } else { Reading::Query(syntax_of(arguments.syntax)) };
    let query = context.query_of(text, reading)?;
    Ok(Query { tree: with_flags(query.tree, arguments, context)?, ..query })
}

/// All that a query matches, for the views over it.
pub struct Found<'r> {
    pub matches: Matches<'r>,
    distinct: Distinct,
}

impl<'r> Found<'r> {
    pub fn of(reader: &'r Reader, query: &Query, distinct: Distinct) -> Result<Found<'r>, Failure> {
        let matches =
            reader.matches(&query.tree, distinct).map_err(|error| Failure::of_search(error, &query.text))?;
        Ok(Found { matches, distinct })
    }

    /// What stands above a view of so many matches.
    pub fn head(&self, reader: &Reader, query: &Query, total: u64) -> Result<Head, Failure> {
        let refuse = |error| Failure::of_search(error, &query.text);
        let mut notes = query.notes.clone();
        notes.extend_from_slice(self.matches.notes());
        let mut nothing = None;
        if reader.articles() == 0 {
            notes.push("the archive is empty".to_owned());
        } else if total == 0 {
            let help = reader.nothing_found(&query.tree).map_err(refuse)?;
            notes.retain(|note| !help.repeated_notes.contains(note));
            nothing = Some(help);
        }
        Ok(Head {
            query: query.text.clone(),
            read_as: read_as(&query.tree),
            notes,
            total,
            undated: self.matches.undated_beside().map_err(refuse)?,
            is_distinct: self.distinct == Distinct::Yes,
            nothing,
        })
    }
}

/// As of `search`: 0 with matches, 1 without.
pub fn exit_code(total: u64) -> ExitCode {
    if total > 0 { ExitCode::SUCCESS } else { ExitCode::from(1) }
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
fn with_flags(tree: Node, arguments: &QueryArguments, context: &Context) -> Result<Node, Failure> {
    let span = tree.span;
    let mut clauses = vec![tree];
    let values = [
        (ValueField::Source, &arguments.source, Several::Either),
        (ValueField::Lang, &arguments.lang, Several::Either),
        (ValueField::Person, &arguments.person, Several::All),
        (ValueField::Org, &arguments.org, Several::All),
        (ValueField::Place, &arguments.place, Several::All),
        (ValueField::Entity, &arguments.with, Several::All),
    ];
    for (field, texts, several) in values {
        let filters = texts.iter().map(|text| filter_of_flag(field, text));
        let nodes: Vec<Node> = filters.map(|filter| Node::new(NodeKind::Value(filter), span)).collect();
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

/// What a flag says, as the clause of its name would: one word is part of a name, several are the whole name, and
/// quotes make a whole name of one word too.
fn filter_of_flag(field: ValueField, text: &str) -> ValueFilter {
    let quoted = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).filter(|_| text.len() > 2);
    let form = if quoted.is_none() && text.contains(['*', '?']) {
        ValueForm::Wildcard
    } else if quoted.is_none() && field.is_entity() && !text.contains(char::is_whitespace) {
        ValueForm::Word
    } else {
        ValueForm::Whole
    };
    ValueFilter { field, text: quoted.unwrap_or(text).to_owned(), form }
}

/// What a flag that is given several times means.
#[derive(Clone, Copy)]
enum Several {
    /// One article has one publication and one language.
    Either,
    /// One article names several people.
    All,
}

fn days_of_flags(arguments: &QueryArguments, context: &Context, span: Span) -> Result<Option<Node>, Failure> {
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
