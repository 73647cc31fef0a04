//! A large corpus out of a smaller one.

use std::fmt::Write as _;
use std::io::{BufWriter, Write};
use std::ops::ControlFlow;
use std::path::Path;

use dateline_article::Day;
use dateline_ingest::{Found, Limits, OpenOptions, Settings, discover, open, read_piece};
use dateline_testkit::Random;

/// Deals the paragraphs of the articles in a folder into `articles` new ones, each with the headline of
/// one and paragraphs of the same length from others, dated over 25 years. Gives the bytes of text.
///
/// The statistics of words are those of the source, except that a rare word is as rare in the new corpus
/// as in the old one times their sizes: the vocabulary does not grow.
pub fn write(folder: &Path, articles: usize, seed: u64, file: &Path) -> u64 {
    let sources = sources(folder);
    assert!(!sources.is_empty(), "{} holds no articles", folder.display());
    let paragraphs: Vec<&str> =
        sources.iter().flat_map(|source| source.paragraphs.iter().map(String::as_str)).collect();
    let mut random = Random::new(seed);
    let mut out = BufWriter::new(std::fs::File::create(file).expect("the corpus can be written"));
    let mut text_bytes = 0;
    for number in 0..articles {
        let model = &sources[random.below(sources.len())];
        let mut body = String::new();
        for _ in 0..model.paragraphs.len() {
            if !body.is_empty() {
                body.push_str("\n\n");
            }
            body.push_str(paragraphs[random.below(paragraphs.len())]);
        }
        let mut date = String::new();
        let (year, month, day) = (1990 + random.below(25), 1 + random.below(12), 1 + random.below(28));
        write!(date, "{year}-{month:02}-{day:02}").expect("a string grows");
        text_bytes += (model.title.len() + body.len()) as u64;
        let line = serde_json::json!({
            "id": format!("https://example.org/{number}"),
            "title": model.title,
            "body": body,
            "date": date,
            "source": format!("Paper {}", random.below(40)),
            "lang": "en",
        });
        writeln!(out, "{line}").expect("the corpus can be written");
    }
    out.flush().expect("the corpus can be written");
    text_bytes
}

struct Source {
    title: String,
    paragraphs: Vec<String>,
}

fn sources(folder: &Path) -> Vec<Source> {
    let settings = Settings { today: Day::from_ymd(2026, 11, 23).expect("a day"), limits: Limits::default() };
    let options = OpenOptions::default();
    let mut sources = Vec::new();
    for found in discover(&[folder.display().to_string()]).expect("the folder is there").walk() {
        let Found::File(file) = found else { continue };
        let Ok(source) = open(&file, &options) else { continue };
        source.members(&mut |member| {
            let Ok(mut member) = member else { return ControlFlow::Continue(()) };
            let (format, context) = (member.format, member.context);
            let read = format.split(member.reader.as_mut(), &context, &options.limits, &mut |piece| {
                let article =
                    piece.ok().and_then(|piece| read_piece(piece, format, &context, &settings).ok());
                if let Some(article) = article {
                    let paragraphs = article.paragraphs().map(str::to_owned).collect();
                    sources.push(Source { title: article.title.clone(), paragraphs });
                }
                ControlFlow::Continue(())
            });
            read.expect("the folder is read to its end");
            ControlFlow::Continue(())
        });
    }
    sources
}
