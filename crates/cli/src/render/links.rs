//! Headlines that a terminal opens: links to the address of an article, or to its file.
//!
//! Form: <https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda>

use std::fmt::Write;

use dateline_article::Article;

/// Terminals that say who they are by one of these variables.
const KNOWN_BY_VARIABLE: &[&str] = &["KITTY_WINDOW_ID", "WT_SESSION", "KONSOLE_VERSION", "DOMTERM"];
/// Terminals that say who they are by `TERM_PROGRAM`.
const PROGRAMS: &[&str] = &["iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "rio", "Tabby"];
/// Terminals that say who they are by the start of `TERM`.
const TERMS: &[&str] = &["xterm-kitty", "xterm-ghostty", "alacritty", "foot", "contour", "wezterm"];
/// The first version of the widget behind many terminals that knows links.
const FIRST_VTE: u32 = 5_000;

/// Whether the terminal is one that is known to show links: others may print them as they are.
pub fn are_shown(variable: impl Fn(&str) -> Option<String>) -> bool {
    let term = variable("TERM").unwrap_or_default();
    // Between these and the terminal, links are lost or worse.
    if term.starts_with("screen") || term.starts_with("tmux") || variable("TMUX").is_some() {
        return false;
    }
    TERMS.iter().any(|known| term.starts_with(known))
        || KNOWN_BY_VARIABLE.iter().any(|name| variable(name).is_some())
        || variable("TERM_PROGRAM").is_some_and(|program| PROGRAMS.contains(&program.as_str()))
        || variable("VTE_VERSION")
            .and_then(|version| version.parse().ok())
            .is_some_and(|version: u32| version >= FIRST_VTE)
}

/// Where an article can be looked at: its address, or the file it was read from, if that is still there.
pub fn target_of(article: &Article) -> Option<String> {
    let address =
        article.url.as_deref().filter(|url| url.starts_with("https://") || url.starts_with("http://"));
    if let Some(address) = address {
        return Some(escaped(address, ""));
    }
    // What lies inside an archive has no address of its own.
    if article.locator.member.is_some() {
        return None;
    }
    let file = std::fs::canonicalize(&article.locator.file).ok()?;
    Some(format!("file://{}", escaped(file.to_str()?, "?#%")))
}

/// The lines of a text, each as a link to one target.
pub fn linked(lines: &str, indent: &str, target: Option<String>) -> String {
    let Some(target) = target else { return lines.to_owned() };
    let line = |line: &str| match line.strip_prefix(indent) {
        Some(text) if !text.is_empty() => format!("{indent}\x1b]8;;{target}\x1b\\{text}\x1b]8;;\x1b\\"),
        _ => line.to_owned(),
    };
    lines.split('\n').map(line).collect::<Vec<String>>().join("\n")
}

/// An address in visible ASCII, so that none ends the link; some characters of it mean nothing but themselves.
fn escaped(address: &str, plain: &str) -> String {
    let mut out = String::with_capacity(address.len());
    for &byte in address.as_bytes() {
        if byte.is_ascii_graphic() && !plain.as_bytes().contains(&byte) {
            out.push(char::from(byte));
        } else {
            write!(out, "%{byte:02X}").expect("a string grows");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(variables: &[(&str, &str)], expect: bool) {
        let variable = |name: &str| {
            variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        };
        assert_eq!(are_shown(variable), expect, "{variables:?}");
    }

    #[test]
    fn links_are_for_terminals_known_to_show_them() {
        check(&[("TERM", "xterm-256color")], false);
        check(&[("TERM", "xterm-256color"), ("VTE_VERSION", "7600")], true);
        check(&[("TERM", "xterm-256color"), ("VTE_VERSION", "4205")], false);
        check(&[("TERM", "xterm-kitty")], true);
        check(&[("TERM", "xterm-256color"), ("TERM_PROGRAM", "WezTerm")], true);
        check(&[("TERM", "xterm-256color"), ("TERM_PROGRAM", "Apple_Terminal")], false);
        check(&[("TERM", "tmux-256color"), ("VTE_VERSION", "7600")], false);
        check(&[], false);
    }

    #[test]
    fn every_line_of_a_headline_is_a_link() {
        let target = Some("https://example.org/1".to_owned());
        let link = "\x1b]8;;https://example.org/1\x1b\\";
        assert_eq!(
            linked("  One\n  two", "  ", target),
            format!("  {link}One\x1b]8;;\x1b\\\n  {link}two\x1b]8;;\x1b\\")
        );
        assert_eq!(linked("One", "", None), "One");
    }

    #[test]
    fn nothing_in_an_address_ends_its_link() {
        assert_eq!(
            escaped("https://example.org/a b\x1b\\é?q#p", ""),
            "https://example.org/a%20b%1B\\%C3%A9?q#p"
        );
        assert_eq!(escaped("/100%/a#b?.txt", "?#%"), "/100%25/a%23b%3F.txt");
    }
}
