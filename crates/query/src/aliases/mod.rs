//! Names that the user says are one, and names that are none: the `aliases.txt` of an archive.
//!
//! They hold for whatever is asked next; nothing is indexed again. [`read_lines`] reads the file, [`Aliases`]
//! answers which names go together.

mod file;

use std::collections::{HashMap, HashSet};

use dateline_article::MentionKind;
use dateline_schema::caseless;

pub use file::{AliasLine, AliasProblem, AliasRule, read_lines};

/// Which names go together, by kind; names are compared caseless.
#[derive(Clone, Debug, Default)]
pub struct Aliases {
    groups: Vec<AliasGroup>,
    /// The group of a name.
    of: HashMap<(MentionKind, String), usize>,
    banned: HashSet<(MentionKind, String)>,
}

/// Names that are one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AliasGroup {
    /// As it is shown.
    pub name: String,
    /// All names of the group, the first included, caseless.
    pub members: Vec<String>,
}

impl Aliases {
    /// Puts lines together. A line that says of a name what another says otherwise is a problem, and left out.
    pub fn of_lines(lines: &[AliasLine]) -> (Aliases, Vec<AliasProblem>) {
        let (mut aliases, mut problems) = (Aliases::default(), Vec::new());
        let mut said: HashMap<(MentionKind, String), usize> = HashMap::new();
        for AliasLine { line, kind, says } in lines {
            let kinds: Vec<MentionKind> = kind.map_or(MentionKind::ALL.to_vec(), |kind| vec![kind]);
            let mut names: Vec<String> = match says {
                AliasRule::Same { name, others } => {
                    std::iter::once(name).chain(others).map(|name| caseless(name)).collect()
                }
                AliasRule::NoName(name) => vec![caseless(name)],
            };
            let mut seen = HashSet::new();
            names.retain(|name| seen.insert(name.clone()));
            let keys = || kinds.iter().flat_map(|&kind| names.iter().map(move |name| (kind, name.clone())));
            let earlier = keys().find_map(|key| said.get(&key).map(|&earlier| (key.1, earlier)));
            if let Some((name, earlier)) = earlier {
                let message = format!("line {earlier} already says what \"{name}\" is; put it into one line");
                problems.push(AliasProblem { line: *line, message });
                continue;
            }
            said.extend(keys().map(|key| (key, *line)));
            match says {
                AliasRule::NoName(_) => aliases.banned.extend(keys()),
                AliasRule::Same { name, .. } => {
                    aliases.of.extend(keys().map(|key| (key, aliases.groups.len())));
                    aliases.groups.push(AliasGroup { name: name.clone(), members: names });
                }
            }
        }
        (aliases, problems)
    }

    /// Whether there is anything to apply.
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty() && self.banned.is_empty()
    }

    /// The group of a name, given as it is compared.
    pub fn group_of(&self, kind: MentionKind, folded: &str) -> Option<&AliasGroup> {
        let group = *self.of.get(&(kind, folded.to_owned()))?;
        self.groups.get(group)
    }

    /// Every name of this kind that is put together with others, as it is compared; in no order.
    pub fn grouped(&self, kind: MentionKind) -> impl Iterator<Item = &str> {
        self.of.keys().filter(move |(of, _)| *of == kind).map(|(_, name)| name.as_str())
    }

    /// Whether anything is no name of this kind.
    pub fn bans_any(&self, kind: MentionKind) -> bool {
        self.banned.iter().any(|(of, _)| *of == kind)
    }

    /// Whether something, given as it is compared, is no name of this kind.
    pub fn is_banned(&self, kind: MentionKind, folded: &str) -> bool {
        self.banned.contains(&(kind, folded.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn aliases(text: &str) -> (Aliases, Vec<String>) {
        let (lines, problems) = read_lines(text);
        assert!(problems.is_empty(), "{problems:?}");
        let (aliases, problems) = Aliases::of_lines(&lines);
        (aliases, problems.iter().map(ToString::to_string).collect())
    }

    #[track_caller]
    fn check(text: &str, name: &str, expect: Option<&str>) {
        let (aliases, problems) = aliases(text);
        assert!(problems.is_empty(), "{problems:?}");
        let group = aliases.group_of(MentionKind::Person, &caseless(name));
        assert_eq!(group.map(|group| group.name.as_str()), expect);
    }

    #[test]
    fn every_form_leads_to_its_group() {
        let text = "Angela Merkel [person]: Merkel A., Frau Merkel\nBonn [place]: Bonn am Rhein";
        check(text, "FRAU MERKEL", Some("Angela Merkel"));
        check(text, "angela merkel", Some("Angela Merkel"));
        check(text, "Bonn am Rhein", None);
        check("UN: United Nations", "united nations", Some("UN"));
    }

    #[test]
    fn banned_names_are_none_of_their_kind() {
        let (aliases, _) = aliases("!Frankfurter Buch [person]\n!Ibid");
        assert!(aliases.is_banned(MentionKind::Person, "frankfurter buch"));
        assert!(!aliases.is_banned(MentionKind::Org, "frankfurter buch"));
        assert!(aliases.is_banned(MentionKind::Place, "ibid") && !aliases.is_empty());
    }

    #[test]
    fn a_name_belongs_to_one_line() {
        let (_, problems) = aliases("A [person]: B\nC [org]: B\nC [person]: b, D\n!D");
        assert_eq!(problems, ["line 3: line 1 already says what \"b\" is; put it into one line"]);
        let (_, problems) = aliases("A [person]: B\n!B");
        assert_eq!(problems, ["line 2: line 1 already says what \"b\" is; put it into one line"]);
    }
}
