//! What a plain word stands for: the words of the archive with the same stem.

use std::collections::BTreeSet;

use tantivy::Term;

use super::{Forms, analyse, is_plain};
use crate::ast::Scope;
use crate::search::error::SearchError;
use crate::search::reader::Reader;
use crate::{Node, NodeKind, Span, print};

impl Reader {
    /// The forms under which the plain words of a query occur in the archive, each word once.
    ///
    /// A form of one language is found in articles of that language only. Names of authors have one form.
    pub fn word_forms(&self, tree: &Node) -> Result<Vec<Forms>, SearchError> {
        let mut words = Vec::new();
        tree.visit(&mut |node| match &node.kind {
            NodeKind::Word(scope, word) if *scope != Scope::Byline && is_plain(word) => {
                words.push(word.clone());
            }
            _ => {}
        });
        let exact = self.fields().exact;
        let mut forms: Vec<Forms> = Vec::new();
        for word in words {
            // A word of several parts is a phrase of them: none has forms of the whole.
            let parts = analyse(&word.text);
            let [only] = parts.as_slice() else { continue };
            let written = print(&Node::new(NodeKind::Word(Scope::Text, word), Span::default()));
            if only.is_pair || forms.iter().any(|known| known.written == written) {
                continue;
            }
            let mut found = BTreeSet::new();
            for (_, words) in self.expand_stem(exact, &only.lower, &only.folded)? {
                found.extend(words);
            }
            let typed = Term::from_field_text(exact, &only.folded);
            let held =
                self.searcher.doc_freq(&typed).map_err(|error| SearchError::engine(self.dir(), &error))?;
            if held > 0 {
                found.insert(only.folded.clone());
            }
            forms.push(Forms { written, words: found.into_iter().collect(), articles: Vec::new() });
        }
        Ok(forms)
    }
}
