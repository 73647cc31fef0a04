//! Small files that become large ones.

use std::io::Write;
use std::process::Stdio;
use std::time::{Duration, Instant};

use flate2::write::{DeflateEncoder, GzEncoder};
use flate2::{Compression, Crc};

use crate::program::{Desk, Run};

/// Just past what every file may hold.
const BYTES: usize = 300 << 20;

/// Most memory, in kilobytes.
const MOST_MEMORY: u64 = 512 << 10;

/// Far more than refusing takes where nothing else runs: two seconds for a program that is not optimised either.
const LONGEST: Duration = Duration::from_secs(30);

/// Writes so many blanks, here and there a line of text before them.
fn blanks(head: &str, mut out: impl Write) {
    let block = vec![b' '; 1 << 20];
    out.write_all(head.as_bytes()).expect("written");
    for _ in 0..BYTES >> 20 {
        out.write_all(&block).expect("written");
    }
}

fn gz(head: &str) -> Vec<u8> {
    let mut out = GzEncoder::new(Vec::new(), Compression::best());
    blanks(head, &mut out);
    out.finish().expect("packed")
}

fn gz_of(bytes: &[u8]) -> Vec<u8> {
    let mut out = GzEncoder::new(Vec::new(), Compression::best());
    out.write_all(bytes).expect("written");
    out.finish().expect("packed")
}

fn zst(head: &str) -> Vec<u8> {
    let mut out = zstd::Encoder::new(Vec::new(), 1).expect("an encoder");
    blanks(head, &mut out);
    out.finish().expect("packed")
}

fn bz2(head: &str) -> Vec<u8> {
    let mut out = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
    blanks(head, &mut out);
    out.finish().expect("packed")
}

fn xz(head: &str) -> Vec<u8> {
    let mut out = liblzma::write::XzEncoder::new(Vec::new(), 0);
    blanks(head, &mut out);
    out.finish().expect("packed")
}

/// A zip archive whose last member is blanks.
fn zip(members: &[(&str, &[u8])], bomb: &str, head: &str) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    let mut add = |name: &str, crc: u32, packed: &[u8], bytes: usize| {
        let start = out.len() as u32;
        let mut header = vec![20, 0, 0, 0, 8, 0, 0, 0, 0, 0];
        header.extend(crc.to_le_bytes());
        header.extend((packed.len() as u32).to_le_bytes());
        header.extend((bytes as u32).to_le_bytes());
        header.extend((name.len() as u16).to_le_bytes());
        header.extend([0; 2]);
        out.extend(b"PK\x03\x04");
        out.extend(&header);
        out.extend(name.bytes());
        out.extend(packed);
        directory.extend(b"PK\x01\x02\x14\0");
        directory.extend(&header);
        directory.extend([0; 10]);
        directory.extend(start.to_le_bytes());
        directory.extend(name.bytes());
    };
    for (name, bytes) in members {
        let mut packed = DeflateEncoder::new(Vec::new(), Compression::best());
        packed.write_all(bytes).expect("written");
        let mut crc = Crc::new();
        crc.update(bytes);
        add(name, crc.sum(), &packed.finish().expect("packed"), bytes.len());
    }
    let mut packed = DeflateEncoder::new(Vec::new(), Compression::best());
    blanks(head, &mut packed);
    // Its checksum is never reached.
    add(bomb, 0, &packed.finish().expect("packed"), BYTES + head.len());
    let count = (members.len() + 1) as u16;
    let start = out.len() as u32;
    out.extend(&directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend(count.to_le_bytes());
    out.extend(count.to_le_bytes());
    out.extend((directory.len() as u32).to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend([0; 2]);
    out
}

/// Runs, and gives the most memory that it took, in kilobytes; nothing where the system does not tell.
fn run(desk: &Desk, arguments: &[&str]) -> (Run, u64) {
    let mut child = desk
        .command(arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary runs");
    let status = format!("/proc/{}/status", child.id());
    let (start, mut most) = (Instant::now(), 0);
    while child.try_wait().expect("its state").is_none() {
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let peak = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let peak = peak.and_then(|peak| peak.trim().trim_end_matches(" kB").parse().ok());
        most = most.max(peak.unwrap_or(0));
        if start.elapsed() > LONGEST {
            child.kill().expect("killed");
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    let output = child.wait_with_output().expect("its output");
    let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
    let code = output.status.code().unwrap_or(-1);
    (Run { code, stdout: text(&output.stdout), stderr: text(&output.stderr) }, most)
}

#[track_caller]
fn check(name: &str, bytes: &[u8], reason: &str) {
    assert!(bytes.len() < 4 << 20, "{name} is large itself: {} bytes", bytes.len());
    let desk = Desk::new();
    desk.write(&format!("in/{name}"), bytes);
    let start = Instant::now();
    let (index, memory) = run(&desk, &["index", "in", "--quiet", "--memory", "64", "--threads", "2"]);
    let took = start.elapsed().as_secs_f64();
    let line = format!(
        "{name}: {} bytes, {took:.1} s, {} MB
",
        bytes.len(),
        memory >> 10
    );
    std::io::stderr().write_all(line.as_bytes()).expect("written");
    assert_eq!(index.code, 1, "{name}: {index:?}");
    assert!(memory < MOST_MEMORY, "{name}: {memory} kB");
    let rejects = desk.run(&["rejects"]);
    assert!(rejects.stdout.contains(reason), "{name}: expected `{reason}`, but found {rejects:?}");
}

const RATIO: &str = "expected at most 1000 bytes for each compressed byte, but found more";

/// Of one record.
const SIZE: &str = "expected at most 64 MB, but found more";

/// Before blanks: they are one line too long, behind which reading goes on.
const LINE: &str = "{\"title\":\"Storm\",\"body\":\"A storm.\"}\n";

#[test]
fn a_compressed_bomb_is_refused_whatever_packed_it() {
    check("a.jsonl.gz", &gz(LINE), RATIO);
    check("a.jsonl.zst", &zst(LINE), RATIO);
    check("a.jsonl.bz2", &bz2(LINE), RATIO);
    check("a.jsonl.xz", &xz(LINE), RATIO);
    check("a.jsonl.gz.gz", &gz_of(&gz(LINE)), RATIO);
    check("a.txt.gz", &gz("Storm\n\n"), SIZE);
}

#[test]
fn a_bomb_in_an_archive_or_a_document_is_refused() {
    check("a.zip", &zip(&[], "a.jsonl", LINE), RATIO);
    let inner = zip(&[], "a.jsonl", LINE);
    check("a.zip.gz", &gz_of(&inner), RATIO);
    let types = br#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;
    let head = r#"<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>"#;
    check("a.docx", &zip(&[("[Content_Types].xml", types)], "word/document.xml", head), "expected at most");
    let warc = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/a\r\nWARC-Date: 2020-01-01T00:00:00Z\r\n\
         Content-Type: application/http;msgtype=response\r\nContent-Length: {BYTES}\r\n\r\nHTTP/1.1 200 OK\r\n\
         Content-Type: text/html\r\n\r\n<html><body><p>"
    );
    check("a.warc.gz", &gz(&warc), "expected at most");
}
