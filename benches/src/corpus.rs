//! A large corpus out of a smaller one.

use std::collections::VecDeque;
use std::fmt::Write as _;
use std::io::{BufWriter, Write};
use std::ops::ControlFlow;
use std::path::Path;

use dateline_article::Day;
use dateline_ingest::{Found, Limits, OpenOptions, Settings, discover, open, read_piece};
use dateline_schema::words::for_each_word;
use dateline_testkit::Random;

/// One article in so many is a copy of an earlier one, so that nearly a fifth have copies: of Reuters-21578 16 in a hundred
/// have, of the press releases of senators 21.
const ONE_COPY_IN: usize = 10;
/// How far back the original of a copy may lie.
const COPIED_WITHIN: usize = 1_000;

/// Words of the longest sentence that is dealt. Texts without full stops would be one, and half of every article that
/// it is dealt to.
const LONGEST_SENTENCE: usize = 40;

/// Deals the sentences of the articles in a folder into `articles` new ones, each with the headline of
/// one and as many sentences in as many paragraphs, dated over 25 years. Gives the bytes of text.
///
/// The statistics of words are those of the source, except that a rare word is as rare in the new corpus
/// as in the old one times their sizes: the vocabulary does not grow. Names are as frequent as in the source, but an
/// article rarely names one twice. Whole paragraphs are not dealt: with many times the articles of the source, most
/// would share half their text with others, which no archive does. One article in [`ONE_COPY_IN`] is a
/// copy of an earlier one without its last sentence. An article ends before the sentence that would make its body longer
/// than `body_bytes`, but has at least one.
pub fn write(folder: &Path, articles: usize, body_bytes: usize, seed: u64, file: &Path) -> u64 {
    let sources = sources(folder);
    assert!(!sources.is_empty(), "{} holds no articles", folder.display());
    let sentences: Vec<&str> =
        sources.iter().flat_map(|source| source.paragraphs.iter().flatten().map(String::as_str)).collect();
    let mut random = Random::new(seed);
    let mut out = BufWriter::new(std::fs::File::create(file).expect("the corpus can be written"));
    let mut text_bytes = 0;
    let mut earlier: VecDeque<(usize, String)> = VecDeque::with_capacity(COPIED_WITHIN);
    for number in 0..articles {
        let (model, body) = if !earlier.is_empty() && random.below(ONE_COPY_IN) == 0 {
            let (model, body) = &earlier[random.below(earlier.len())];
            let end = body.rfind(". ").map_or(body.len(), |end| end + 1);
            (*model, body[..end].to_owned())
        } else {
            let model = random.below(sources.len());
            (model, sources[model].dealt(&sentences, body_bytes, &mut random))
        };
        let title = &sources[model].title;
        let mut date = String::new();
        let (year, month, day) = (1990 + random.below(25), 1 + random.below(12), 1 + random.below(28));
        write!(date, "{year}-{month:02}-{day:02}").expect("a string grows");
        text_bytes += (title.len() + body.len()) as u64;
        let address = format!("https://example.org/{number}");
        let line = serde_json::json!({
            "id": address,
            "url": address,
            "title": title,
            "body": body,
            "date": date,
            "source": format!("Paper {}", random.below(40)),
            "lang": "en",
        });
        writeln!(out, "{line}").expect("the corpus can be written");
        if earlier.len() == COPIED_WITHIN {
            earlier.pop_front();
        }
        earlier.push_back((model, body));
    }
    out.flush().expect("the corpus can be written");
    // What is timed next does not wait for this file.
    out.get_ref().sync_all().expect("the corpus can be written");
    text_bytes
}

struct Source {
    title: String,
    /// Their sentences.
    paragraphs: Vec<Vec<String>>,
}

impl Source {
    /// A text of the same form, of any sentences.
    fn dealt(&self, sentences: &[&str], body_bytes: usize, random: &mut Random) -> String {
        let mut body = String::new();
        for paragraph in &self.paragraphs {
            for number in 0..paragraph.len() {
                let sentence = sentences[random.below(sentences.len())];
                if !body.is_empty() {
                    if body.len() + sentence.len() > body_bytes {
                        return body;
                    }
                    body.push_str(if number > 0 { " " } else { "\n\n" });
                }
                body.push_str(sentence);
            }
        }
        body
    }
}

/// The sentences of a paragraph, the longest in pieces.
fn sentences(paragraph: &str) -> Vec<String> {
    let mut starts = Vec::new();
    let mut words = 0;
    for_each_word(paragraph, |word| {
        if word.starts_sentence || words == LONGEST_SENTENCE {
            starts.push(word.start);
            words = 0;
        }
        words += 1;
    });
    // What stands before the first word, such as a quotation mark, goes with it.
    if let Some(first) = starts.first_mut() {
        *first = 0;
    }
    let ends = starts.iter().skip(1).copied().chain([paragraph.len()]);
    starts.iter().zip(ends).map(|(&start, end)| paragraph[start..end].trim().to_owned()).collect()
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
                    let paragraphs = article.paragraphs().map(sentences).collect();
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
