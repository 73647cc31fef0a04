//! BM25, as Robertson and Zaragoza give it in "The Probabilistic Relevance Framework: BM25 and Beyond"
//! (2009), with the constants that tantivy and Lucene use.

use tantivy::fieldnorm::FieldNormReader;

/// How soon more occurrences of a word stop to matter.
pub const K1: f32 = 1.2;
/// How much the length of an article matters.
pub const B: f32 = 0.75;

/// What BM25 knows of the whole archive. Deleted articles count until their segment is merged.
#[derive(Clone, Debug)]
pub(crate) struct Statistics {
    /// Articles.
    pub articles: u64,
    /// Words of an average article in the ranking field.
    pub average_words: f32,
    /// `k1 · (1 - b + b · words / average)` by the length code that tantivy keeps for each article.
    norms: Box<[f32; 256]>,
}

impl Statistics {
    pub fn new(articles: u64, words: u64) -> Statistics {
        let average_words = if articles == 0 { 1.0 } else { (words as f32 / articles as f32).max(1.0) };
        let mut norms = Box::new([0.0; 256]);
        for (code, norm) in (0..=u8::MAX).zip(norms.iter_mut()) {
            let words = FieldNormReader::id_to_fieldnorm(code) as f32;
            *norm = K1 * (1.0 - B + B * words / average_words);
        }
        Statistics { articles, average_words, norms }
    }

    /// What a clause weighs that so many articles meet: `ln(1 + (N - n + 0.5) / (n + 0.5))`.
    pub fn rarity(&self, holding: u64) -> f32 {
        let (articles, holding) = (self.articles as f32, holding.min(self.articles) as f32);
        (1.0 + (articles - holding + 0.5) / (holding + 0.5)).ln()
    }

    /// How much of the greatest score so many occurrences earn in an article of this length: below
    /// `k1 + 1`.
    pub fn saturation(&self, occurrences: f32, length_code: u8) -> f32 {
        (K1 + 1.0) * occurrences / (occurrences + self.norms[usize::from(length_code)])
    }
}

#[cfg(test)]
mod tests {
    use tantivy::query::Bm25Weight;

    use super::*;

    #[test]
    fn scores_are_those_of_tantivy() {
        let statistics = Statistics::new(1_000, 250_000);
        let theirs = Bm25Weight::for_one_term_without_explain(17, 1_000, 250.0);
        for (length_code, occurrences) in [(0, 1), (40, 3), (90, 12), (255, 1)] {
            let ours = statistics.rarity(17) * statistics.saturation(occurrences as f32, length_code);
            let theirs = theirs.score(length_code, occurrences);
            assert!((ours - theirs).abs() < 1e-4, "{ours} {theirs}");
        }
    }
}
