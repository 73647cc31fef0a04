//! What the letters alone say about a language.

/// What the letters of a text settle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Script {
    /// Latin letters: dozens of languages.
    Latin,
    /// Letters that only this language has, or usually has.
    Settled(&'static str),
    /// Another script, or letters that several languages share.
    Other,
}

/// The least text to judge by, in letters; a syllable or word sign counts for three.
const FEWEST_LETTERS: usize = 20;

/// How many letters of each script a text has.
#[derive(Debug, Default)]
struct Counts {
    latin: usize,
    cyrillic: usize,
    arabic: usize,
    han: usize,
    kana: usize,
    hangul: usize,
    greek: usize,
    hebrew: usize,
    other: usize,
}

/// The script most of a text is in; `None` when the text is too short.
pub(super) fn of(text: &str) -> Option<Script> {
    let counts = Counts::of(text);
    let Counts { latin, cyrillic, arabic, han, kana, hangul, greek, hebrew, other } = counts;
    let ideographic = (han + kana) * 3;
    let hangul = hangul * 3;
    let by_letters = [
        (latin, Script::Latin),
        (cyrillic, cyrillic_language(text, cyrillic)),
        (arabic, arabic_language(text, arabic)),
        // Chinese never uses kana, and hardly any Japanese sentence does without.
        (ideographic, Script::Settled(if kana * 20 > han { "ja" } else { "zh" })),
        (hangul, Script::Settled("ko")),
        (greek, Script::Settled("el")),
        (hebrew, Script::Settled(if text.contains(['װ', 'ױ', 'ײ']) { "yi" } else { "he" })),
        (other, Script::Other),
    ];
    let all: usize = by_letters.iter().map(|(letters, _)| letters).sum();
    if all < FEWEST_LETTERS {
        return None;
    }
    let (_, script) = by_letters.into_iter().max_by_key(|(letters, _)| *letters)?;
    Some(script)
}

impl Counts {
    fn of(text: &str) -> Counts {
        let mut counts = Counts::default();
        for letter in text.chars() {
            let count = match letter {
                'a'..='z' | 'A'..='Z' => &mut counts.latin,
                '\0'..='\u{7F}' => continue,
                _ if !letter.is_alphabetic() => continue,
                '\u{80}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' => &mut counts.latin,
                '\u{370}'..='\u{3FF}' | '\u{1F00}'..='\u{1FFF}' => &mut counts.greek,
                '\u{400}'..='\u{52F}' => &mut counts.cyrillic,
                '\u{590}'..='\u{5FF}' => &mut counts.hebrew,
                '\u{600}'..='\u{6FF}' | '\u{750}'..='\u{77F}' | '\u{FB50}'..='\u{FEFC}' => &mut counts.arabic,
                '\u{3040}'..='\u{30FF}' | '\u{FF66}'..='\u{FF9F}' => &mut counts.kana,
                '\u{1100}'..='\u{11FF}' | '\u{AC00}'..='\u{D7A3}' => &mut counts.hangul,
                '\u{3005}'..='\u{3007}' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' => {
                    &mut counts.han
                }
                '\u{20000}'..='\u{3FFFF}' => &mut counts.han,
                _ => &mut counts.other,
            };
            *count += 1;
        }
        counts
    }
}

/// The languages in Cyrillic letters, told by letters that the others do not have.
///
/// Only letters that are frequent in running text settle anything: more than 5 in 1,000 are more than
/// foreign names and quotations bring.
fn cyrillic_language(text: &str, all: usize) -> Script {
    if all == 0 {
        return Script::Other;
    }
    let [mut steppe, mut be, mut uk, mut mk, mut sr, mut ru, mut bg] = [0; 7];
    for letter in text.chars() {
        match letter {
            // Kazakh, Tatar, Mongolian and others, which have the letters of Russian besides.
            'ә' | 'ғ' | 'қ' | 'ң' | 'ө' | 'ұ' | 'ү' | 'һ' => steppe += 1,
            'ў' => be += 1,
            'ї' | 'є' | 'ґ' => uk += 1,
            'ѓ' | 'ќ' | 'ѕ' => mk += 1,
            'ђ' | 'ћ' => sr += 1,
            'ы' | 'э' => ru += 1,
            'ъ' => bg += 1,
            _ => {}
        }
    }
    let is_frequent = |count: usize| count * 1_000 >= all * 5;
    let signs = [(be, "be"), (uk, "uk"), (mk, "mk"), (sr, "sr"), (ru, "ru"), (bg, "bg")];
    match signs.iter().find(|(count, _)| is_frequent(*count)) {
        Some((_, code)) if !is_frequent(steppe) => Script::Settled(code),
        _ => Script::Other,
    }
}

/// The languages in Arabic letters, told the same way; they share more words and names.
fn arabic_language(text: &str, all: usize) -> Script {
    if all == 0 {
        return Script::Other;
    }
    let [mut ckb, mut ps, mut ur, mut fa] = [0; 4];
    for letter in text.chars() {
        match letter {
            'ێ' | 'ۆ' | 'ڕ' | 'ڵ' | 'ە' => ckb += 1,
            'ټ' | 'ډ' | 'ړ' | 'ښ' | 'ځ' | 'څ' | 'ې' => ps += 1,
            'ٹ' | 'ڈ' | 'ڑ' | 'ں' | 'ے' | 'ہ' => ur += 1,
            // The first four stand even where Persian was typed with the Arabic forms of its k and y.
            'پ' | 'چ' | 'ژ' | 'گ' | 'ی' | 'ک' => fa += 1,
            _ => {}
        }
    }
    let is_frequent = |count: usize| count * 1_000 >= all * 10;
    let signs = [(ckb, "ckb"), (ps, "ps"), (ur, "ur"), (fa, "fa")];
    let found = signs.iter().find(|(count, _)| is_frequent(*count));
    Script::Settled(found.map_or("ar", |(_, code)| code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: Option<Script>) {
        assert_eq!(of(text), expect, "{:?}", Counts::of(text));
    }

    #[test]
    fn letters_settle_many_languages() {
        let settled = [
            ("码头工人的罢工进入第三周", "zh"),
            ("港湾労働者のストライキは三週目に入った", "ja"),
            ("부두 노동자들의 파업이 3주째로 접어들었다", "ko"),
            ("Η απεργία των λιμενεργατών μπαίνει στην τρίτη εβδομάδα", "el"),
            ("שביתת עובדי הנמל נכנסת לשבוע השלישי", "he"),
            ("اعتصاب کارگران بندر وارد هفته سوم شد", "fa"),
            ("إضراب عمال الميناء يدخل أسبوعه الثالث", "ar"),
            ("بندرگاہ کے مزدوروں کی ہڑتال تیسرے ہفتے میں", "ur"),
            ("Забастовка докеров продолжается уже третью неделю, вызывая перебои с хлебом и рыбой", "ru"),
            ("Страйк докерів триває вже третій тиждень, і її підтримує місто", "uk"),
            ("Стачката на докерите навлезе в третата си седмица, съобщи агенцията", "bg"),
        ];
        for (text, code) in settled {
            check(text, Some(Script::Settled(code)));
        }
    }

    #[test]
    fn the_script_of_most_letters_counts() {
        check("The Chinese for newspaper is 报纸, and that is all", Some(Script::Latin));
        check("苹果公司 (Apple Inc.) 今天发布了新的 iPhone 手机", Some(Script::Settled("zh")));
    }

    #[test]
    fn what_letters_do_not_settle_is_left_open() {
        check("बंदरगाह के मजदूरों की हड़ताल तीसरे सप्ताह में", Some(Script::Other));
        check("a few letters", None);
    }
}
