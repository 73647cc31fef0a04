//! Languages as sources state them: codes, English names, their own names.

use dateline_article::Lang;

/// A language as sources state it: a code (`en-GB`, `eng`) or a name (`German`, `Deutsch`).
///
/// Codes for "unknown" and "several" state no language.
pub(crate) fn stated(text: &str) -> Option<Lang> {
    const NO_LANGUAGE: &[&str] = &["und", "mul", "mis", "zxx", "xx", "nan", "nil", "n/a"];
    /// More than any name; other text is no language and need not be looked through.
    const LONGEST_STATEMENT_BYTES: usize = 40;
    if text.len() > LONGEST_STATEMENT_BYTES {
        return None;
    }
    let lower = text.trim().to_lowercase();
    if NO_LANGUAGE.contains(&lower.as_str()) {
        return None;
    }
    // `English (UK)` and `Español, México` name the language first.
    let name = lower.split(['(', ',', ';', '/']).next().unwrap_or_default().trim();
    lang(name)
}

/// The language of a code or name in small letters.
pub(super) fn lang(name: &str) -> Option<Lang> {
    let code = NAMES.iter().find(|(_, names)| names.contains(&name)).map_or(name, |(code, _)| code);
    code.parse().ok()
}

/// Codes with the other names of the language. ISO 639-3 codes stand here only where
/// [`Lang`] does not know them as equal to a code of two letters.
const NAMES: &[(&str, &[&str])] = &[
    ("en", &["english", "inglés", "anglais", "englisch"]),
    ("de", &["german", "deutsch", "allemand", "alemán"]),
    ("fr", &["french", "français", "francais", "französisch"]),
    ("es", &["spanish", "español", "espanol", "castellano", "espagnol", "spanisch"]),
    ("it", &["italian", "italiano"]),
    ("pt", &["portuguese", "português", "portugues"]),
    ("nl", &["dutch", "nederlands", "flemish", "vlaams"]),
    ("sv", &["swedish", "svenska"]),
    ("da", &["danish", "dansk"]),
    ("no", &["norwegian", "norsk", "nb", "bokmål", "norsk bokmål"]),
    ("nn", &["nynorsk", "norsk nynorsk", "nno"]),
    ("fi", &["finnish", "suomi"]),
    ("is", &["icelandic", "íslenska", "isl", "ice"]),
    ("pl", &["polish", "polski"]),
    ("cs", &["czech", "čeština", "česky", "cze"]),
    ("sk", &["slovak", "slovenčina", "slk", "slo"]),
    ("sl", &["slovenian", "slovene", "slovenščina", "slv"]),
    ("hr", &["croatian", "hrvatski", "hrv"]),
    ("sr", &["serbian", "srpski", "српски", "srp"]),
    ("bs", &["bosnian", "bosanski", "bos"]),
    ("hu", &["hungarian", "magyar"]),
    ("ro", &["romanian", "română", "romana"]),
    ("bg", &["bulgarian", "български", "bul"]),
    ("mk", &["macedonian", "македонски", "mkd", "mac"]),
    ("el", &["greek", "ελληνικά", "gre"]),
    ("tr", &["turkish", "türkçe", "turkce"]),
    ("ru", &["russian", "русский"]),
    ("uk", &["ukrainian", "українська"]),
    ("be", &["belarusian", "беларуская", "bel"]),
    ("et", &["estonian", "eesti", "est"]),
    ("lv", &["latvian", "latviešu", "lav"]),
    ("lt", &["lithuanian", "lietuvių", "lit"]),
    ("ca", &["catalan", "català", "valencian", "cat"]),
    ("gl", &["galician", "galego", "glg"]),
    ("eu", &["basque", "euskara", "eus", "baq"]),
    ("ga", &["irish", "gaeilge", "gle"]),
    ("cy", &["welsh", "cymraeg", "cym", "wel"]),
    ("lb", &["luxembourgish", "lëtzebuergesch", "ltz"]),
    ("la", &["latin", "latina", "lat"]),
    ("af", &["afrikaans", "afr"]),
    ("sq", &["albanian", "shqip", "sqi", "alb"]),
    ("he", &["hebrew", "עברית", "iw"]),
    ("yi", &["yiddish", "ייִדיש", "yid"]),
    ("ar", &["arabic", "العربية"]),
    ("fa", &["persian", "farsi", "فارسی", "per", "dari"]),
    ("ur", &["urdu", "اردو", "urd"]),
    ("ps", &["pashto", "پښتو", "pus"]),
    ("hi", &["hindi", "हिन्दी"]),
    ("bn", &["bengali", "bangla", "বাংলা", "ben"]),
    ("mr", &["marathi", "मराठी", "mar"]),
    ("ne", &["nepali", "नेपाली", "nep"]),
    ("pa", &["punjabi", "ਪੰਜਾਬੀ", "pan"]),
    ("gu", &["gujarati", "ગુજરાતી", "guj"]),
    ("or", &["odia", "oriya", "ori"]),
    ("ta", &["tamil", "தமிழ்", "tam"]),
    ("te", &["telugu", "తెలుగు", "tel"]),
    ("kn", &["kannada", "ಕನ್ನಡ", "kan"]),
    ("ml", &["malayalam", "മലയാളം", "mal"]),
    ("si", &["sinhala", "සිංහල", "sin"]),
    ("th", &["thai", "ไทย", "tha"]),
    ("km", &["khmer", "ខ្មែរ", "khm"]),
    ("my", &["burmese", "မြန်မာ", "mya", "bur"]),
    ("vi", &["vietnamese", "tiếng việt"]),
    ("id", &["indonesian", "bahasa indonesia", "ind", "in"]),
    ("ms", &["malay", "bahasa melayu", "msa", "may"]),
    ("jv", &["javanese", "jav"]),
    ("tl", &["tagalog", "filipino", "tgl", "fil"]),
    ("zh", &["chinese", "mandarin", "中文", "汉语", "漢語", "simplified chinese", "traditional chinese"]),
    ("ja", &["japanese", "日本語", "jp"]),
    ("ko", &["korean", "한국어"]),
    ("ka", &["georgian", "ქართული", "kat", "geo"]),
    ("hy", &["armenian", "հայերեն", "hye", "arm"]),
    ("az", &["azerbaijani", "azərbaycan", "aze"]),
    ("uz", &["uzbek", "o‘zbek", "uzb"]),
    ("tk", &["turkmen", "tuk"]),
    ("kk", &["kazakh", "қазақша", "kaz"]),
    ("am", &["amharic", "አማርኛ", "amh"]),
    ("sw", &["swahili", "kiswahili", "swa"]),
    ("zu", &["zulu", "isizulu", "zul"]),
    ("sn", &["shona", "sna"]),
    ("ak", &["akan", "aka"]),
    ("eo", &["esperanto", "epo"]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: Option<&str>) {
        assert_eq!(stated(text).as_ref().map(Lang::code), expect, "{text}");
    }

    #[test]
    fn codes_and_names_mean_the_same() {
        for text in ["de", "DE", "de-AT", "deu", "German", " Deutsch ", "german (Austria)", "Allemand"] {
            check(text, Some("de"));
        }
        check("Español, México", Some("es"));
        check("français", Some("fr"));
        check("bul", Some("bg"));
        check("gsw", Some("gsw"));
    }

    #[test]
    fn what_names_no_language_states_none() {
        for text in ["", "und", "unknown", "N/A", "Klingonisch", "12", &"x".repeat(1_000)] {
            check(text, None);
        }
    }

    #[test]
    fn every_code_and_name_of_the_table_is_used_once() {
        let mut seen: Vec<&str> =
            NAMES.iter().flat_map(|(code, names)| names.iter().chain([code])).copied().collect();
        seen.sort_unstable();
        let all = seen.len();
        seen.dedup();
        assert_eq!(seen.len(), all);
    }
}
