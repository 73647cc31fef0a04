//! Languages by their English names, as other search programs write them.

use dateline_article::Lang;

/// The code of a language by its English name or by a longer code, caselessly.
pub(super) fn code(name: &str) -> Option<&'static str> {
    let name = name.to_lowercase();
    let short = name.parse::<Lang>().ok();
    let found = NAMES.iter().find(|(code, names)| {
        names.split(' ').any(|candidate| candidate == name)
            || short.is_some_and(|short| short.code() == *code)
    });
    found.map(|&(code, _)| code)
}

/// The code and the names. ISO 639-3 codes stand here only where [`Lang`] does not know them.
const NAMES: &[(&str, &str)] = &[
    ("af", "afrikaans afr"),
    ("ar", "arabic"),
    ("be", "belarusian bel"),
    ("bg", "bulgarian bul"),
    ("bn", "bengali ben"),
    ("bs", "bosnian bos"),
    ("ca", "catalan cat"),
    ("cs", "czech cze"),
    ("da", "danish"),
    ("de", "german"),
    ("el", "greek gre"),
    ("en", "english"),
    ("es", "spanish"),
    ("et", "estonian est"),
    ("fa", "persian"),
    ("fi", "finnish"),
    ("fr", "french"),
    ("he", "hebrew"),
    ("hi", "hindi"),
    ("hr", "croatian hrv"),
    ("hu", "hungarian"),
    ("id", "indonesian ind"),
    ("is", "icelandic isl"),
    ("it", "italian"),
    ("ja", "japanese"),
    ("ka", "georgian kat"),
    ("ko", "korean"),
    ("lt", "lithuanian lit"),
    ("lv", "latvian lav"),
    ("mk", "macedonian mkd"),
    ("ms", "malay msa"),
    ("nl", "dutch"),
    ("no", "norwegian"),
    ("pl", "polish"),
    ("pt", "portuguese"),
    ("ro", "romanian"),
    ("ru", "russian"),
    ("sk", "slovak slk"),
    ("sl", "slovenian slv"),
    ("sq", "albanian sqi"),
    ("sr", "serbian srp"),
    ("sv", "swedish"),
    ("ta", "tamil tam"),
    ("th", "thai tha"),
    ("tr", "turkish"),
    ("uk", "ukrainian"),
    ("ur", "urdu urd"),
    ("vi", "vietnamese"),
    ("zh", "chinese"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, expect: Option<&str>) {
        assert_eq!(code(name), expect);
    }

    #[test]
    fn names_and_long_codes_are_the_same_language() {
        check("Spanish", Some("es"));
        check("spa", Some("es"));
        check("es", Some("es"));
        check("Klingon", None);
    }
}
