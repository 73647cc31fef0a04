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
    detail_bytes: usize,
    bytes: usize,
}

/// Bytes of the number of an article in the segment, which stands before the details of a term in it.
const DOC_BYTES: usize = 4;

impl WordPostings {
    pub fn add(&mut self, occurrences: Occurrences) {
        self.total += u64::from(occurrences.total);
        self.entries += occurrences.terms.len();
        self.detail_bytes += occurrences.details.len();
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
        self.entries * DOC_BYTES + self.detail_bytes
    }

    /// Writes the terms in their order, each with its articles in the order of the segment.
    ///
    /// What is known of a term is first brought together, article by article, so that it can be read from start to end:
    /// writing here and there need not be waited for, reading here and there must.
    pub fn write(
        mut self,
        has_places: bool,
        terms: &SharedTerms,
        order: &[u32],
        out: &mut FieldSerializer<'_>,
    ) -> tantivy::Result<()> {
        let sizes = self.sizes(has_places);
        let sorted = SortedTerms::of(&sizes, terms);
        // Where the next article of each term goes.
        let mut next = vec![0_usize; sizes.len()];
        let mut end = 0;
        for term in &sorted.terms {
            next[term.number.index()] = end;
            end += sizes[term.number.index()].bytes;
        }
        let mut gathered = vec![0_u8; end];
        for (doc, &came) in order.iter().enumerate() {
            let article = std::mem::take(&mut self.articles[came as usize]);
            let mut at = 0;
            for term in article.terms {
                let start = at;
                pass_detail(&article.details, &mut at, has_places);
                let slot = &mut next[term.index()];
                let (number, detail) = gathered[*slot..].split_at_mut(DOC_BYTES);
                number.copy_from_slice(&(doc as u32).to_le_bytes());
                let detail = &mut detail[..at - start];
                // A call that copies so few bytes takes longer.
                for (to, from) in detail.iter_mut().zip(&article.details[start..at]) {
                    *to = *from;
                }
                *slot += DOC_BYTES + at - start;
            }
        }
        drop(self.articles);
        let mut steps = Vec::new();
        let mut at = 0;
        for term in &sorted.terms {
            let count = sizes[term.number.index()].articles;
            out.new_term(sorted.text(term), count, true)?;
            for _ in 0..count {
                let doc = gathered[at..].first_chunk().map_or(0, |bytes| u32::from_le_bytes(*bytes));
                at += DOC_BYTES;
                let number = take_number(&gathered, &mut at);
                if has_places {
                    let end = at + number as usize;
                    steps.clear();
                    while at < end {
                        steps.push(take_number(&gathered, &mut at));
                    }
                    out.write_doc(doc, steps.len() as u32, &steps);
                } else {
                    out.write_doc(doc, number, &[]);
                }
            }
            out.close_term()?;
        }
        Ok(())
    }

    /// In how many articles each term stands, by its number, and how many bytes they take.
    fn sizes(&self, has_places: bool) -> Vec<Size> {
        let mut sizes: Vec<Size> = Vec::new();
        for article in &self.articles {
            let mut at = 0;
            for term in &article.terms {
                if term.index() >= sizes.len() {
                    sizes.resize(term.index() + 1, Size::default());
                }
                let start = at;
                pass_detail(&article.details, &mut at, has_places);
                let size = &mut sizes[term.index()];
                size.articles += 1;
                size.bytes += DOC_BYTES + at - start;
            }
        }
        sizes
    }
}

/// What there is of a term.
#[derive(Clone, Copy, Default)]
struct Size {
    articles: u32,
    bytes: usize,
}

/// Moves behind what the details of an article say of a term.
fn pass_detail(details: &[u8], at: &mut usize, has_places: bool) {
    let number = take_number(details, at);
    if has_places {
        *at += number as usize;
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
    fn of(sizes: &[Size], table: &SharedTerms) -> SortedTerms {
        let mut sorted = SortedTerms { bytes: Vec::new(), terms: Vec::new() };
        let table = table.lock();
        for (number, _) in sizes.iter().enumerate().filter(|(_, size)| size.articles > 0) {
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
