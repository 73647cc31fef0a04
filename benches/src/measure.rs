//! Times, memory and sizes.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// How often a running command is looked at: often enough for a search, rarely enough not to slow it.
const POLL: Duration = Duration::from_millis(1);

/// What a whole command cost.
pub struct Run {
    pub stdout: String,
    pub seconds: f64,
    pub peak_memory_bytes: u64,
}

impl Run {
    pub fn duration(&self) -> Duration {
        Duration::from_secs_f64(self.seconds)
    }
}

/// Runs `dateline`, which lies beside this program.
pub fn command(arguments: &[&str], data: &Path) -> Run {
    let binary = std::env::current_exe().expect("a path").with_file_name("dateline");
    let started = Instant::now();
    let mut child = Command::new(&binary)
        .args(arguments)
        .env("DATELINE_DATA", data)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{}: {error}; build it with --release first", binary.display()));
    let mut stdout = String::new();
    let mut pipe = child.stdout.take().expect("a pipe");
    let status = format!("/proc/{}/status", child.id());
    let reader = std::thread::spawn(move || {
        std::io::Read::read_to_string(&mut pipe, &mut stdout).expect("UTF-8");
        stdout
    });
    // Linux keeps the high-water mark of a process's memory for as long as it lives.
    let mut peak_memory_bytes = 0;
    let exit = loop {
        peak_memory_bytes = peak_memory_bytes.max(high_water(&status));
        if let Some(exit) = child.try_wait().expect("its state") {
            break exit;
        }
        std::thread::sleep(POLL);
    };
    let seconds = started.elapsed().as_secs_f64();
    assert!(exit.success(), "{arguments:?} failed");
    Run { stdout: reader.join().expect("its output"), seconds, peak_memory_bytes }
}

fn high_water(status: &str) -> u64 {
    let text = std::fs::read_to_string(status).unwrap_or_default();
    let line = text.lines().find(|line| line.starts_with("VmHWM:"));
    let kilobytes =
        line.and_then(|line| line.split_whitespace().nth(1)).and_then(|number| number.parse::<u64>().ok());
    kilobytes.unwrap_or(0) * 1024
}

/// The median, in seconds.
pub fn median(times: &[Duration]) -> f64 {
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    sorted[sorted.len() / 2].as_secs_f64()
}

/// Median and 99th percentile.
pub fn percentiles(times: &mut [Duration]) -> String {
    times.sort_unstable();
    let at = |share: f64| times[((times.len() - 1) as f64 * share).round() as usize].as_secs_f64() * 1e3;
    format!("p50 {:.3} ms, p99 {:.3} ms ({} runs)", at(0.5), at(0.99), times.len())
}

/// The bytes of all files below a folder.
pub fn folder_bytes(folder: &Path) -> u64 {
    let mut bytes = 0;
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let entry = entry.expect("an entry");
        let metadata = entry.metadata().expect("its metadata");
        bytes += if metadata.is_dir() { folder_bytes(&entry.path()) } else { metadata.len() };
    }
    bytes
}

/// Makes the system forget what it read from disk; false where that is not allowed.
pub fn drop_caches() -> bool {
    let synced = Command::new("sync").status().is_ok_and(|status| status.success());
    synced && std::fs::write("/proc/sys/vm/drop_caches", "3").is_ok()
}
