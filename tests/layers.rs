//! The layers: which crate may use which. A new arrow is a design decision.

use std::collections::BTreeMap;
use std::process::Command;

use crate::program::workspace;

/// Crate, and the crates of this workspace it may use.
const ARROWS: &[(&str, &[&str])] = &[
    ("dateline-article", &[]),
    ("dateline-entities", &["dateline-article"]),
    ("dateline-ingest", &["dateline-article"]),
    ("dateline-schema", &["dateline-article"]),
    ("dateline-indexer", &["dateline-article", "dateline-schema"]),
    ("dateline-query", &["dateline-article", "dateline-schema"]),
    (
        "dateline",
        &[
            "dateline-article",
            "dateline-entities",
            "dateline-indexer",
            "dateline-ingest",
            "dateline-query",
            "dateline-schema",
        ],
    ),
    ("dateline-testkit", &["dateline-article", "dateline-indexer", "dateline-schema"]),
    (
        "dateline-benches",
        &[
            "dateline-article",
            "dateline-indexer",
            "dateline-ingest",
            "dateline-query",
            "dateline-schema",
            "dateline-testkit",
        ],
    ),
];

/// Libraries that only some crates may use.
const CONFINED: &[(&str, &[&str])] =
    &[("clap", &["dateline"]), ("tantivy", &["dateline-schema", "dateline-indexer", "dateline-query"])];

/// The dependencies of each crate, those of its tests left out.
fn dependencies() -> BTreeMap<String, Vec<String>> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(workspace())
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).expect("cargo prints JSON");
    let packages = metadata["packages"].as_array().expect("a list of packages");
    let name = |value: &serde_json::Value| value["name"].as_str().expect("a name").to_owned();
    packages
        .iter()
        .map(|package| {
            let dependencies = package["dependencies"].as_array().expect("a list of dependencies");
            let normal = dependencies.iter().filter(|dependency| dependency["kind"].is_null());
            (name(package), normal.map(name).collect())
        })
        .collect()
}

#[test]
fn no_crate_uses_what_lies_above_it() {
    for (name, uses) in dependencies() {
        let allowed = ARROWS.iter().find(|(known, _)| *known == name);
        let (_, allowed) = allowed.unwrap_or_else(|| panic!("`{name}` has no layer: name its arrows here"));
        for used in uses.iter().filter(|used| used.starts_with("dateline")) {
            assert!(allowed.contains(&used.as_str()), "`{name}` must not use `{used}`");
        }
    }
}

#[test]
fn libraries_with_a_layer_of_their_own_stay_in_it() {
    for (name, uses) in dependencies() {
        for (library, allowed) in CONFINED {
            let is_free = allowed.contains(&name.as_str()) || name == "dateline-benches";
            assert!(is_free || !uses.iter().any(|used| used == library), "`{name}` must not use `{library}`");
        }
    }
}
