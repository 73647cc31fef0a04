//! Scores: names found against names marked, exact span and kind.

use std::fmt;
use std::ops::Range;

use dateline_article::MentionKind;
use dateline_entities::training::label::Class;
use dateline_entities::{ArticleText, Part, Recognizer, RecognizerError};

use crate::passage::{Passage, trimmed};

/// Right, found and marked names of a kind.
#[derive(Clone, Copy, Default)]
pub struct Counts {
    right: usize,
    found: usize,
    marked: usize,
}

/// The counts of each kind.
#[derive(Clone, Copy, Default)]
pub struct Table {
    kinds: [Counts; 3],
    /// Names of the right span and another kind.
    pub confused: usize,
}


/// A mistake, for reading.
pub struct Mistake {
    /// What was marked, if anything.
    pub marked: Option<MentionKind>,
    /// What was found, if anything.
    pub found: Option<MentionKind>,
    /// Where.
    pub span: Range<usize>,
}

impl Table {
    /// Adds a passage; tells of its mistakes.
    pub fn add(
        &mut self,
        recognizer: &dyn Recognizer,
        passage: &Passage,
        mut mistake: impl FnMut(Mistake),
    ) -> Result<(), RecognizerError> {
        let text = &passage.text;
        let article = ArticleText { title: "", text, lang: None, given: &[] };
        let mut found: Vec<(MentionKind, Range<usize>)> = recognizer
            .recognize(&article)?
            .into_iter()
            .filter(|tagged| tagged.part == Part::Text)
            .map(|tagged| (tagged.kind, trimmed(text, &tagged.span)))
            .collect();
        found.sort_by_key(|(_, span)| (span.start, span.end));
        let marked: Vec<(MentionKind, Range<usize>)> = passage
            .names
            .iter()
            .filter_map(|(class, span)| {
                let kind = match class {
                    Class::Person => MentionKind::Person,
                    Class::Org => MentionKind::Org,
                    Class::Place => MentionKind::Place,
                    Class::Other => return None,
                };
                Some((kind, trimmed(text, span))).filter(|(_, span)| !span.is_empty())
            })
            .collect();
        for (kind, span) in &marked {
            self.of(*kind).marked += 1;
            if !found.contains(&(*kind, span.clone())) {
                let other = found.iter().find(|(_, found)| found == span).map(|(kind, _)| *kind);
                self.confused += usize::from(other.is_some());
                mistake(Mistake { marked: Some(*kind), found: other, span: span.clone() });
            }
        }
        for (kind, span) in &found {
            let counts = self.of(*kind);
            counts.found += 1;
            if marked.contains(&(*kind, span.clone())) {
                counts.right += 1;
            } else if !marked.iter().any(|(_, other)| other == span) {
                mistake(Mistake { marked: None, found: Some(*kind), span: span.clone() });
            }
        }
        Ok(())
    }

    fn of(&mut self, kind: MentionKind) -> &mut Counts {
        &mut self.kinds[kind as usize]
    }

    /// The F1 of all kinds together, in percent.
    pub fn f1(&self) -> f64 {
        self.all().f1()
    }

    fn all(&self) -> Counts {
        self.kinds.iter().fold(Counts::default(), |sum, counts| Counts {
            right: sum.right + counts.right,
            found: sum.found + counts.found,
            marked: sum.marked + counts.marked,
        })
    }
}

impl Counts {
    fn f1(&self) -> f64 {
        200.0 * self.right as f64 / (self.found + self.marked).max(1) as f64
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "kind    precision  recall     F1  marked   found")?;
        let rows = MentionKind::ALL.iter().map(|kind| (kind.to_string(), self.kinds[*kind as usize]));
        for (name, counts) in rows.chain([("all".to_owned(), self.all())]) {
            let percent = |of: usize| 100.0 * counts.right as f64 / of.max(1) as f64;
            writeln!(
                f,
                "{name:<7} {:>9.1} {:>7.1} {:>6.1} {:>7} {:>7}",
                percent(counts.found),
                percent(counts.marked),
                counts.f1(),
                counts.marked,
                counts.found
            )?;
        }
        Ok(())
    }
}
