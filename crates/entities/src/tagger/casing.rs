//! Capitals that say nothing: of headlines, and of the first word of a sentence.

use super::features::Style;
use crate::model::hash;
use crate::model::lexicon::{Lexicon, bits};
use crate::text::token::{Kind, Token};

/// Takes words that prose writes small for small, where a headline or the start of a sentence has given
/// them a capital. What remains are the runs that the same words would have in prose.
pub fn settle(text: &str, tokens: &mut [Token], lexicon: Lexicon<'_>, style: Style) {
    let is_small = |token: &Token| {
        let word = token.of(text);
        let lists = lexicon.get(hash::lower(word)).bits;
        // `Us` is a small word and `US` is none; where all is in capitals, nobody knows.
        let is_telling = word.len() == 1 || word.bytes().any(|byte| byte.is_ascii_lowercase());
        lists & bits::SMALL != 0 && (is_telling || style == Style::Capitals && lists & bits::COUNTRY == 0)
    };
    if style == Style::Prose {
        let Some(first) = tokens.iter().position(|token| token.kind != Kind::Mark) else { return };
        let is_alone = tokens.get(first + 1).is_none_or(|next| next.kind != Kind::Capital);
        if tokens[first].kind == Kind::Capital && is_alone && is_small(&tokens[first]) {
            tokens[first].kind = Kind::Word;
        }
        return;
    }
    for token in tokens.iter_mut().filter(|token| token.kind == Kind::Capital) {
        if is_small(token) {
            token.kind = Kind::Word;
        }
    }
}
