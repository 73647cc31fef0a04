//! `dateline check`

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use dateline_indexer::Ledger;
use dateline_query::Reader;
use dateline_schema::{Archive, Inspection, Part};
use serde_json::json;

use crate::args::Format;
use crate::context::Context;
use crate::failure::Failure;
use crate::guard::guarded;
use crate::render::{Out, thousands};

/// What a check found.
#[derive(Default)]
struct Findings {
    articles: u64,
    damages: Vec<String>,
    remarks: Vec<String>,
}

pub fn run(context: &Context) -> Result<ExitCode, Failure> {
    let dir = context.archive_dir()?;
    let inspection = Inspection::of(&dir).map_err(|error| context.refuse_archive(error))?;
    let mut findings = Findings::default();
    findings.files(&inspection);
    if inspection.is_index_whole() {
        // Bytes that fit their checksums are what was written: a panic over them is told like any other damage.
        if let Err(failure) = guarded(|| findings.content(&dir, &inspection)) {
            findings.damages.push(failure.message());
        }
    } else {
        findings.remarks.push("articles were not read, as files of the index are damaged".to_owned());
    }
    if !inspection.is_whole() {
        findings.remarks.push("`dateline repair` tells what can be kept".to_owned());
    }
    let Findings { articles, damages, remarks } = findings;
    let mut out = Out::new(&context.global);
    if context.global.format == Format::Text {
        for damage in &damages {
            writeln!(out, "{damage}")?;
        }
        let verdict = if damages.is_empty() { "whole" } else { "damaged" };
        let held = if inspection.is_index_whole() {
            format!(", {} articles", thousands(articles))
        } else {
            String::new()
        };
        writeln!(out, "{}: {verdict}{held}", dir.display())?;
    } else {
        let articles = inspection.is_index_whole().then_some(articles);
        out.json_line(&json!({
            "whole": damages.is_empty(), "articles": articles, "damages": damages, "unchecked": inspection.unchecked,
        }))?;
    }
    out.flush()?;
    for remark in remarks {
        context.remark(&remark);
    }
    Ok(if damages.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

impl Findings {
    fn files(&mut self, inspection: &Inspection) {
        for damage in &inspection.damages {
            self.damages.push(format!("{}: {}", damage.file, damage.found));
        }
        if !inspection.unchecked.is_empty() {
            let files = inspection.unchecked.join(", ");
            self.remarks.push(format!("written without checksums, so not compared with any: {files}"));
        }
    }

    fn content(&mut self, dir: &Path, inspection: &Inspection) -> Result<(), Failure> {
        let archive = Archive::open(dir)?;
        let reader = Reader::open(&archive).map_err(|error| Failure::of_search(error, ""))?;
        self.articles = reader.articles();
        reader.check(|damage| self.damages.push(damage));
        if !inspection.has(&Part::Rejects) {
            self.rejects(&archive)?;
        }
        if !inspection.has(&Part::Ledger) {
            self.ledger(&archive, &reader)?;
        }
        Ok(())
    }

    fn rejects(&mut self, archive: &Archive) -> Result<(), Failure> {
        let mut found = 0;
        archive.each_reject(|_| found += 1)?;
        // Duplicates with another text are listed beside the rejects, but not counted as such.
        let known = archive.payload()?.rejected;
        if found < known {
            self.damages.push(format!("rejects: expected {known}, but found {found}"));
        }
        Ok(())
    }

    /// Every article must come from a file that was read, and no file has more articles than were read from it.
    /// It may have fewer: some may have been deleted.
    fn ledger(&mut self, archive: &Archive, reader: &Reader) -> Result<(), Failure> {
        let ledger = Ledger::of(archive)?;
        let by_file = reader.articles_by_file().map_err(|error| Failure::of_search(error, ""))?;
        for (file, articles) in by_file {
            match ledger.entry(&file) {
                // What came by standard input cannot be read again, so that it is not remembered.
                None if file == "-" => {}
                None => {
                    self.damages
                        .push(format!("{file}: {articles} articles, but the ledger does not know it"));
                }
                Some(entry) if articles > entry.indexed => self.damages.push(format!(
                    "{file}: expected at most {} articles, as the ledger says, but found {articles}",
                    entry.indexed
                )),
                Some(_) => {}
            }
        }
        Ok(())
    }
}
