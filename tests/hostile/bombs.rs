//! Small files that become large ones, and lines without end.

use std::io::Write;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use super::packed::{
    BYTES, bz2, gz, gz_of, laughing_entities, pdf, warc_of_packed_pages, xz, zip, zip_of_copies,
    zip_of_shared_bytes, zst,
};
use crate::program::{Desk, Run};

/// Most memory, in kilobytes.
const MOST_MEMORY: u64 = 512 << 10;

/// Most time of processors, in seconds: far more than a program takes that is optimised. The variable sets another
/// one, and makes lines without end as long as they may come.
const LONGEST: f64 = 30.0;
const OTHER_LONGEST: &str = "DATELINE_BOMB_SECONDS";

/// A program that takes no time of processors and does not end either has stopped for good.
const LONGEST_WAIT: Duration = Duration::from_mins(10);

/// Writes what a program reads.
type Writer<'a> = dyn Fn(&mut dyn Write) + Sync + 'a;

/// What a run took: seconds of processors, and kilobytes at most. Nothing where the system does not tell.
#[derive(Clone, Copy, Debug, Default)]
struct Cost {
    seconds: f64,
    memory: u64,
}

impl Cost {
    /// What a process took so far.
    fn of(child: &Child) -> Cost {
        let read = |name| std::fs::read_to_string(format!("/proc/{}/{name}", child.id())).unwrap_or_default();
        let (status, times) = (read("status"), read("stat"));
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let memory = peak.and_then(|peak| peak.trim().trim_end_matches(" kB").parse().ok());
        // Behind the name of the program, which may hold anything, in hundredths of seconds.
        let times = times.rsplit(')').next().unwrap_or_default().split_whitespace();
        let hundredths: u64 = times.skip(11).take(2).filter_map(|time| time.parse::<u64>().ok()).sum();
        Cost { seconds: hundredths as f64 / 100.0, memory: memory.unwrap_or(0) }
    }
}

fn longest() -> f64 {
    std::env::var(OTHER_LONGEST).ok().and_then(|seconds| seconds.parse().ok()).unwrap_or(LONGEST)
}

/// Waits for a run; one that takes too long is ended.
fn run(mut child: Child) -> (Run, Cost) {
    let (start, mut most) = (Instant::now(), Cost::default());
    while child.try_wait().expect("its state").is_none() {
        let cost = Cost::of(&child);
        most = Cost { seconds: most.seconds.max(cost.seconds), memory: most.memory.max(cost.memory) };
        if most.seconds > longest() || start.elapsed() > LONGEST_WAIT {
            child.kill().expect("killed");
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    (Run::of(child.wait_with_output().expect("its output")), most)
}

/// Indexes what stands in `in`, or what `write` writes to the program, which names itself so in messages.
#[track_caller]
fn check_run(desk: &Desk, name: &str, bytes: usize, write: Option<&Writer<'_>>) -> Run {
    let source = if write.is_some() { "-" } else { "in" };
    let mut child = desk
        .command(&["index", source, "--quiet", "--memory", "64", "--threads", "2"])
        .stdin(if write.is_some() { Stdio::piped() } else { Stdio::null() })
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary runs");
    let input = child.stdin.take();
    let (index, cost) = std::thread::scope(|scope| {
        if let (Some(write), Some(mut input)) = (write, input) {
            scope.spawn(move || write(&mut input));
        }
        run(child)
    });
    let Cost { seconds, memory } = cost;
    let rejects = desk.run(&["rejects"]);
    let told = rejects.stdout.lines().next().unwrap_or_default();
    let told = told.split_once("): ").map_or(told, |(_, reason)| reason);
    let line = format!("{name}: {bytes} bytes, {seconds:.1} s, {} MB: {told}\n", memory >> 10);
    std::io::stderr().write_all(line.as_bytes()).expect("written");
    assert_eq!(index.code, 1, "{name}: {index:?}");
    assert!(seconds <= longest(), "{name}: {seconds} s");
    assert!(memory < MOST_MEMORY, "{name}: {memory} kB");
    rejects
}

#[track_caller]
fn check(name: &str, bytes: &[u8], reason: &str) {
    assert!(bytes.len() < 4 << 20, "{name} is large itself: {} bytes", bytes.len());
    let desk = Desk::new();
    desk.write(&format!("in/{name}"), bytes);
    let rejects = check_run(&desk, name, bytes.len(), None);
    assert!(rejects.stdout.contains(reason), "{name}: expected `{reason}`, but found {rejects:?}");
}

/// Writes a beginning and then one letter, without end as good as.
#[track_caller]
fn check_line(name: &str, head: &str, reason: &str) {
    let megabytes = if std::env::var_os(OTHER_LONGEST).is_some() { 1_024 } else { 96 };
    let block = vec![b'x'; 1 << 20];
    let write = |out: &mut dyn Write| {
        out.write_all(head.as_bytes()).expect("read");
        // Who has seen enough may stop reading.
        for _ in 0..megabytes {
            if out.write_all(&block).is_err() {
                break;
            }
        }
    };
    let rejects = check_run(&Desk::new(), name, megabytes << 20, Some(&write));
    assert!(rejects.stdout.contains(reason), "{name}: expected `{reason}`, but found {rejects:?}");
}

const RATIO: &str = "expected at most 1000 bytes for each compressed byte, but found more";

const NESTED: &str = "expected containers nested at most 2 deep, but found more";

const PDF: &str = "expected a PDF of usual size, but found one that grows without end when it is read";

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
    check("a.jsonl.gz.gz.gz", &gz_of(&gz_of(&gz(LINE))), NESTED);
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

#[test]
fn archives_in_archives_and_bytes_of_many_names_are_refused() {
    let inner = zip(&[], "a.jsonl", LINE);
    let outer = zip_of_copies("a.zip", &inner, 1);
    check("in.zip", &outer, RATIO);
    check("deep.zip", &zip_of_copies("b.zip", &outer, 1), NESTED);
    let copies = zip_of_copies("a.zip", &inner, 16);
    check("many.zip", &copies, RATIO);
    check("many-deep.zip", &zip_of_copies("b.zip", &copies, 16), NESTED);
    let shared =
        "expected a member with bytes of its own, but found one of bytes that are something else as well";
    check("shared.zip", &zip_of_shared_bytes(), shared);
    check("pages.warc", &warc_of_packed_pages(200), RATIO);
}

#[test]
fn a_print_that_grows_without_end_is_refused() {
    let blanks = format!("BT /F 12 Tf (Storm) Tj ET {}", " ".repeat(BYTES)).into_bytes();
    check("a.pdf", &pdf(1, 1, blanks.clone()), PDF);
    check("packed.pdf", &pdf(1, 3, blanks[..64 << 20].to_vec()), PDF);
    check("pages.pdf", &pdf(5_000, 1, blanks[..30 << 20].to_vec()), PDF);
    let words = format!("BT /F 12 Tf {} ET", "(Storm) Tj 1 0 Td ".repeat(3_600_000)).into_bytes();
    check("words.pdf", &pdf(1, 1, words), PDF);
}

#[test]
fn markup_that_grows_or_goes_deep_is_refused() {
    check("a.xml", laughing_entities().as_bytes(), "expected text without entities of its own");
    let deep = format!("<?xml version=\"1.0\"?><nitf>{}", "<p>".repeat(20 << 20));
    check("deep.xml.gz", &gz_of(deep.as_bytes()), "expected");
    check(
        "attribute.xml.gz",
        &gz("<?xml version=\"1.0\"?><nitf a=\""),
        "expected at most 64 MB, but found more",
    );
    check("a.html.gz", &gz_of("<div>".repeat(13 << 20).as_bytes()), "expected at most");
    check("tables.html.gz", &gz_of("<table><tr><td>".repeat(2 << 20).as_bytes()), "expected");
    check("a.jsonl.gz", &gz_of("{\"a\":".repeat(12 << 20).as_bytes()), "expected a JSON object");
}

#[test]
fn a_line_without_end_is_refused() {
    check_line("-.jsonl", "{\"title\":\"Storm\",\"body\":\"A storm.\"}\n{\"title\":\"", "expected");
    check_line("-.csv", "title,body\nStorm,\"A storm.\nStorm,", "expected");
    check_line("-.xml", "<?xml version=\"1.0\"?><nitf><body>", "expected");
    check_line("-.html", "<html><body><p>", "expected at most");
    check_line("-.txt", "Storm\n\n", "expected at most");
}
