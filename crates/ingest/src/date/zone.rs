//! Time zones behind a time: `Z`, `-0500 (EST)`, `GMT+0100`, `ET`, `[Europe/Berlin]`.

use super::token::Cursor;

/// What a zone's abbreviation says about its distance from UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Zone {
    /// UTC itself; a number may follow, as in `GMT+0100`.
    Utc,
    /// Minutes east of UTC.
    Fixed(i32),
    /// Summer or winter is left open, as in `ET`.
    Open,
}

/// The zone that an abbreviation of the press means.
///
/// Abbreviations that several countries use are read as the agencies use them: `CST` is central North
/// America as in RFC 822, `BST` British summer, `IST` India.
fn zone(word: &str) -> Option<Zone> {
    let hours = match word {
        "z" | "utc" | "gmt" | "ut" => return Some(Zone::Utc),
        "et" | "ct" | "mt" | "pt" => return Some(Zone::Open),
        "wet" => 0,
        "bst" | "cet" | "met" | "mez" | "west" | "wat" => 1,
        "cest" | "mest" | "mesz" | "eet" | "cat" | "sast" => 2,
        "eest" | "idt" | "msk" | "eat" | "trt" => 3,
        "gst" => 4,
        "pkt" => 5,
        "ist" => return Some(Zone::Fixed(5 * 60 + 30)),
        "npt" => return Some(Zone::Fixed(5 * 60 + 45)),
        "wib" | "ict" => 7,
        "hkt" | "sgt" | "pht" | "awst" | "myt" => 8,
        "jst" | "kst" => 9,
        "acst" => return Some(Zone::Fixed(9 * 60 + 30)),
        "acdt" => return Some(Zone::Fixed(10 * 60 + 30)),
        "aest" => 10,
        "aedt" => 11,
        "nzst" => 12,
        "nzdt" => 13,
        "nst" => return Some(Zone::Fixed(-(3 * 60 + 30))),
        "ndt" => return Some(Zone::Fixed(-(2 * 60 + 30))),
        "brt" | "art" | "adt" => -3,
        "ast" | "edt" => -4,
        "est" | "cdt" => -5,
        "cst" | "mdt" => -6,
        "mst" | "pdt" => -7,
        "pst" | "akdt" => -8,
        "akst" => -9,
        "hst" => -10,
        _ => return None,
    };
    Some(Zone::Fixed(hours * 60))
}

/// Minutes east of UTC that a zone may have; the real ones run from -12 to +14 hours.
const WIDEST_OFFSET_MINUTES: i32 = 14 * 60;

/// Whether a zone is named next; a bare number with a sign is no name.
pub(super) fn follows_zone_name(mut cursor: Cursor<'_>) -> bool {
    cursor.mark("(");
    cursor.capitals_as(zone).is_some()
}

/// Reads whatever says the zone behind a time, and comments on it, and gives seconds east of UTC.
pub(super) fn zone_suffix(cursor: &mut Cursor<'_>) -> Option<i32> {
    let plain = any_zone(cursor);
    let in_brackets = cursor.attempt(|cursor| {
        cursor.mark("(")?;
        let zone = any_zone(cursor)?;
        cursor.mark(")")?;
        Some(zone)
    });
    if plain.is_some() && in_brackets.is_none() {
        long_name(cursor);
    }
    region(cursor);
    // The bracket of `-0500 (EST)` only repeats.
    match plain.or(in_brackets)? {
        Zone::Utc => Some(0),
        Zone::Fixed(minutes) => Some(minutes * 60),
        Zone::Open => None,
    }
}

/// Reads a zone given as a number, as `Z`, by its abbreviation or in words.
fn any_zone(cursor: &mut Cursor<'_>) -> Option<Zone> {
    if let Some(minutes) = signed_offset(cursor) {
        // A name behind the number only repeats it: `+02:00 CEST`.
        cursor.capitals_as(zone);
        return Some(Zone::Fixed(minutes));
    }
    if cursor.is_glued() && cursor.word(&["z"]).is_some() {
        return Some(Zone::Utc);
    }
    match cursor.capitals_as(zone) {
        // `GMT+0100`
        Some(Zone::Utc) => Some(signed_offset(cursor).map_or(Zone::Utc, Zone::Fixed)),
        Some(zone) => Some(zone),
        None => cursor.attempt(|cursor| {
            cursor.word(&["eastern", "central", "mountain", "pacific", "local"])?;
            cursor.word(&["standard", "daylight"]);
            cursor.word(&["time"])?;
            Some(Zone::Open)
        }),
    }
}

/// Reads `+02:00`, `-0500`, `+02` as minutes east of UTC; after a blank only the forms that nothing else looks like.
fn signed_offset(cursor: &mut Cursor<'_>) -> Option<i32> {
    cursor.attempt(|cursor| {
        let spaced = !cursor.is_glued();
        let sign = if cursor.mark("+-")? == '-' { -1 } else { 1 };
        if !cursor.is_glued() {
            return None;
        }
        let (value, digits) = cursor.any_number()?;
        let value = i32::try_from(value).ok()?;
        let (hours, minutes) = match digits {
            1 | 2 => {
                let minutes = cursor.attempt(|cursor| {
                    cursor.glued_mark(":")?;
                    cursor.glued_number(2..=2)
                });
                if minutes.is_none() && spaced && !(digits == 2 && cursor.is_done()) {
                    return None;
                }
                (value, minutes.map_or(0, u32::cast_signed))
            }
            3 | 4 => (value / 100, value % 100),
            _ => return None,
        };
        let offset = hours * 60 + minutes;
        (minutes < 60 && offset <= WIDEST_OFFSET_MINUTES).then_some(sign * offset)
    })
}

/// Reads past the name that browsers add to an offset: `(Central European Standard Time)`.
fn long_name(cursor: &mut Cursor<'_>) {
    const LONGEST: usize = 6;
    cursor.attempt(|cursor| {
        cursor.mark("(")?;
        let mut tells_time = false;
        for _ in 0..LONGEST {
            tells_time |=
                cursor.word_as(|word| Some(word == "time" || word.ends_with("zeit") || word == "heure"))?;
            if cursor.mark(")").is_some() {
                return tells_time.then_some(());
            }
        }
        None
    });
}

/// Reads past the region that Java and RFC 9557 put behind a time: `[Europe/Berlin]`.
fn region(cursor: &mut Cursor<'_>) {
    const LONGEST: usize = 8;
    cursor.attempt(|cursor| {
        cursor.glued_mark("[")?;
        for _ in 0..LONGEST {
            if cursor.mark("]").is_some() {
                return Some(());
            }
            cursor.word_as(|_| Some(())).or_else(|| cursor.mark("/_-+").map(|_| ()))?;
        }
        None
    });
}

/// Reads past the zone of a date without a time: `2017-03-05Z`, `2017-03-05+01:00`.
///
/// Source: XML Schema part 2, section 3.2.9 (`date`).
pub(super) fn zone_of_day(cursor: &mut Cursor<'_>) {
    cursor.attempt(|cursor| {
        if !cursor.is_glued() {
            return None;
        }
        cursor.word(&["z"]).or_else(|| {
            cursor.attempt(|cursor| {
                cursor.mark("+-")?;
                cursor.glued_number(2..=2)?;
                cursor.glued_mark(":")?;
                cursor.glued_number(2..=2).map(|_| ())
            })
        })
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::date::token::tokens;

    #[track_caller]
    fn check(zone: &str, expect: &str) {
        let (tokens, _) = tokens(&format!("00{zone}"), 32);
        let mut cursor = Cursor::new(&tokens[1..]);
        let found = zone_suffix(&mut cursor);
        let found = match (cursor.is_done(), found) {
            (false, _) => "none".to_owned(),
            (true, None) => "open".to_owned(),
            (true, Some(seconds)) => format!("{seconds:+}"),
        };
        assert_eq!(found, expect, "{zone}");
    }

    #[test]
    fn a_zone_is_seconds_east_of_utc() {
        check("Z", "+0");
        check("+02:00", "+7200");
        check(" -0500 (EST)", "-18000");
        check(" GMT (Reuters)", "none");
        check(" GMT+0100 (Central European Standard Time)", "+3600");
        check(" IST", "+19800");
        check(" (GMT)", "+0");
        check(" ET", "open");
        check("[Europe/Berlin]", "open");
        check(" +02", "+7200");
        check("+02:00CEST", "+7200");
        check(" -12 degrees", "none");
        check(" est", "none");
    }
}
