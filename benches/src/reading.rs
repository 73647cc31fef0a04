//! How fast records become articles, without an index.
//!
//! Question: MB of text a second from JSON Lines on one thread, and with two that parse and normalise; whether
//! pages in a compressed web archive take longer than the same pages as files.

use std::io::Write;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::mpsc::sync_channel;
use std::time::Instant;

use dateline_article::Article;
use dateline_ingest::format::Format;
use dateline_ingest::{FileContext, Limits, Member, Piece, read_piece};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::articles::{self, settings};
use crate::say;

/// How often the pages are read; the best time counts.
const ROUNDS: usize = 5;
/// Pieces on their way to a thread.
const WAITING_PIECES: usize = 256;

/// Parses and normalises a file of articles, on one thread and with two.
pub fn json_lines(file: &Path, articles: usize, megabytes: f64) {
    for threads in [1, 2] {
        let started = Instant::now();
        let mut read = 0;
        for_each_member(file, &mut |member| {
            read += if threads == 1 { read_member(member).len() } else { count_member(member, threads) };
        });
        let seconds = started.elapsed().as_secs_f64();
        assert_eq!(read, articles, "every record is an article");
        let on =
            if threads == 1 { "one thread".to_owned() } else { format!("{threads} threads and a reader") };
        say(&format!("read and normalise, {on}: {:.1} MB/s ({seconds:.1} s)", megabytes / seconds));
    }
}

/// Reads the pages of a folder as files and as one compressed web archive.
pub fn pages(folder: &Path) {
    let desk = tempfile::tempdir().expect("a temporary folder");
    let mut names: Vec<_> = std::fs::read_dir(folder)
        .expect("the folder is there")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "html"))
        .collect();
    names.sort();
    let pages: Vec<Vec<u8>> =
        names.iter().map(|path| std::fs::read(path).expect("the page is there")).collect();
    assert!(!pages.is_empty(), "the folder holds pages");
    let files = desk.path().join("files");
    std::fs::create_dir(&files).expect("a folder");
    for (number, page) in pages.iter().enumerate() {
        std::fs::write(files.join(format!("{number:06}.html")), page).expect("written");
    }
    let archive = desk.path().join("pages.warc.gz");
    std::fs::write(&archive, web_archive(&pages)).expect("written");

    let megabytes = pages.iter().map(Vec::len).sum::<usize>() as f64 / 1e6;
    let (of_files, file_seconds) = timed(&files);
    let (of_archive, archive_seconds) = timed(&archive);
    let same = of_files.iter().filter(|text| of_archive.binary_search(text).is_ok()).count();
    say(&format!(
        "{} pages, {megabytes:.1} MB: {} articles from files, {} from the web archive, {same} with the same text",
        pages.len(),
        of_files.len(),
        of_archive.len()
    ));
    assert!(same * 100 >= of_files.len() * 98, "both hold the same articles");
    say(&format!("pages as files: {:.1} MB/s", megabytes / file_seconds));
    say(&format!(
        "pages in a .warc.gz: {:.1} MB/s, {:.2} of the time of files",
        megabytes / archive_seconds,
        archive_seconds / file_seconds
    ));
}

/// The texts read from a file or folder, sorted, and the least of some times that it took.
fn timed(path: &Path) -> (Vec<String>, f64) {
    let mut best = f64::INFINITY;
    let mut texts = Vec::new();
    for _ in 0..ROUNDS {
        let started = Instant::now();
        let mut articles = Vec::new();
        for_each_member(path, &mut |member| articles.extend(read_member(member)));
        best = best.min(started.elapsed().as_secs_f64());
        texts = articles
            .iter()
            .map(|article| format!("{}\n{}{}", article.title, article.lead, article.body))
            .collect();
    }
    texts.sort();
    (texts, best)
}

fn for_each_member(path: &Path, each: &mut dyn FnMut(Member<'_>)) {
    // A page without text is no member.
    articles::each_member(&[path.display().to_string()], &mut |member| {
        if let Some(member) = member {
            each(member);
        }
    });
}

/// The articles of a member; what is none is left out.
fn read_member(member: Member<'_>) -> Vec<Article> {
    let (format, context) = (member.format, member.context.clone());
    let settings = settings();
    let mut articles = Vec::new();
    for_each_piece(member, &mut |piece| articles.extend(read_piece(piece, format, &context, &settings)));
    articles
}

/// Counts the articles of a member, which so many threads parse and normalise.
fn count_member(member: Member<'_>, threads: usize) -> usize {
    let (format, context) = (member.format, member.context.clone());
    std::thread::scope(|scope| {
        let mut workers = Vec::new();
        let mut lines = Vec::new();
        for _ in 0..threads {
            let (line, pieces) = sync_channel(WAITING_PIECES);
            let context: &FileContext = &context;
            workers.push(scope.spawn(move || count(pieces.into_iter(), format, context)));
            lines.push(line);
        }
        let mut next = lines.iter().cycle();
        for_each_piece(member, &mut |piece| {
            next.next().expect("a thread").send(piece).expect("it listens");
        });
        drop(lines);
        workers.into_iter().map(|worker| worker.join().expect("no panic")).sum()
    })
}

fn count(pieces: impl Iterator<Item = Piece>, format: &dyn Format, context: &FileContext) -> usize {
    let settings = settings();
    pieces.filter_map(|piece| read_piece(piece, format, context, &settings).ok()).count()
}

fn for_each_piece(mut member: Member<'_>, each: &mut dyn FnMut(Piece)) {
    member
        .format
        .split(member.reader.as_mut(), &member.context, &Limits::default(), &mut |piece| {
            if let Ok(piece) = piece {
                each(piece);
            }
            ControlFlow::Continue(())
        })
        .expect("the member is read to its end");
}

/// The pages as responses of a server, each compressed alone, as crawlers write them.
///
/// Format: <https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/>
fn web_archive(pages: &[Vec<u8>]) -> Vec<u8> {
    let mut archive = Vec::new();
    for (number, page) in pages.iter().enumerate() {
        let answer =
            format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {}\r\n\r\n", page.len());
        let head = format!(
            "WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012}>\r\n\
             WARC-Date: 2026-11-23T00:00:00Z\r\nWARC-Target-URI: https://news.example/{number}\r\n\
             Content-Type: application/http;msgtype=response\r\nContent-Length: {}\r\n\r\n",
            answer.len() + page.len()
        );
        let mut record = GzEncoder::new(&mut archive, Compression::default());
        for part in [head.as_bytes(), answer.as_bytes(), page, b"\r\n\r\n"] {
            record.write_all(part).expect("written to memory");
        }
        record.finish().expect("written to memory");
    }
    archive
}
