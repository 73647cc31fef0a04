//! Patterns of file names, for shells that leave them to us and for those who quote them.

use std::fs;
use std::path::{Path, PathBuf};

use glob::MatchOptions;

use super::{DiscoverError, Found, is_absent};
use crate::cause;

/// As in a shell: `*` stops at a slash and passes over hidden names.
const OPTIONS: MatchOptions =
    MatchOptions { case_sensitive: true, require_literal_separator: true, require_literal_leading_dot: true };

/// A pattern made absolute.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    pattern: glob::Pattern,
}

/// Whether a text can be a pattern at all.
pub(super) fn is_pattern(text: &str) -> bool {
    text.contains(['*', '?', '['])
}

impl Pattern {
    /// Reads a pattern. The folders before its first wildcard are made canonical, so that it fits labels.
    pub(super) fn new(text: &str) -> Result<Pattern, DiscoverError> {
        let bad =
            |cause: &str| DiscoverError::BadPattern { pattern: text.to_owned(), cause: cause.to_owned() };
        let wildcard = text.find(['*', '?', '[']).unwrap_or(text.len());
        let (base, rest) = text.split_at(text[..wildcard].rfind('/').map_or(0, |slash| slash + 1));
        let base = fs::canonicalize(if base.is_empty() { "." } else { base }).map_err(|error| {
            if is_absent(&error) {
                DiscoverError::NoMatch(text.to_owned())
            } else {
                DiscoverError::Unreadable { path: text.to_owned(), cause: cause::in_words(&error) }
            }
        })?;
        let base = base.to_str().ok_or_else(|| bad("its folder has a name that is not UTF-8"))?;
        let base = glob::Pattern::escape(base.trim_end_matches('/'));
        let pattern = glob::Pattern::new(&format!("{base}/{rest}")).map_err(|_| {
            bad(if rest.contains("**") {
                "`**` stands alone between two slashes"
            } else {
                "`[` needs its `]`; the letter itself is `[[]`"
            })
        })?;
        Ok(Pattern { pattern })
    }

    /// What the pattern fits, in the byte order of the paths, and the folders that could not be looked into.
    pub(super) fn matches(&self) -> Vec<Result<PathBuf, Found>> {
        let Ok(paths) = glob::glob_with(self.pattern.as_str(), OPTIONS) else {
            return Vec::new();
        };
        let mut matches: Vec<_> = paths
            .map(|path| path.map_err(|error| Found::unreadable(error.path().to_path_buf(), error.error())))
            .collect();
        matches.sort_by(|a, b| sort_key(a).as_os_str().cmp(sort_key(b).as_os_str()));
        matches
    }

    /// Whether the pattern fits this absolute path.
    pub(super) fn fits(&self, path: &Path) -> bool {
        self.pattern.matches_path_with(path, OPTIONS)
    }
}

fn sort_key(found: &Result<PathBuf, Found>) -> &Path {
    match found {
        Ok(path) | Err(Found::Skipped { path, .. } | Found::Unreadable { path, .. }) => path,
        Err(Found::File(file)) => &file.path,
    }
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use crate::discover::tree::check;

    #[test]
    fn patterns_fit_files_and_folders_in_order() {
        check("1923/b.txt 1923/a.txt 1924/c.txt x.md", "*/*.txt", "1923/a.txt 1923/b.txt 1924/c.txt");
        check("1923/a.txt 1924/c.txt 2001/d.txt", "19*", "1923/a.txt 1924/c.txt");
        check("a/b/c.txt d.txt .e/f.txt", "**/*.txt", "a/b/c.txt d.txt");
    }

    #[test]
    fn a_file_named_like_a_pattern_is_a_file() {
        check("a[1].txt a1.txt", "a[1].txt", "a[1].txt");
    }
}
