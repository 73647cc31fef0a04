//! Licences, origins and names of all libraries, by the lists of `deny.toml`.
//!
//! What `cargo deny` would check but for advisories, without building it first.

use std::process::Command;

use crate::program::workspace;

/// The list under a key of `deny.toml`.
fn list(key: &str) -> Vec<String> {
    let text = std::fs::read_to_string(workspace().join("deny.toml")).expect("deny.toml is there");
    let (_, rest) = text.split_once(&format!("\n{key} = [")).unwrap_or_else(|| panic!("no list `{key}`"));
    let (list, _) = rest.split_once(']').expect("the list ends");
    list.split('"').skip(1).step_by(2).map(str::to_owned).collect()
}

/// Everything that is built on this machine.
fn packages() -> Vec<serde_json::Value> {
    let version = Command::new("rustc").arg("-vV").output().expect("rustc runs");
    let version = String::from_utf8(version.stdout).expect("letters");
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).expect("a host").to_owned();
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--offline", "--filter-platform", &host])
        .current_dir(workspace())
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).expect("cargo prints JSON");
    metadata["packages"].as_array().expect("a list of packages").clone()
}

/// Whether a licence expression can be met: of `OR` one side, of `AND` both.
fn is_allowed(expression: &str, allowed: &[String]) -> bool {
    let expression = expression.replace('/', " OR ");
    let mut depth = 0_i32;
    let mut parts: Vec<(&str, usize, usize)> = Vec::new();
    for (at, letter) in expression.char_indices() {
        depth += i32::from(letter == '(') - i32::from(letter == ')');
        for operator in [" OR ", " AND "] {
            if depth == 0 && expression[at..].starts_with(operator) {
                parts.push((operator, at, at + operator.len()));
            }
        }
    }
    // `AND` binds tighter.
    for operator in [" OR ", " AND "] {
        if let Some(&(_, end, start)) = parts.iter().find(|(found, _, _)| *found == operator) {
            let sides = [&expression[..end], &expression[start..]].map(|side| is_allowed(side, allowed));
            return if operator == " OR " { sides[0] || sides[1] } else { sides[0] && sides[1] };
        }
    }
    let trimmed = expression.trim();
    match trimmed.strip_prefix('(').and_then(|inside| inside.strip_suffix(')')) {
        Some(inside) => is_allowed(inside, allowed),
        None => allowed.iter().any(|licence| licence == trimmed),
    }
}

#[test]
fn every_library_has_a_licence_that_is_allowed_and_none_is_banned() {
    let (licences, banned) = (list("allow"), list("deny"));
    for package in packages().iter().filter(|package| !package["source"].is_null()) {
        let name = package["name"].as_str().expect("a name");
        let licence = package["license"].as_str().unwrap_or_default();
        assert!(is_allowed(licence, &licences), "{name}: `{licence}` is not among the licences of deny.toml");
        assert!(!banned.iter().any(|banned| banned == name), "{name} is banned by deny.toml");
    }
}

#[test]
fn every_library_comes_from_the_public_registry_and_is_pinned() {
    let registry = list("allow-registry");
    for lock in ["Cargo.lock", "tests/fuzz/Cargo.lock", "crates/entities/train/Cargo.lock"] {
        let text = std::fs::read_to_string(workspace().join(lock)).expect("a lock file");
        let mut sources = 0;
        for line in text.lines().filter_map(|line| line.strip_prefix("source = ")) {
            let source = line.trim_matches('"').trim_start_matches("registry+");
            assert!(registry.iter().any(|known| known == source), "{lock}: `{source}`");
            sources += 1;
        }
        assert_eq!(text.matches("\nchecksum = ").count(), sources, "{lock}: a library without checksum");
    }
}

#[test]
fn of_licences_one_or_all_must_be_allowed() {
    let allowed = ["MIT".to_owned(), "Zlib".to_owned(), "Unicode-3.0".to_owned()];
    for (expression, expect) in [
        ("MIT", true),
        ("GPL-3.0", false),
        ("GPL-3.0 OR MIT", true),
        ("Apache-2.0/MIT", true),
        ("(MIT OR Apache-2.0) AND Unicode-3.0", true),
        ("(MIT OR Apache-2.0) AND GPL-3.0", false),
        ("GPL-3.0 AND MIT OR Zlib", true),
        ("", false),
    ] {
        assert_eq!(is_allowed(expression, &allowed), expect, "{expression}");
    }
}
