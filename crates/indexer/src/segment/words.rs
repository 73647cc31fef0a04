//! The words of one field, from articles with their terms to terms with their articles.

use tantivy::postings::FieldSerializer;

use crate::occurrences::{Occurrences, take_number};
use crate::terms::{SharedTerms, TermNumber};

/// The words of one field of the articles of a segment.
#[derive(Default)]
pub(crate) struct WordPostings {
    /// Of each article, in the order in which they came.
    articles: Vec<Occurrences>,
    total: u64,
    entries: usize,
    bytes: usize,
}

/// A term in an article: the number of the article in the segment, and how often the term stands there or where in
/// the details its places are.
type Entry = (u32, u32);

impl WordPostings {
    pub fn add(&mut self, occurrences: Occurrences) {
        self.total += u64::from(occurrences.total);
        self.entries += occurrences.terms.len();
        self.bytes += occurrences.memory_bytes() + size_of::<Occurrences>();
        self.articles.push(occurrences);
    }

    /// All occurrences of all terms.
    pub fn total(&self) -> u64 {
        self.total
    }

    pub fn memory_bytes(&self) -> usize {
        self.bytes
    }

    /// What writing takes in addition.
    pub fn writing_bytes(&self) -> usize {
        self.entries * size_of::<Entry>()
    }

    /// Writes the terms in their order, each with its articles in the order of the segment.
    pub fn write(
        mut self,
        has_places: bool,
        terms: &SharedTerms,
        order: &[u32],
        out: &mut FieldSerializer<'_>,
    ) -> tantivy::Result<()> {
        let counts = self.counts();
        let sorted = SortedTerms::of(&counts, terms);
        // Where the next entry of each term goes.
        let mut next = vec![0_usize; counts.len()];
        let mut end = 0;
        for term in &sorted.terms {
            next[term.number.index()] = end;
            end += counts[term.number.index()] as usize;
        }
        let mut entries: Vec<Entry> = vec![(0, 0); end];
        let mut details = Vec::with_capacity(self.articles.iter().map(|article| article.details.len()).sum());
        for (doc, &came) in order.iter().enumerate() {
            let article = std::mem::take(&mut self.articles[came as usize]);
            let mut at = details.len();
            details.extend_from_slice(&article.details);
            for term in article.terms {
                let start = at as u32;
                let number = take_number(&details, &mut at);
                let slot = &mut next[term.index()];
                entries[*slot] = (doc as u32, if has_places { start } else { number });
                *slot += 1;
                if has_places {
                    at += number as usize;
                }
            }
        }
        drop(self.articles);
        let mut rest = entries.as_slice();
        let mut steps = Vec::new();
        for term in &sorted.terms {
            let count = counts[term.number.index()];
            let (entries, behind) = rest.split_at(count as usize);
            rest = behind;
            out.new_term(sorted.text(term), count, true)?;
            for &(doc, detail) in entries {
                if has_places {
                    read_steps(&details, detail as usize, &mut steps);
                    out.write_doc(doc, steps.len() as u32, &steps);
                } else {
                    out.write_doc(doc, detail, &[]);
                }
            }
            out.close_term()?;
        }
        Ok(())
    }

    /// In how many articles each term stands, by its number.
    fn counts(&self) -> Vec<u32> {
        let mut counts = Vec::new();
        for term in self.articles.iter().flat_map(|article| &article.terms) {
            if term.index() >= counts.len() {
                counts.resize(term.index() + 1, 0);
            }
            counts[term.index()] += 1;
        }
        counts
    }
}

/// The steps whose length stands at `at`.
fn read_steps(details: &[u8], mut at: usize, steps: &mut Vec<u32>) {
    steps.clear();
    let length = take_number(details, &mut at) as usize;
    let end = at + length;
    while at < end {
        steps.push(take_number(details, &mut at));
    }
}

/// Gives occurrences the numbers of another table.
pub(crate) fn renumber(occurrences: &mut Occurrences, from: &SharedTerms, to: &SharedTerms) {
    let from = from.lock();
    let mut to = to.lock();
    for term in &mut occurrences.terms {
        *term = to.number(from.term(*term));
    }
}

/// The terms of a field in their order. A copy: the threads that cut words go on adding to the table.
struct SortedTerms {
    bytes: Vec<u8>,
    terms: Vec<SortedTerm>,
}

struct SortedTerm {
    /// The first eight bytes as a number: nearly all that comparing looks at.
    prefix: u64,
    start: usize,
    length: usize,
    number: TermNumber,
}

impl SortedTerms {
    /// Those that stand in any article.
    fn of(counts: &[u32], table: &SharedTerms) -> SortedTerms {
        let mut sorted = SortedTerms { bytes: Vec::new(), terms: Vec::new() };
        let table = table.lock();
        for (number, _) in counts.iter().enumerate().filter(|&(_, &count)| count > 0) {
            let number = TermNumber(number as u32);
            let term = table.term(number);
            let mut first = [0; 8];
            let length = term.len().min(8);
            first[..length].copy_from_slice(&term[..length]);
            let start = sorted.bytes.len();
            sorted.bytes.extend_from_slice(term);
            sorted.terms.push(SortedTerm {
                prefix: u64::from_be_bytes(first),
                start,
                length: term.len(),
                number,
            });
        }
        drop(table);
        let SortedTerms { bytes, terms } = &mut sorted;
        let text = |term: &SortedTerm| &bytes[term.start..term.start + term.length];
        terms.sort_unstable_by(|one, other| {
            one.prefix.cmp(&other.prefix).then_with(|| text(one).cmp(text(other)))
        });
        sorted
    }

    fn text(&self, term: &SortedTerm) -> &[u8] {
        &self.bytes[term.start..term.start + term.length]
    }
}
