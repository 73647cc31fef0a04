//! `dateline show`

use std::io::Write;
use std::process::ExitCode;

use serde_json::json;

use crate::args::{Format, ShowArguments};
use crate::context::Context;
use crate::failure::Failure;
use crate::render::article_json::ArticleJson;
use crate::render::{Out, article};

pub fn run(context: &Context, arguments: &ShowArguments) -> Result<ExitCode, Failure> {
    let query = arguments.query.as_ref().map(|text| context.query(std::slice::from_ref(text))).transpose()?;
    let reader = context.reader()?;
    let text = query.as_ref().map_or("", |query| query.text.as_str());
    let refuse = |error| Failure::of_search(error, text);
    let found = reader.look_up(&arguments.id).map_err(refuse)??;
    let mut out = Out::paged(&context.global);
    if context.global.format == Format::Text {
        let mut highlighter = reader.highlighter(query.as_ref().map(|query| &query.tree)).map_err(refuse)?;
        article::write(&mut out, &found, &mut highlighter)?;
    } else {
        out.json_line(&json!({ "version": 1, "article": ArticleJson::of(&found) }))?;
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}
