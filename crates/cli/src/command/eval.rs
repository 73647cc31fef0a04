//! `dateline eval`

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use dateline_query::evaluation::{Judgements, LineError, Measures, mean, measures, topics};
use dateline_query::{Expand, RankedId, Syntax};
use serde_json::json;

use super::file_text;
use crate::args::{EvalArguments, Format};
use crate::context::{Context, Reading};
use crate::failure::Failure;
use crate::output_file::not_written;
use crate::render::Out;

/// What the last column of a run file says.
const RUN_NAME: &str = "dateline";

pub fn run(context: &Context, arguments: &EvalArguments) -> Result<ExitCode, Failure> {
    let refuse = |file: &Path, error: LineError| Failure::told(format!("{}: {error}", file.display()));
    let topics = topics(&file_text(&arguments.topics)?).map_err(|error| refuse(&arguments.topics, error))?;
    if topics.is_empty() {
        return Err(Failure::told(format!(
            "{}: expected topics, but found none",
            arguments.topics.display()
        )));
    }
    let judgements = Judgements::parse(&file_text(&arguments.judgements)?)
        .map_err(|error| refuse(&arguments.judgements, error))?;
    let reader = context.reader()?;
    let mut lists = reader.ranked_lists();
    let mut run_file = arguments.run.as_deref().map(RunFile::create).transpose()?;
    let expand = if arguments.expand { Expand::ByBestHits } else { Expand::No };
    let reading = if arguments.any { Reading::AnyWords } else { Reading::Query(Syntax::Dateline) };

    let started = Instant::now();
    let mut measured: Vec<(String, Measures)> = Vec::new();
    let (mut unjudged, mut empty, mut unread) = (0, 0, 0);
    for topic in &topics {
        let Some(judged) = judgements.of(&topic.id) else {
            unjudged += 1;
            continue;
        };
        let query = if topic.text.is_empty() {
            // A blank query means every article; a topic without a question is a slip of its file.
            Err(Failure::told("this topic has no question"))
        } else {
            context.query_of(&topic.text, reading)
        };
        let ranking = match query {
            Ok(query) => lists
                .ranked(&query.tree, expand, arguments.depth)
                .map_err(|error| Failure::of_search(error, &query.text))?,
            Err(failure) => {
                context.report(&format!("topic {}", topic.id), &failure);
                unread += 1;
                Vec::new()
            }
        };
        empty += usize::from(ranking.is_empty());
        if let Some(file) = &mut run_file {
            file.write(&topic.id, &ranking)?;
        }
        let ids: Vec<String> = ranking.into_iter().map(|ranked| ranked.id).collect();
        measured.push((topic.id.clone(), measures(&ids, judged)));
    }
    if let Some(file) = run_file {
        file.finish()?;
    }
    let all: Vec<Measures> = measured.iter().map(|(_, measures)| *measures).collect();
    let summary = Summary {
        mean: mean(&all),
        measured: if arguments.each { measured } else { Vec::new() },
        topics: all.len(),
        unjudged,
        empty,
        unread,
        missing: lists.missing(&judgements.answers()).map_err(|error| Failure::of_search(error, ""))?,
        seconds: started.elapsed().as_secs_f64(),
    };
    let mut out = Out::new(&context.global);
    if context.global.format == Format::Text {
        summary.write_text(&mut out)?;
    } else {
        summary.write_json(&mut out)?;
    }
    out.flush()?;
    Ok(if unread > 0 { ExitCode::from(2) } else { ExitCode::SUCCESS })
}

struct Summary {
    mean: Measures,
    measured: Vec<(String, Measures)>,
    topics: usize,
    unjudged: usize,
    empty: usize,
    unread: usize,
    missing: usize,
    seconds: f64,
}

impl Summary {
    fn write_text(&self, out: &mut Out) -> std::io::Result<()> {
        writeln!(
            out,
            "{:<12} {:>7} {:>8} {:>7} {:>7} {:>7}",
            "topic", "AP", "nDCG@10", "P@10", "R@100", "RR"
        )?;
        for (topic, measures) in &self.measured {
            write_measures(out, topic, measures)?;
        }
        write_measures(out, "mean", &self.mean)?;
        writeln!(out, "{} topics · {:.2} s", self.topics, self.seconds)?;
        let facts = [
            (self.empty, "topics found nothing and count 0"),
            (self.unread, "topics could not be read and count 0"),
            (self.unjudged, "topics have no judged answer and are left out"),
            (self.missing, "judged answers are not in this archive"),
        ];
        for (count, fact) in facts {
            if count > 0 {
                writeln!(out, "note: {count} {fact}")?;
            }
        }
        Ok(())
    }

    fn write_json(&self, out: &mut Out) -> std::io::Result<()> {
        let each: Vec<_> = self
            .measured
            .iter()
            .map(|(topic, measures)| json!({ "topic": topic, "measures": measures }))
            .collect();
        out.json_line(&json!({
            "version": 1,
            "topics": self.topics,
            "mean": self.mean,
            "each": each,
            "found_nothing": self.empty,
            "unreadable": self.unread,
            "unjudged": self.unjudged,
            "answers_not_in_archive": self.missing,
            "seconds": self.seconds,
        }))
    }
}

fn write_measures(out: &mut Out, name: &str, measures: &Measures) -> std::io::Result<()> {
    writeln!(
        out,
        "{name:<12} {:>7.4} {:>8.4} {:>7.4} {:>7.4} {:>7.4}",
        measures.average_precision,
        measures.ndcg_10,
        measures.precision_10,
        measures.recall_100,
        measures.reciprocal_rank
    )
}

/// Rankings in the form of TREC: `topic Q0 article rank score run`.
struct RunFile<'a> {
    path: &'a Path,
    writer: BufWriter<File>,
}

impl RunFile<'_> {
    fn create(path: &Path) -> Result<RunFile<'_>, Failure> {
        let file = File::create(path).map_err(|error| not_written(path, &error))?;
        Ok(RunFile { path, writer: BufWriter::new(file) })
    }

    fn write(&mut self, topic: &str, ranking: &[RankedId]) -> Result<(), Failure> {
        for (number, RankedId { id, score }) in ranking.iter().enumerate() {
            writeln!(self.writer, "{topic} Q0 {id} {} {score:.6} {RUN_NAME}", number + 1)
                .map_err(|error| not_written(self.path, &error))?;
        }
        Ok(())
    }

    fn finish(mut self) -> Result<(), Failure> {
        self.writer.flush().map_err(|error| not_written(self.path, &error))
    }
}
