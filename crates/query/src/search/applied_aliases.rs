//! What the alias file says of the names that a query asks for.

use dateline_article::MentionKind;
use serde::{Deserialize, Serialize};

use super::error::SearchError;
use super::known_names::kind_of;
use super::reader::Reader;
use super::values::indexed_fields;
use crate::ast::{ValueFilter, ValueForm};
use crate::{Node, NodeKind, Span};

/// A rule of the alias file that changes what a query finds.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct AppliedAlias {
    /// The kind of name.
    pub kind: MentionKind,
    /// The name that stands for all, or what is no name.
    pub name: String,
    /// All that are this name, as they are compared, sorted; none where it is no name.
    pub forms: Vec<String>,
}

impl Reader {
    /// The rules of the alias file that apply to the names of a query, sorted, each once.
    pub fn applied_aliases(&self, tree: &Node) -> Result<Vec<AppliedAlias>, SearchError> {
        let mut filters: Vec<(&ValueFilter, Span)> = Vec::new();
        tree.visit(&mut |node| match &node.kind {
            // A form as it is printed is looked for as it is.
            NodeKind::Value(filter) if filter.field.is_entity() && filter.form != ValueForm::Surface => {
                filters.push((filter, node.span));
            }
            _ => {}
        });
        let aliases = &self.known_aliases().aliases;
        let mut applied = Vec::new();
        if aliases.is_empty() {
            return Ok(applied);
        }
        for (filter, span) in filters {
            for &field in indexed_fields(filter.field) {
                let Some(kind) = kind_of(field) else { continue };
                let held = self.values_that_fit(field, filter, span)?;
                let banned = held.iter().filter(|(name, _)| aliases.is_banned(kind, name));
                applied.extend(banned.map(|(name, _)| AppliedAlias {
                    kind,
                    name: name.clone(),
                    forms: Vec::new(),
                }));
                for (name, _) in self.with_aliases(field, filter, span, held.clone())? {
                    if let Some(group) = aliases.group_of(kind, &name) {
                        let mut forms = group.members.clone();
                        forms.sort_unstable();
                        applied.push(AppliedAlias { kind, name: group.name.clone(), forms });
                    }
                }
            }
        }
        applied.sort_unstable();
        applied.dedup();
        Ok(applied)
    }
}

#[cfg(test)]
mod tests {
    use dateline_testkit::{Draft, TestArchive};

    use super::*;
    use crate::search::known_names::ALIASES_FILE;
    use crate::search::testing::tree_of;

    #[track_caller]
    fn check(query: &str, expect: &str) {
        let archive = TestArchive::of([
            Draft::new("a", "Talks", "x")
                .names(MentionKind::Person, "Ann Lee")
                .names(MentionKind::Person, "Lee"),
            Draft::new("b", "Talks", "y")
                .names(MentionKind::Person, "A. Lee")
                .names(MentionKind::Place, "Hull"),
        ]);
        let aliases = "Ann Lee [person]: A. Lee\n!Lee [person]\nKingston upon Hull [place]: Hull";
        std::fs::write(archive.dir().join(ALIASES_FILE), aliases).expect("a file");
        let reader = Reader::open(archive.archive()).expect("an archive");
        let applied = reader.applied_aliases(&tree_of(query)).expect("an answer");
        let shown: Vec<String> = applied
            .iter()
            .map(|alias| format!("{} {}: {}", alias.kind, alias.name, alias.forms.join(", ")))
            .collect();
        assert_eq!(shown.join("; "), expect);
    }

    #[test]
    fn rules_are_those_that_touch_a_name_of_the_query() {
        check("talks", "");
        check("person:\"a. lee\"", "person Ann Lee: a. lee, ann lee");
        check("person:lee", "person Ann Lee: a. lee, ann lee; person lee: ");
        check("entity:hull OR -entity:hull", "place Kingston upon Hull: hull, kingston upon hull");
        check("person:=\"A. Lee\"", "");
    }
}
