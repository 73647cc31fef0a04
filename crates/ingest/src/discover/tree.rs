//! Little folders for tests.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use tempfile::TempDir;

use super::{DiscoverError, Discovery, Found, discover, label};

/// A folder with these files; what ends in a slash is a folder, `a -> b` a link.
pub(super) fn tree(entries: &str) -> TempDir {
    let dir = TempDir::with_prefix("archive").unwrap();
    for entry in entries.split_whitespace() {
        let (name, target) = entry.split_once("->").unwrap_or((entry, ""));
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        if name.ends_with('/') {
            fs::create_dir_all(path).unwrap();
        } else if target.is_empty() {
            fs::write(path, name).unwrap();
        } else {
            symlink(target, path).unwrap();
        }
    }
    dir
}

pub(super) fn discover_in(dir: &TempDir, inputs: &str) -> Result<Discovery, DiscoverError> {
    let base = dir.path().display();
    let inputs: Vec<String> = inputs
        .split_whitespace()
        .map(|input| if input == "-" { input.to_owned() } else { format!("{base}/{input}") })
        .collect();
    discover(&inputs)
}

/// What the walk finds, without the folder all lies in: `a.txt .b(hidden)`, or the error.
pub(super) fn walk_in(dir: &TempDir, inputs: &str) -> String {
    let base = format!("{}/", fs::canonicalize(dir).unwrap().display());
    let short = |path: &Path| label(path.as_os_str()).replace(&base, "");
    let found = match discover_in(dir, inputs) {
        Ok(discovery) => discovery.walk().collect::<Vec<_>>(),
        Err(error) => {
            return error.to_string().replace(&format!("{}/", dir.path().display()), "");
        }
    };
    let found = found.into_iter().map(|found| match found {
        Found::File(file) => short(Path::new(&file.label)),
        Found::Skipped { path, why } => format!("{}({why})", short(&path)),
        Found::Unreadable { path, cause } => format!("{}(! {cause})", short(&path)),
    });
    found.collect::<Vec<_>>().join(" ")
}

/// Walks through inputs in a folder of these entries.
#[track_caller]
pub(super) fn check(entries: &str, inputs: &str, expect: &str) {
    assert_eq!(walk_in(&tree(entries), inputs), expect);
}
