//! Trains and scores the model of names.

mod card;
mod corpus;
mod error;
mod examples;
mod lexicon;
mod model_file;
mod passage;
mod perceptron;
mod score;
mod train;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use dateline_entities::{ArticleText, BuiltIn, Part, Recognizer, RecognizerError};

use crate::card::Scores;
use crate::error::TrainError;
use crate::lexicon::Words;
use crate::passage::{Passage, title};
use crate::score::Table;
use crate::train::{Corpus, Data, HeldOut, SETTINGS};

const USAGE: &str = "usage:
  train DATA MODEL-FOLDER [--score FOLDER] [--without-gmb]   learns the model that is shipped, writes its card
  develop DATA [FOLDER] [--without-gmb]                      learns with the end of the corpora held out
  score FOLDER [--title-case] [--mistakes] [--model FILE]    scores articles of word<TAB>label
  show TEXT…                                                 tells the names in text files, by their number
  speed TEXT…                                                times the recogniser on text files, one thread";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: &[String]) -> Result<(), TrainError> {
    let has = |flag: &str| arguments.iter().any(|argument| argument == flag);
    let value = |flag: &str| {
        arguments.iter().position(|argument| argument == flag).and_then(|at| arguments.get(at + 1))
    };
    let values = [value("--model"), value("--score")];
    let plain: Vec<&str> = arguments
        .iter()
        .filter(|argument| !argument.starts_with("--") && !values.contains(&Some(argument)))
        .map(String::as_str)
        .collect();
    let data = if has("--without-gmb") { Data::WithoutGmb } else { Data::All };
    match plain.as_slice() {
        ["train", folder, target] => {
            let (folder, target) = (Path::new(folder), Path::new(target));
            let (_, mut scores) = develop(folder, data)?;
            let (bytes, _) = learn(folder, data, HeldOut::Nothing)?;
            if let Some(folder) = value("--score") {
                let name = format!(
                    "{}, never trained on",
                    Path::new(folder).file_name().unwrap_or_default().display()
                );
                scores.push(report(&name, &open(bytes.clone())?, &articles(folder)?)?);
            }
            let card = card::text(data, folder, &bytes, SETTINGS, &scores)?;
            write(&target.join("en.ner"), &bytes)?;
            write(&target.join("MODEL-CARD.md"), card.as_bytes())
        }
        ["develop", folder, rest @ ..] => {
            let (recognizer, _) = develop(Path::new(folder), data)?;
            for folder in rest {
                report(folder, &recognizer, &articles(folder)?)?;
            }
            Ok(())
        }
        ["score", folder] => {
            let recognizer = match value("--model") {
                Some(file) => {
                    open(std::fs::read(file).map_err(|error| TrainError::io(Path::new(file), &error))?)?
                }
                None => BuiltIn::new().map_err(|error| usage(&error))?,
            };
            let mut passages = articles(folder)?;
            if has("--title-case") {
                passages = passages.iter().map(|passage| passage.in_style(title)).collect();
            }
            let table = score(&recognizer, &passages, has("--mistakes"))?;
            print!("{table}");
            Ok(())
        }
        ["show", files @ ..] => {
            let recognizer = BuiltIn::new().map_err(|error| usage(&error))?;
            for file in files {
                show(&recognizer, file)?;
            }
            Ok(())
        }
        ["speed", files @ ..] => {
            let recognizer = BuiltIn::new().map_err(|error| usage(&error))?;
            for file in files {
                speed(&recognizer, file)?;
            }
            Ok(())
        }
        _ => Err(TrainError::Usage(USAGE.to_owned())),
    }
}

fn usage(error: &RecognizerError) -> TrainError {
    TrainError::Usage(error.to_string())
}

fn open(model: Vec<u8>) -> Result<BuiltIn, TrainError> {
    BuiltIn::with_model(Vec::leak(model)).map_err(|error| usage(&error))
}

fn articles(folder: &str) -> Result<Vec<Passage>, TrainError> {
    corpus::files(Path::new(folder), "tsv")?.iter().map(|file| corpus::worldwide(file)).collect()
}

fn score(recognizer: &dyn Recognizer, passages: &[Passage], mistakes: bool) -> Result<Table, TrainError> {
    let mut table = Table::default();
    for passage in passages {
        let tell = |mistake: score::Mistake| {
            if mistakes {
                let kind = |kind: Option<dateline_article::MentionKind>| {
                    kind.map_or("-".to_owned(), |kind| kind.to_string())
                };
                println!(
                    "{}\t{}\t{}",
                    kind(mistake.marked),
                    kind(mistake.found),
                    context(&passage.text, mistake.span)
                );
            }
        };
        table.add(recognizer, passage, tell).map_err(|error| usage(&error))?;
    }
    Ok(table)
}

fn context(text: &str, span: std::ops::Range<usize>) -> String {
    let start = text.floor_char_boundary(span.start.saturating_sub(40));
    let end = text.ceil_char_boundary((span.end + 40).min(text.len()));
    format!("{} [{}] {}", &text[start..span.start], &text[span.clone()], &text[span.end..end])
        .replace('\n', " ")
}

/// Learns a model; with the corpora that it was learnt from.
fn learn(folder: &Path, data: Data, held_out: HeldOut) -> Result<(Vec<u8>, Vec<Corpus>), TrainError> {
    let mut words = Words::read(folder)?;
    let corpora = train::read(folder, &words, data, held_out)?;
    words.mark_small(&corpora)?;
    let started = Instant::now();
    let bytes = train::train(&corpora, &words, SETTINGS);
    eprintln!("{} bytes in {:.1?}", bytes.len(), started.elapsed());
    Ok((bytes, corpora))
}

/// Learns a model and scores it on what it was not learnt from.
fn develop(folder: &Path, data: Data) -> Result<(BuiltIn, Vec<Scores>), TrainError> {
    let (bytes, corpora) = learn(folder, data, HeldOut::End)?;
    let recognizer = open(bytes)?;
    let mut scores = Vec::new();
    for corpus in &corpora {
        scores.push(report(&format!("{}, held out", corpus.name), &recognizer, &corpus.held_out)?);
    }
    Ok((recognizer, scores))
}

fn write(file: &Path, bytes: &[u8]) -> Result<(), TrainError> {
    std::fs::write(file, bytes).map_err(|error| TrainError::io(file, &error))
}

fn report(name: &str, recognizer: &dyn Recognizer, passages: &[Passage]) -> Result<Scores, TrainError> {
    let table = score(recognizer, passages, false)?.to_string();
    let titled: Vec<Passage> = passages.iter().map(|passage| passage.in_style(title)).collect();
    let title_cased = score(recognizer, &titled, false)?.f1();
    println!("\n{name}\n{table}title-cased F1 {title_cased:.1}");
    Ok(Scores { name: name.to_owned(), table, title_cased })
}

/// Tells the names in a file: kind, number, full name, and the forms that stand in the text.
fn show(recognizer: &dyn Recognizer, file: &str) -> Result<(), TrainError> {
    let text = corpus::text(Path::new(file))?;
    let mut names: BTreeMap<(dateline_article::MentionKind, String), BTreeMap<&str, usize>> = BTreeMap::new();
    for article in text.split("\n\n\n") {
        let (title, text) = article.split_once("\n\n").unwrap_or(("", article));
        let article = ArticleText { title, text, lang: None, given: &[] };
        for tagged in recognizer.recognize(&article).map_err(|error| usage(&error))? {
            let part = if tagged.part == Part::Title { title } else { text };
            *names.entry((tagged.kind, tagged.name)).or_default().entry(&part[tagged.span]).or_default() += 1;
        }
    }
    for ((kind, name), forms) in names {
        let count: usize = forms.values().sum();
        println!("{kind}\t{count}\t{name}\t{}", forms.into_keys().collect::<Vec<_>>().join(" | "));
    }
    Ok(())
}

fn speed(recognizer: &dyn Recognizer, file: &str) -> Result<(), TrainError> {
    let text = corpus::text(Path::new(file))?;
    let articles: Vec<&str> = text.split("\n\n\n").collect();
    let started = Instant::now();
    let mut names = 0;
    for text in &articles {
        let article = ArticleText { title: "", text, lang: None, given: &[] };
        names += recognizer.recognize(&article).map_err(|error| usage(&error))?.len();
    }
    let seconds = started.elapsed().as_secs_f64();
    println!(
        "{file}: {} articles, {names} names, {:.1} MB/s",
        articles.len(),
        text.len() as f64 / seconds / 1e6
    );
    Ok(())
}
