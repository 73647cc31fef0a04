//! Fields above a text: YAML between lines of `---`, TOML between lines of `+++`.
//!
//! Of both languages only what such fields use is read: scalars, lists and one level of names inside of
//! names. A whole parser would refuse a file for one stray colon in a headline.

use super::Entry;
use crate::format::gathered::Form;

/// More lines than any fields have.
const MOST_LINES: usize = 5_000;

/// The fields of a file, and the text below them.
pub(super) struct FrontMatter<'a> {
    /// The lines between the fences.
    lines: Vec<&'a str>,
    /// What separates name and value.
    separator: char,
    /// The text.
    pub rest: &'a str,
}

impl<'a> FrontMatter<'a> {
    /// `None` when no fields stand at the top.
    pub fn of(text: &'a str) -> Option<FrontMatter<'a>> {
        let text = text.trim_start_matches(['\u{feff}', '\n', '\r']);
        let (first, mut rest) = text.split_once('\n')?;
        let fence = first.trim_end();
        let separator = match fence {
            "---" => ':',
            "+++" => '=',
            _ => return None,
        };
        let mut lines = Vec::new();
        while lines.len() < MOST_LINES {
            let (line, after) = rest.split_once('\n').unwrap_or((rest, ""));
            let line = line.trim_end();
            if line == fence || fence == "---" && line == "..." {
                return Some(FrontMatter { lines, separator, rest: after });
            }
            if rest.is_empty() {
                return None;
            }
            lines.push(line);
            rest = after;
        }
        None
    }

    /// Names and values in their order; an item of a list is an entry of its own.
    pub fn entries(&self) -> Vec<Entry> {
        let mut entries = Vec::new();
        // The name that indented lines, or those below `[name]`, belong to.
        let (mut parent, mut table) = (String::new(), String::new());
        let mut lines = self.lines.iter().copied().peekable();
        while let Some(line) = lines.next() {
            let words = line.trim();
            if words.is_empty() || words.starts_with('#') {
                continue;
            }
            let is_indented = line.starts_with([' ', '\t']);
            if let Some(item) = words.strip_prefix("- ").filter(|_| self.separator == ':') {
                push_list(&mut entries, &parent, item);
                continue;
            }
            if self.separator == '='
                && let Some(name) = words.strip_prefix('[').and_then(|name| name.strip_suffix(']'))
            {
                name.trim_matches(['[', ']', ' ']).clone_into(&mut table);
                continue;
            }
            let Some((name, value)) = self.cut(words) else {
                continue;
            };
            let above = if is_indented { &parent } else { &table };
            let path = if above.is_empty() { name.to_owned() } else { format!("{above}.{name}") };
            match value {
                "" => {}
                "|" | "|-" | "|+" | ">" | ">-" | ">+" => {
                    let between = if value.starts_with('|') { "\n" } else { " " };
                    let mut block = Vec::new();
                    while let Some(line) =
                        lines.next_if(|line| line.is_empty() || line.starts_with([' ', '\t']))
                    {
                        block.push(line.trim());
                    }
                    entries.push((path, block.join(between).trim().to_owned(), Form::Item));
                    continue;
                }
                value if value.starts_with('[') && !value.ends_with(']') => {
                    // A list over several lines.
                    let mut list = value.to_owned();
                    for line in lines.by_ref() {
                        list.push(' ');
                        list.push_str(line.trim());
                        if line.trim_end().ends_with(']') {
                            break;
                        }
                    }
                    entries.push((path, list, Form::Whole));
                }
                value => {
                    let text = scalar(value);
                    let form = if value.starts_with(['"', '\'']) { Form::Item } else { Form::Whole };
                    entries.push((path, text, form));
                }
            }
            if !is_indented {
                name.clone_into(&mut parent);
            }
        }
        entries
    }

    fn cut<'l>(&self, line: &'l str) -> Option<(&'l str, &'l str)> {
        let (name, value) = line.split_once(self.separator)?;
        let name = name.trim().trim_matches(['"', '\'']);
        let is_name = !name.is_empty()
            && name.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.' | ' '))
            && name.split(' ').count() <= 3;
        let is_value = value.is_empty() || value.starts_with(' ') || self.separator == '=';
        (is_name && is_value).then_some((name, value.trim()))
    }
}

/// An item of a list; `- name: Ann Lee` names a part of it.
fn push_list(entries: &mut Vec<Entry>, parent: &str, item: &str) {
    match item.split_once(": ").filter(|(name, _)| name.chars().all(char::is_alphanumeric)) {
        Some((name, value)) => entries.push((format!("{parent}.{name}"), scalar(value), Form::Item)),
        None => entries.push((parent.to_owned(), scalar(item), Form::Item)),
    }
}

/// A value without its quotes, or without the remark behind it.
fn scalar(value: &str) -> String {
    let value = value.trim();
    for quote in ['"', '\''] {
        let Some(inner) = value.strip_prefix(quote) else {
            continue;
        };
        let mut text = String::new();
        let mut letters = inner.chars().peekable();
        while let Some(letter) = letters.next() {
            if letter == '\\' && quote == '"' {
                text.extend(letters.next().map(|escaped| if escaped == 'n' { ' ' } else { escaped }));
            } else if letter == quote && quote == '\'' && letters.peek() == Some(&quote) {
                text.push(quote);
                letters.next();
            } else if letter == quote {
                return text;
            } else {
                text.push(letter);
            }
        }
        // The quote never ends: it belongs to the text.
        return value.to_owned();
    }
    value.split(" #").next().unwrap_or_default().trim_end().to_owned()
}

/// The usual name of a key that generators of sites have given another one.
pub(super) fn usual_name(key: &str) -> &str {
    match key {
        "last_modified_at" | "lastmod" | "last_modified" => "updated",
        "subtitle" | "summary" => "lead",
        key => key,
    }
}
