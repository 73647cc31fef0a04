//! The words that set periods apart.

use std::collections::{BTreeMap, HashMap, HashSet};

use dateline_schema::words::{STEM_TAG_END, Stemmers, fold, for_each_word, stem_term};
use tantivy::schema::IndexRecordOption;
use tantivy::termdict::TermMerger;
use tantivy::{DocAddress, Term};

use super::groups::{FIRST, Groups, NEITHER};
use super::{Strength, Telling};
use crate::search::error::SearchError;
use crate::search::matches::Matches;
use crate::search::rank::can_tell;

/// So many more stems are kept than words are wanted: two stems may be one word, as with and without its accents.
const SPARE: usize = 2;
/// So many articles of a period are asked how they write a word.
const ASKED: usize = 5;
/// What a word counts that stands inside a sentence, where capitals mean something; elsewhere it counts 1.
const INSIDE_A_SENTENCE: u64 = 4;

/// A stem that sets a period apart.
struct Stem {
    term: String,
    strength: Strength,
    /// Some of the articles that have it.
    seen: Vec<DocAddress>,
}

impl Matches<'_> {
    /// The words of each period: of every stem of the archive it is counted how many articles of each group have it.
    pub(super) fn telling_words(
        &self,
        groups: &Groups,
        most: usize,
    ) -> Result<Vec<Vec<Telling>>, SearchError> {
        let stems = self.telling_stems(groups, most.saturating_mul(SPARE))?;
        stems.into_iter().map(|stems| self.as_written(&stems, most)).collect()
    }

    fn telling_stems(&self, groups: &Groups, most: usize) -> Result<Vec<Vec<Stem>>, SearchError> {
        let reader = self.reader;
        let refuse = |error: tantivy::TantivyError| SearchError::engine(reader.dir(), &error);
        // Against the whole archive, what was asked for sets everything apart.
        let asked: HashSet<&str> =
            if groups.need_archive() { self.words_asked_for() } else { HashSet::new() };
        let segments: Vec<_> = reader
            .searcher
            .segment_readers()
            .iter()
            .map(|segment| reader.index_of(segment, reader.fields().stem))
            .collect::<Result<_, _>>()?;
        let streams = segments
            .iter()
            .map(|index| index.terms().stream().map_err(|error| reader.refuse_io(&error)))
            .collect::<Result<_, _>>()?;
        let mut terms = TermMerger::new(streams);
        let mut best: Vec<Vec<Stem>> = (0..groups.periods()).map(|_| Vec::new()).collect();
        let mut counts = vec![0_u32; groups.count()];
        let mut seen: Vec<Vec<DocAddress>> = vec![Vec::new(); groups.periods()];
        while terms.advance() {
            let Ok(term) = std::str::from_utf8(terms.key()) else { continue };
            if !can_tell(word_of(term)) || asked.contains(term) {
                continue;
            }
            let parts: Vec<_> = terms.current_segment_ords_and_term_infos().collect();
            if parts.iter().map(|(_, info)| info.doc_freq).sum::<u32>() < 2 {
                continue;
            }
            counts.fill(0);
            seen.iter_mut().for_each(Vec::clear);
            for (segment, info) in &parts {
                let mut postings = segments[*segment]
                    .read_block_postings_from_terminfo(info, IndexRecordOption::Basic)
                    .map_err(|error| refuse(error.into()))?;
                while postings.block_len() > 0 {
                    for &doc in postings.docs() {
                        let group = groups.of(*segment, doc);
                        if group == NEITHER {
                            continue;
                        }
                        counts[group] += 1;
                        if group >= FIRST && counts[group] as usize <= ASKED {
                            seen[group - FIRST].push(DocAddress::new(*segment as u32, doc));
                        }
                    }
                    postings.advance();
                }
            }
            for (period, best) in best.iter_mut().enumerate() {
                if let Some(strength) = groups.strength(&counts, period) {
                    let place = best.partition_point(|known| known.strength.g2 >= strength.g2);
                    if place < most {
                        let seen = std::mem::take(&mut seen[period]);
                        best.insert(place, Stem { term: term.to_owned(), strength, seen });
                        best.truncate(most);
                    }
                }
            }
        }
        Ok(best)
    }

    /// The stems that the query ranks by.
    fn words_asked_for(&self) -> HashSet<&str> {
        let members = self.matching.clauses.iter().flat_map(|clause| &clause.members);
        members.filter_map(|(term, _)| term_text(term)).collect()
    }

    /// Stems as most of their articles write them, one word once.
    fn as_written(&self, stems: &[Stem], most: usize) -> Result<Vec<Telling>, SearchError> {
        let mut written: HashMap<&str, BTreeMap<String, u64>> =
            stems.iter().map(|stem| (stem.term.as_str(), BTreeMap::new())).collect();
        let mut addresses: Vec<DocAddress> =
            stems.iter().flat_map(|stem| stem.seen.iter().copied()).collect();
        addresses.sort_unstable();
        addresses.dedup();
        let mut stemmers = Stemmers::default();
        for address in addresses {
            let article = self.reader.article_at(address)?;
            let title = std::iter::once((article.title.as_str(), 1));
            let captions = article.captions.iter().map(|caption| (caption.as_str(), 1));
            let text = article.paragraphs().map(|paragraph| (paragraph, INSIDE_A_SENTENCE));
            for (text, inside) in title.chain(text).chain(captions) {
                for_each_word(text, |word| {
                    let mut forms = vec![word.folded.to_owned()];
                    for lower in [word.lower, word.folded] {
                        let stem = article
                            .lang
                            .and_then(|lang| stemmers.stem(lang, lower).map(|stem| stem_term(lang, stem)));
                        forms.extend(stem);
                    }
                    forms.dedup();
                    for form in forms {
                        if let Some(written) = written.get_mut(form.as_str()) {
                            let times = if word.starts_sentence { 1 } else { inside };
                            *written.entry(text[word.start..word.end].to_owned()).or_default() += times;
                        }
                    }
                });
            }
        }
        let mut known = HashSet::new();
        let mut words = Vec::new();
        for stem in stems {
            let forms = &written[stem.term.as_str()];
            let commonest = forms.iter().max_by_key(|&(form, &times)| (times, std::cmp::Reverse(form)));
            let text = commonest.map_or_else(|| word_of(&stem.term).to_owned(), |(form, _)| form.clone());
            if words.len() < most && known.insert(fold(&text)) {
                let Strength { articles, others, g2 } = stem.strength;
                words.push(Telling { text, articles, others, g2 });
            }
        }
        Ok(words)
    }
}

/// A term of the ranking field without its language.
fn word_of(term: &str) -> &str {
    term.split_once(STEM_TAG_END).map_or(term, |(_, stem)| stem)
}

fn term_text(term: &Term) -> Option<&str> {
    std::str::from_utf8(term.serialized_value_bytes()).ok()
}
