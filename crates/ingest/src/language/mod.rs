//! Which language a text is in.
//!
//! [`script`] settles every language that its letters give away. Among the languages in Latin letters,
//! `whichlang` names one of ten and is fast and mostly right; its answer is taken when the small words of
//! that language are there too. Else `whatlang` is asked, which knows 37 and says how sure it is, but takes
//! ten times as long and is often wrong on a line or two.

use dateline_article::Lang;

mod names;
mod script;

pub(crate) use names::stated;

use names::lang;
use script::Script;

/// How much of a text is looked at, in bytes. More does not make the answer better.
pub(crate) const SAMPLE_BYTES: usize = 600;

/// The language of a text, or `None` when it is too short or nothing confirms the first impression.
pub(crate) fn detect(text: &str) -> Option<Lang> {
    let sample = &text[..text.floor_char_boundary(SAMPLE_BYTES)];
    match script::of(sample)? {
        Script::Latin => latin(sample),
        Script::Settled(code) => lang(code),
        Script::Other => reliable(sample),
    }
}

/// With fewer letters than this, `whatlang` is wrong too often to contradict.
const A_SENTENCE: usize = 60;
/// From here on, `whatlang` is right more often than it says.
const A_PARAGRAPH: usize = 200;

/// The language of a text in Latin letters.
fn latin(sample: &str) -> Option<Lang> {
    // Most archives are mostly English, and no other language uses its small words this often.
    if SmallWords::count(sample, whichlang::Lang::Eng).is_dense() {
        return Some(Lang::EN);
    }
    let first = whichlang::detect_language(sample);
    let support = SmallWords::count(sample, first);
    if support.is_plenty() {
        return lang(first.three_letter_code());
    }
    let second = whatlang::detect(sample)?;
    // In doubt between neighbours such as Czech and Slovak, it is right where the first knows neither.
    let is_new = whichlang::LANGUAGES.iter().all(|known| known.three_letter_code() != second.lang().code());
    let is_likely = is_new && second.confidence() >= 0.5 && support.letters >= A_PARAGRAPH;
    let is_sure = second.is_reliable() || is_likely;
    let agree = first.three_letter_code() == second.lang().code();
    let is_confirmed = match support.letters {
        ..A_SENTENCE => agree && (is_sure || support.found > 0),
        _ => agree || is_sure,
    };
    if is_confirmed {
        return lang(second.lang().code());
    }
    // Headlines leave the small words out; English is the only language without any accents.
    let looks_english = first == whichlang::Lang::Eng && sample.is_ascii();
    if looks_english || (support.found > 0 && !is_sure) {
        return lang(first.three_letter_code());
    }
    None
}

fn reliable(sample: &str) -> Option<Lang> {
    let found = whatlang::detect(sample)?;
    found.is_reliable().then(|| lang(found.lang().code()))?
}

/// How many of the words of a text are the small words of a language.
struct SmallWords {
    words: usize,
    letters: usize,
    found: usize,
}

impl SmallWords {
    fn count(sample: &str, language: whichlang::Lang) -> SmallWords {
        let small = small_words(language);
        let mut count = SmallWords { words: 0, letters: 0, found: 0 };
        for word in sample.split(|letter: char| !letter.is_alphabetic()) {
            if word.is_empty() {
                continue;
            }
            count.words += 1;
            count.letters += word.chars().count();
            // The longest small word; letters outside ASCII need two bytes.
            let is_short = word.len() <= 6;
            count.found +=
                usize::from(is_short && small.iter().any(|small| word.eq_ignore_ascii_case(small)));
        }
        count
    }

    /// Whether there are more than a quotation in another language would bring: one word in eight.
    fn is_dense(&self) -> bool {
        self.words >= 24 && self.found * 8 >= self.words
    }

    /// Whether there are as many as in any prose of the language: one word in twelve, and not by chance.
    fn is_plenty(&self) -> bool {
        self.found >= 3 && self.found * 12 >= self.words
    }
}

/// Frequent words of a language that its neighbours write differently: `och` is Swedish, `som` is not
/// only Swedish. Empty for languages that `whatlang` must confirm.
fn small_words(language: whichlang::Lang) -> &'static [&'static str] {
    use whichlang::Lang as L;
    match language {
        L::Eng => &["the", "of", "and", "to", "that", "for", "with", "was", "by", "from", "is", "this", "he"],
        L::Deu => &[
            "der", "die", "und", "das", "den", "von", "mit", "ist", "im", "für", "nicht", "ein", "eine", "zu",
        ],
        L::Fra => {
            &["les", "des", "et", "est", "dans", "une", "pour", "du", "au", "qui", "le", "par", "sur", "il"]
        }
        L::Spa => &["los", "las", "y", "el", "por", "con", "para", "como", "su", "más"],
        L::Ita => &["di", "che", "il", "della", "è", "per", "non", "sono", "gli", "nel", "del"],
        L::Por => &["não", "uma", "em", "com", "são", "um", "ao", "pelo", "pela", "até", "os", "dos"],
        L::Nld => &["de", "het", "een", "niet", "zijn", "voor", "dat", "ook", "te", "bij"],
        L::Swe => &["och", "att", "är", "för", "inte", "från", "också", "när", "efter"],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        let found = detect(text);
        assert_eq!(found.as_ref().map_or("", Lang::code), expect);
    }

    #[test]
    fn headlines_are_english_without_small_words() {
        check("Dow falls 300 points as bank shares tumble", "en");
        check("DOCK STRIKE ENTERS THIRD WEEK, TALKS STALL", "en");
    }

    #[test]
    fn prose_is_told_by_its_small_words() {
        check(
            "Der Streik der Hafenarbeiter geht in die dritte Woche, und niemand spricht mit den Reedern.",
            "de",
        );
        check(
            "La grève des dockers entre dans sa troisième semaine et les armateurs refusent de parler.",
            "fr",
        );
        check(
            "La huelga de los estibadores entra en su tercera semana y los armadores no quieren hablar.",
            "es",
        );
        check("De staking van de havenarbeiders gaat de derde week in en het overleg ligt stil.", "nl");
    }

    #[test]
    fn languages_outside_the_first_detector_are_told_by_the_second() {
        check(
            "Strajk dokerów trwa już trzeci tydzień, a armatorzy nadal nie chcą rozmawiać ze związkami zawodowymi.",
            "pl",
        );
        check(
            "Ahtaajien lakko jatkuu jo kolmatta viikkoa, eivätkä laivanvarustajat suostu neuvottelemaan.",
            "fi",
        );
    }

    #[test]
    fn too_little_text_is_in_no_language() {
        check("", "");
        check("Dow falls", "");
        check("1234 5678 -- 90", "");
    }
}
