//! Names of months, days and labels in the languages that archives come in.
//!
//! All words are given as [`super::token`] folds them: lower case, without accents.

use super::token::Cursor;

/// The month, 1..=12, that a word names: English, German, French, Spanish, Italian, Dutch,
/// Portuguese and Russian, in full and as newspapers abbreviate it; in full also in languages of their
/// neighbours. Names that mean different months in two languages, such as `listopada`, name none.
#[rustfmt::skip]
pub(super) fn month(word: &str) -> Option<u32> {
    Some(match word {
        "january" | "jan" | "januar" | "janner" | "janvier" | "janv" | "enero" | "ene" | "gennaio" | "gen"
        | "januari" | "janeiro" | "январь" | "января" | "янв"
        | "ianuarie" | "stycznia" | "ledna" | "ocak" | "січня" | "януари" | "يناير" | "tammikuuta" | "sijecnja" | "januara" | "janar" => 1,
        "february" | "feb" | "febr" | "februar" | "fevrier" | "fevr" | "fev" | "febrero" | "febbraio"
        | "februari" | "fevereiro" | "февраль" | "февраля" | "фев" | "февр"
        | "februarie" | "lutego" | "unora" | "subat" | "şubat" | "лютого" | "февруари" | "فبراير" | "شباط" | "helmikuuta" | "veljace" | "februara" | "shkurt" => 2,
        "march" | "mar" | "marz" | "maerz" | "mrz" | "mars" | "marzo" | "maart" | "mrt" | "marco"
        | "март" | "марта" | "мар"
        | "martie" | "marca" | "brezna" | "mart" | "marta" | "березня" | "مارس" | "آذار" | "اذار" | "maaliskuuta" | "ozujka" => 3,
        "april" | "apr" | "avril" | "avr" | "abril" | "abr" | "aprile" | "апрель" | "апреля" | "апр"
        | "aprilie" | "kwietnia" | "dubna" | "nisan" | "квітня" | "април" | "ابريل" | "أبريل" | "نيسان" | "huhtikuuta" | "travnja" | "aprila" | "prill" => 4,
        "may" | "mai" | "mayo" | "maggio" | "mag" | "mei" | "maio" | "май" | "мая"
        | "maja" | "kvetna" | "mayis" | "mayıs" | "травня" | "مايو" | "أيار" | "toukokuuta" | "svibnja" | "maj" => 5,
        "june" | "jun" | "juni" | "juin" | "junio" | "giugno" | "giu" | "junho" | "июнь" | "июня" | "июн"
        | "iunie" | "czerwca" | "cervna" | "haziran" | "червня" | "юни" | "يونيو" | "حزيران" | "kesakuuta" | "lipnja" | "juna" | "qershor" => 6,
        "july" | "jul" | "juli" | "juillet" | "juil" | "julio" | "luglio" | "lug" | "julho"
        | "июль" | "июля" | "июл"
        | "iulie" | "lipca" | "cervence" | "temmuz" | "липня" | "юли" | "يوليو" | "تموز" | "heinakuuta" | "srpnja" | "jula" | "korrik" => 7,
        "august" | "aug" | "aout" | "agosto" | "ago" | "augustus" | "август" | "августа" | "авг"
        | "sierpnia" | "srpna" | "agustos" | "серпня" | "أغسطس" | "اغسطس" | "آب" | "elokuuta" | "kolovoza" | "augusta" | "avgust" | "avgusta" | "gusht" => 8,
        "september" | "sept" | "sep" | "septembre" | "septiembre" | "setiembre" | "settembre" | "set"
        | "setembro" | "сентябрь" | "сентября" | "сен" | "сент"
        | "septembrie" | "wrzesnia" | "zari" | "eylul" | "вересня" | "септември" | "سبتمبر" | "أيلول" | "syyskuuta" | "rujna" | "septembra" | "septembar" | "shtator" => 9,
        "october" | "oct" | "oktober" | "okt" | "octobre" | "octubre" | "ottobre" | "ott" | "outubro" | "out"
        | "октябрь" | "октября" | "окт"
        | "octombrie" | "pazdziernika" | "rijna" | "ekim" | "жовтня" | "октомври" | "أكتوبر" | "اكتوبر" | "lokakuuta" | "oktobra" | "tetor" => 10,
        "november" | "nov" | "novembre" | "noviembre" | "novembro" | "ноябрь" | "ноября" | "ноя" | "нояб"
        | "noiembrie" | "kasim" | "kasım" | "листопада" | "ноември" | "نوفمبر" | "marraskuuta" | "studenoga" | "novembra" | "nentor" => 11,
        "december" | "dec" | "dezember" | "dez" | "decembre" | "diciembre" | "dic" | "dicembre" | "dezembro"
        | "декабрь" | "декабря" | "дек"
        | "decembrie" | "grudnia" | "prosince" | "aralik" | "aralık" | "грудня" | "декември" | "ديسمبر" | "joulukuuta" | "prosinca" | "decembra" | "desember" | "dhjetor" => 12,
        _ => return None,
    })
}

/// Reads the name of a day of the week and the mark behind it, as in `Sun.,` or `星期日`.
///
/// Which day it is does not matter: where it contradicts the date, the misprint is in the name.
pub(super) fn weekday(cursor: &mut Cursor<'_>) -> Option<()> {
    cursor.attempt(|cursor| {
        if cursor.word(&["星"]).and_then(|()| cursor.word(&["期"])).is_some()
            || cursor.word(&["周", "週"]).is_some()
        {
            cursor.word(&["一", "二", "三", "四", "五", "六", "日", "天"])?;
        } else {
            cursor.word_as(|word| is_weekday(word).then_some(()))?;
            cursor.attempt(|cursor| {
                cursor.glued_mark("-")?;
                cursor.word(&["feira"])
            });
        }
        cursor.mark(".");
        cursor.mark(",");
        Some(())
    })
}

/// Reads a day of the week in brackets, as Japanese dates carry it: `(日)` or `(Sunday)`.
pub(super) fn bracketed_weekday(cursor: &mut Cursor<'_>) -> Option<()> {
    cursor.attempt(|cursor| {
        cursor.mark("([")?;
        if cursor.word(&["月", "火", "水", "木", "金", "土", "日"]).is_some() {
            cursor.word(&["曜"]).and_then(|()| cursor.word(&["日"]));
        } else {
            weekday(cursor)?;
        }
        cursor.mark(")]").map(|_| ())
    })
}

#[rustfmt::skip]
fn is_weekday(word: &str) -> bool {
    matches!(
        word,
        "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday"
        | "mon" | "tue" | "tues" | "wed" | "weds" | "thu" | "thur" | "thurs" | "fri" | "sat" | "sun"
        | "montag" | "dienstag" | "mittwoch" | "donnerstag" | "freitag" | "samstag" | "sonnabend" | "sonntag"
        | "mo" | "di" | "mi" | "do" | "fr" | "sa" | "so"
        | "lundi" | "mardi" | "mercredi" | "jeudi" | "vendredi" | "samedi" | "dimanche"
        | "lun" | "mar" | "mer" | "jeu" | "ven" | "sam" | "dim"
        | "lunes" | "martes" | "miercoles" | "jueves" | "viernes" | "sabado" | "domingo"
        | "mie" | "jue" | "vie" | "sab" | "dom"
        | "lunedi" | "martedi" | "mercoledi" | "giovedi" | "venerdi" | "sabato" | "domenica" | "gio"
        | "maandag" | "dinsdag" | "woensdag" | "donderdag" | "vrijdag" | "zaterdag" | "zondag"
        | "ma" | "wo" | "vr" | "za" | "zo"
        | "segunda" | "terca" | "quarta" | "quinta" | "sexta" | "seg" | "ter" | "qua" | "qui" | "sex"
        | "понедельник" | "вторник" | "среда" | "четверг" | "пятница" | "суббота" | "воскресенье"
        | "пн" | "вт" | "ср" | "чт" | "пт" | "сб" | "вс"
    )
}

/// How much a leading word says about the date behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Label {
    /// It announces a date, as `Published` does.
    Telling,
    /// It may stand between a label and its date, as `on` does.
    Joining,
}

/// The part that a word plays in a label such as `First published on`.
#[rustfmt::skip]
pub(super) fn label(word: &str) -> Option<Label> {
    Some(match word {
        "published" | "publication" | "publish" | "pub" | "posted" | "updated" | "update" | "modified"
        | "created" | "issued" | "released" | "release" | "filed" | "added" | "uploaded" | "date" | "dated"
        | "veroffentlicht" | "aktualisiert" | "erstellt" | "stand" | "datum" | "publie" | "poste" | "modifie"
        | "publicado" | "publicada" | "actualizado" | "actualizada" | "atualizado" | "fecha" | "data"
        | "pubblicato" | "aggiornato" | "gepubliceerd" | "geplaatst" | "bijgewerkt"
        | "опубликовано" | "обновлено" | "дата" => Label::Telling,
        "first" | "last" | "originally" | "online" | "time" | "on" | "at" | "am" | "vom" | "den" | "zuletzt"
        | "le" | "mis" | "mise" | "a" | "jour" | "de" | "el" | "il" | "op" | "em" | "zum"
        | "发" | "布" | "表" | "时" | "間" | "间" | "日" | "期" | "于" | "更" | "新" | "發" | "時" => Label::Joining,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::date::token::tokens;

    #[track_caller]
    fn check(text: &str, expect_left: usize) {
        let (tokens, _) = tokens(text, 32);
        let mut cursor = Cursor::new(&tokens);
        weekday(&mut cursor);
        assert_eq!(cursor.rest().len(), expect_left);
    }

    #[test]
    fn a_weekday_takes_its_mark_with_it() {
        check("Sun., 5", 1);
        check("星期三 5", 1);
        check("segunda-feira, 5", 1);
        check("Sundry, 5", 3);
    }

    #[test]
    fn a_month_has_a_name_in_every_language() {
        for name in ["december", "dezember", "decembre", "diciembre", "dicembre", "dezembro", "декабря"]
        {
            assert_eq!(month(name), Some(12));
        }
        assert_eq!(month("decency"), None);
    }
}
