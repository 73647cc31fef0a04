//! `dateline delete`

use std::io::Write;
use std::process::ExitCode;

use dateline_indexer::{Options, Update};
use dateline_query::Reader;
use serde_json::json;

use crate::args::{DeleteArguments, Format};
use crate::context::Context;
use crate::failure::Failure;
use crate::render::{Out, thousands};

pub fn run(context: &Context, arguments: &DeleteArguments) -> Result<ExitCode, Failure> {
    let query = context.query(&arguments.query)?;
    let archive = context.archive()?;
    let refuse = |error| Failure::of_search(error, &query.text);
    let find = || Reader::open(&archive).and_then(|reader| reader.ids(&query.tree)).map_err(refuse);
    let ids = if arguments.yes {
        // The lock comes first: what is found is then what is deleted.
        let mut update = Update::begin(&archive, Options::adding_nothing(context.today))?;
        let ids = find()?;
        if !ids.is_empty() {
            update.delete(&ids)?;
        }
        super::finish(update)?;
        ids
    } else {
        find()?
    };
    let count = ids.len() as u64;
    let mut out = Out::new(&context.global);
    if context.global.format != Format::Text {
        out.json_line(&json!({ "matched": count, "deleted": if arguments.yes { count } else { 0 } }))?;
    } else if arguments.yes {
        writeln!(out, "deleted {} articles", thousands(count))?;
    } else {
        writeln!(out, "{} articles match; nothing was deleted", thousands(count))?;
        context.remark("to delete them, add --yes");
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}
