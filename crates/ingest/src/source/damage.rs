//! Damaged files of every container and compression: what is broken is told, whatever it is.

use std::io::Write;
use std::ops::ControlFlow;
use std::path::Path;

use dateline_article::Day;
use tempfile::TempDir;

use crate::format::web::sample::{page, warc};
use crate::source::container::sample::{Sizes, gz, tar, zip};
use crate::{Limits, OpenOptions, Settings, SourceFile, open, read_error, read_piece};

/// Damaged copies of each sample.
const COPIES: u32 = 150;

/// Numbers that look like chance and are the same in every run.
struct Chance(u32);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (self.0 >> 8) as usize % limit
    }
}

/// How many records of a file become articles, and how many are told to be broken or left out.
fn read(path: &Path) -> (usize, usize) {
    let file = SourceFile::at(path.to_owned()).unwrap();
    let options = OpenOptions::default();
    let settings = Settings { today: Day::from_ymd(2026, 11, 23).unwrap(), limits: Limits::default() };
    let (mut articles, mut told) = (0, 0);
    let Ok(source) = open(&file, &options) else { return (0, 1) };
    source.members(&mut |member| {
        let Ok(mut member) = member else {
            told += 1;
            return ControlFlow::Continue(());
        };
        let (format, context) = (member.format, member.context);
        let split = format.split(member.reader.as_mut(), &context, &options.limits, &mut |cut| {
            match cut.ok().and_then(|piece| read_piece(piece, format, &context, &settings).ok()) {
                Some(_) => articles += 1,
                None => told += 1,
            }
            ControlFlow::Continue(())
        });
        if let Err(error) = split {
            assert!(!read_error(&error).to_string().is_empty());
            told += 1;
        }
        ControlFlow::Continue(())
    });
    (articles, told)
}

/// Reads a sample whole, and many damaged copies of it.
#[track_caller]
fn check(name: &str, bytes: &[u8], expect_articles: usize) {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    assert_eq!(read(&path).0, expect_articles, "{name}");
    let mut chance = Chance(name.len() as u32);
    for copy in 0..COPIES {
        let mut damaged = bytes.to_vec();
        if copy % 3 == 0 {
            damaged.truncate(chance.below(bytes.len()));
        } else {
            for _ in 0..=chance.below(4) {
                let at = chance.below(bytes.len());
                damaged[at] ^= 1 << chance.below(8);
            }
        }
        std::fs::write(&path, &damaged).unwrap();
        let (articles, told) = read(&path);
        // A damaged name or size may split a file, but not into very many.
        assert!(articles + told > 0 && articles + told < 100, "{name}: {articles} and {told}");
    }
}

fn web_archive() -> Vec<Vec<u8>> {
    let page = page("200 OK", "text/html");
    let record = |block: &[u8]| warc(&[("response", "application/http; msgtype=response", block)]);
    let gzip = gz(b"<html><body><p>Dock strike in the port of Hull</p></body></html>");
    let head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n";
    let packed = [&head[..], &gzip].concat();
    vec![record(&page), record(b"HTTP/1.1 404 Not Found\r\n\r\n"), record(&packed), record(&page)]
}

const FILES: &[(&str, &[u8])] = &[
    ("1923/a.txt", b"The dock strike in the port of Hull has ended."),
    (
        "b.jsonl",
        b"{\"title\":\"The dock strike\",\"body\":\"It has ended.\"}\n{\"title\":\"Another strike\"}\n",
    ),
    ("folder/c.csv", b"title,text\nDock strike,ended\nMine strike,begun\n"),
    ("d.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
];

#[test]
fn damaged_containers_are_told() {
    check("a.tar", &tar(FILES), 5);
    check("a.zip", &zip(FILES, Sizes::InFront), 5);
    check("a.open.zip", &zip(FILES, Sizes::Behind), 5);
    check("a.tar.gz", &gz(&tar(FILES)), 5);
    check("a.zip.gz", &gz(&zip(FILES, Sizes::Behind)), 5);
    let inner = zip(FILES, Sizes::InFront);
    check("nested.tar", &tar(&[("1.zip", &inner), ("2.zip", &inner)]), 10);
    let inner = tar(FILES);
    check("nested.zip", &zip(&[("1.tar", &inner), ("2.tar", &inner)], Sizes::Behind), 10);
}

#[test]
fn damaged_compression_is_told() {
    let text = FILES[1].1;
    check("a.gz", &gz(text), 2);
    check("a.zst", &zstd::encode_all(text, 3).unwrap(), 2);
    let mut bzip2 = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::best());
    bzip2.write_all(text).unwrap();
    check("a.bz2", &bzip2.finish().unwrap(), 2);
    let mut xz = liblzma::write::XzEncoder::new(Vec::new(), 6);
    xz.write_all(text).unwrap();
    check("a.xz", &xz.finish().unwrap(), 2);
}

#[test]
fn damaged_web_archives_are_told() {
    let records = web_archive();
    let packed: Vec<u8> = records.iter().flat_map(|record| gz(record)).collect();
    check("a.warc", &records.concat(), 3);
    check("a.warc.gz", &packed, 3);
    check(
        "a.wacz",
        &zip(&[("archive/a.warc.gz", &packed), ("pages/pages.jsonl", FILES[1].1)], Sizes::InFront),
        3,
    );
    let page = page("200 OK", "text/html");
    let line = format!("http://example.org/a 1.1.1.1 20140216050221 text/html {}\n", page.len());
    let first = b"filedesc://a.arc 0.0.0.0 20140216050221 text/plain 12\n1 0 Example\n\n";
    check("a.arc", &[&first[..], line.as_bytes(), &page, b"\n", line.as_bytes(), &page].concat(), 2);
}
