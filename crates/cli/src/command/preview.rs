//! `dateline index --preview`

use std::io::{self, Write};
use std::ops::ControlFlow;
use std::process::ExitCode;

use dateline_article::Article;
use dateline_ingest::{
    Found, Member, OpenOptions, Reject, RejectReason, Settings, SourceFile, discover, open, read_error,
    read_piece,
};
use serde_json::json;

use super::index::open_options;
use crate::args::{Format, IndexArguments};
use crate::context::Context;
use crate::failure::Failure;
use crate::render::article_json::ArticleJson;
use crate::render::{Out, article, printable};

/// Shows how the first records of each file are understood. Writes nothing.
pub fn run(context: &Context, arguments: &IndexArguments, records: u64) -> Result<ExitCode, Failure> {
    let discovery = discover(&arguments.paths).map_err(Failure::told)?;
    let options = open_options(arguments)?;
    let settings = Settings { today: context.today, limits: options.limits };
    let mut out = Out::new(&context.global);
    let mut files = 0;
    for found in discovery.walk() {
        let file = match found {
            Found::File(file) => file,
            Found::Skipped { path, why } => {
                context.remark(&format!("{}: left out ({why})", path.display()));
                continue;
            }
            Found::Unreadable { path, cause } => {
                context.remark(&format!("{}: {cause}", path.display()));
                continue;
            }
        };
        // A folder of one-article files is understood from its first few.
        if files >= records.max(1) {
            context.remark("only the first files are shown; a larger N shows more");
            break;
        }
        files += 1;
        file_preview(&mut out, context, &file, &options, &settings, records)?;
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn file_preview(
    out: &mut Out,
    context: &Context,
    file: &SourceFile,
    options: &OpenOptions,
    settings: &Settings,
    records: u64,
) -> Result<(), Failure> {
    let is_text = context.global.format == Format::Text;
    let mut preview =
        FilePreview { out, is_text, file, options, settings, records, members: 0, failed: None };
    match open(file, options) {
        Ok(source) => source.members(&mut |member| preview.visit(member)),
        Err(error) => preview.keep(|preview| preview.error(&file.label, &error.reason)),
    }
    let FilePreview { members, failed, .. } = preview;
    if let Some(error) = failed {
        return Err(error.into());
    }
    if members > records.max(1) {
        context.remark("only the first members are shown; a larger N shows more");
    }
    Ok(())
}

/// The preview of one file, member by member.
struct FilePreview<'a> {
    out: &'a mut Out,
    is_text: bool,
    file: &'a SourceFile,
    options: &'a OpenOptions,
    settings: &'a Settings,
    records: u64,
    members: u64,
    /// Why nothing more can be printed.
    failed: Option<io::Error>,
}

impl FilePreview<'_> {
    fn visit(&mut self, member: Result<Member<'_>, Reject>) -> ControlFlow<()> {
        self.members += 1;
        if self.members > self.records.max(1) {
            return ControlFlow::Break(());
        }
        self.keep(|preview| match member {
            Ok(member) => preview.member(member),
            Err(reject) => {
                let name = name_of(&preview.file.label, reject.locator.member.as_deref());
                preview.error(&name, &reject.reason)
            }
        });
        if self.failed.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    /// Keeps the error when nothing more can be printed.
    fn keep(&mut self, print: impl FnOnce(&mut Self) -> io::Result<()>) {
        if let Err(error) = print(self) {
            self.failed = Some(error);
        }
    }

    fn member(&mut self, mut member: Member<'_>) -> io::Result<()> {
        let (format, context) = (member.format, member.context);
        let name = name_of(&context.label, context.member.as_deref());
        if self.is_text {
            writeln!(self.out, "{}: {}", printable(&name), format.name())?;
            for (column, field) in &context.columns.meanings {
                let meaning = field.map_or("(not used)", |field| field.name());
                writeln!(self.out, "  {} → {meaning}", printable(column))?;
            }
        }
        let mut shown = 0;
        let mut failed = None;
        let limits = &self.options.limits;
        let result = format.split(member.reader.as_mut(), &context, limits, &mut |cut| {
            if shown >= self.records {
                return ControlFlow::Break(());
            }
            shown += 1;
            let article = cut
                .map_err(|broken| {
                    format!("record {} (byte {}): {}", broken.record, broken.byte, broken.reason)
                })
                .and_then(|piece| {
                    read_piece(piece, format, &context, self.settings).map_err(|reject| reject.to_string())
                });
            if let Err(error) = self.record(&name, &article) {
                failed = Some(error);
                return ControlFlow::Break(());
            }
            ControlFlow::Continue(())
        });
        if let Some(error) = failed {
            return Err(error);
        }
        match result {
            Ok(()) => Ok(()),
            Err(error) => self.error(&name, &read_error(&error)),
        }
    }

    fn record(&mut self, name: &str, article: &Result<Article, String>) -> io::Result<()> {
        match (article, self.is_text) {
            (Ok(article), true) => article::write_summary(self.out, article),
            (Err(message), true) => writeln!(self.out, "  rejected: {}", printable(message)),
            (Ok(article), false) => {
                self.out.json_line(&json!({ "file": name, "article": ArticleJson::of(article) }))
            }
            (Err(message), false) => self.out.json_line(&json!({ "file": name, "rejected": message })),
        }
    }

    fn error(&mut self, name: &str, reason: &RejectReason) -> io::Result<()> {
        if self.is_text {
            writeln!(self.out, "{}", printable(&format!("{name}: {reason}")))
        } else {
            self.out.json_line(&json!({ "file": name, "error": reason.to_string() }))
        }
    }
}

/// The name of a file, or of a member of it.
fn name_of(label: &str, member: Option<&str>) -> String {
    member.map_or_else(|| label.to_owned(), |member| format!("{label}: {member}"))
}
