//! Times of day: `2:30 p.m.`, `14.30 GMT`, `14h30`, `T143000Z`.

use super::token::Cursor;
use super::zone::{follows_zone_name, zone_suffix};

/// A time of day as it stands in the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clock {
    /// Seconds since midnight, at most 86,400: `24:00` ends its day.
    pub seconds: u32,
    /// Seconds east of UTC, when the text says it.
    pub utc_offset_seconds: Option<i32>,
}

impl Clock {
    /// The time with these parts; a leap second is the second before it.
    pub fn new(hours: u32, minutes: u32, seconds: u32) -> Option<Clock> {
        let whole_day = hours == 24 && minutes == 0 && seconds == 0;
        let fits = (hours < 24 || whole_day) && minutes < 60 && seconds <= 60;
        fits.then_some(Clock {
            seconds: hours * 3600 + minutes * 60 + seconds.min(59),
            utc_offset_seconds: None,
        })
    }
}

/// Reads a time of day with its zone.
pub(super) fn clock(cursor: &mut Cursor<'_>) -> Option<Clock> {
    cursor.attempt(|cursor| {
        let early_half = chinese_half(cursor);
        let face = colon_face(cursor)
            .or_else(|| hour_word_face(cursor))
            .or_else(|| dotted_face(cursor))
            .or_else(|| bare_face(cursor))?;
        let half = early_half.or_else(|| half(cursor));
        let marked = half.is_some() | cursor.word(&["uhr", "h", "hrs", "hr", "hours"]).is_some();
        let hours = match half {
            Some(Half::Morning) if face.hours == 12 => 0,
            Some(Half::Afternoon) if face.hours < 12 => face.hours + 12,
            _ => face.hours,
        };
        let mut clock = Clock::new(hours, face.minutes, face.seconds)?;
        let named_zone = follows_zone_name(*cursor);
        clock.utc_offset_seconds = zone_suffix(cursor);
        let believed = match face.style {
            Style::Colon => true,
            Style::Dot => marked || named_zone || cursor.is_done(),
            Style::Digits => marked || named_zone,
            Style::Hour => marked,
        };
        believed.then_some(clock)
    })
}

/// Reads a time without marks behind the `T` of ISO 8601's basic format, with its zone: `143000Z`.
pub(super) fn basic_clock(cursor: &mut Cursor<'_>) -> Option<Clock> {
    cursor.attempt(|cursor| {
        let (value, digits) = cursor.any_number()?;
        let mut clock = packed_clock(value, digits)?;
        fraction(cursor);
        clock.utc_offset_seconds = zone_suffix(cursor);
        Some(clock)
    })
}

/// The time that four or six digits without marks say.
pub(super) fn packed_clock(value: u64, digits: usize) -> Option<Clock> {
    let value = u32::try_from(value).ok()?;
    match digits {
        4 => Clock::new(value / 100, value % 100, 0),
        6 => Clock::new(value / 10_000, value / 100 % 100, value % 100),
        _ => None,
    }
}

/// The numbers of a clock and how they were written.
struct Face {
    hours: u32,
    minutes: u32,
    seconds: u32,
    style: Style,
}

/// How sure the writing alone makes that a time is meant.
#[derive(Clone, Copy)]
enum Style {
    /// `14:30`, `14h30`: nothing else looks like it.
    Colon,
    /// `14.30`: could be a price.
    Dot,
    /// `1430`: could be a year.
    Digits,
    /// `2`: could be anything.
    Hour,
}

fn colon_face(cursor: &mut Cursor<'_>) -> Option<Face> {
    cursor.attempt(|cursor| {
        let hours = cursor.number(1..=2)?;
        cursor.glued_mark(":")?;
        let minutes = cursor.glued_number(2..=2)?;
        let seconds = cursor
            .attempt(|cursor| {
                cursor.glued_mark(":")?;
                cursor.glued_number(1..=2)
            })
            .inspect(|_| fraction(cursor))
            .unwrap_or(0);
        Some(Face { hours, minutes, seconds, style: Style::Colon })
    })
}

/// `14h30`, `14 h 30`, `14时30分05秒`, `14 heures`.
fn hour_word_face(cursor: &mut Cursor<'_>) -> Option<Face> {
    cursor.attempt(|cursor| {
        let hours = cursor.number(1..=2)?;
        cursor.word(&["h", "heures", "时", "時", "点", "點", "시"])?;
        let minutes = cursor.attempt(|cursor| {
            let minutes = cursor.number(2..=2)?;
            cursor.word(&["min", "m", "mn", "分", "분"]);
            Some(minutes)
        });
        let seconds = cursor.attempt(|cursor| {
            minutes?;
            let seconds = cursor.number(2..=2)?;
            cursor.word(&["s", "秒", "초"])?;
            Some(seconds)
        });
        Some(Face {
            hours,
            minutes: minutes.unwrap_or(0),
            seconds: seconds.unwrap_or(0),
            style: Style::Colon,
        })
    })
}

fn dotted_face(cursor: &mut Cursor<'_>) -> Option<Face> {
    cursor.attempt(|cursor| {
        let hours = cursor.number(1..=2)?;
        cursor.glued_mark(".")?;
        let minutes = cursor.glued_number(2..=2)?;
        Some(Face { hours, minutes, seconds: 0, style: Style::Dot })
    })
}

/// `2` before `pm`, `1430` before `GMT`.
fn bare_face(cursor: &mut Cursor<'_>) -> Option<Face> {
    cursor.attempt(|cursor| {
        let (value, digits) = cursor.any_number()?;
        let value = u32::try_from(value).ok()?;
        let (hours, minutes, style) = match digits {
            1 | 2 => (value, 0, Style::Hour),
            4 => (value / 100, value % 100, Style::Digits),
            _ => return None,
        };
        Some(Face { hours, minutes, seconds: 0, style })
    })
}

/// Parts of a second are read and dropped.
fn fraction(cursor: &mut Cursor<'_>) {
    cursor.attempt(|cursor| {
        cursor.glued_mark(".,")?;
        if cursor.is_glued() { cursor.any_number() } else { None }
    });
}

#[derive(Clone, Copy)]
enum Half {
    Morning,
    Afternoon,
}

/// `pm`, `p.m.`, `P M`.
fn half(cursor: &mut Cursor<'_>) -> Option<Half> {
    cursor
        .attempt(|cursor| {
            cursor.word_as(|word| match word {
                "am" => Some(Half::Morning),
                "pm" => Some(Half::Afternoon),
                _ => None,
            })
        })
        .or_else(|| {
            cursor.attempt(|cursor| {
                let half = cursor.word_as(|word| match word {
                    "a" => Some(Half::Morning),
                    "p" => Some(Half::Afternoon),
                    _ => None,
                })?;
                cursor.glued_mark(".");
                cursor.word(&["m"])?;
                Some(half)
            })
        })
        .inspect(|_| {
            cursor.glued_mark(".");
        })
}

/// `上午` and `下午`, which stand before the hour.
fn chinese_half(cursor: &mut Cursor<'_>) -> Option<Half> {
    cursor.attempt(|cursor| {
        let half = cursor.word_as(|word| match word {
            "上" => Some(Half::Morning),
            "下" => Some(Half::Afternoon),
            _ => None,
        })?;
        cursor.word(&["午"])?;
        Some(half)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::date::token::tokens;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        let (tokens, _) = tokens(text, 32);
        let mut cursor = Cursor::new(&tokens);
        let found = clock(&mut cursor).filter(|_| cursor.is_done()).map(|clock| {
            let seconds = clock.seconds;
            let offset = clock.utc_offset_seconds.map_or(String::new(), |offset| format!(" {offset:+}"));
            format!("{}:{:02}:{:02}{offset}", seconds / 3600, seconds / 60 % 60, seconds % 60)
        });
        assert_eq!(found.as_deref().unwrap_or("none"), expect, "{text}");
    }

    #[test]
    fn clocks_run_to_twelve_or_to_twenty_four() {
        check("14:30", "14:30:00");
        check("2:30 p.m.", "14:30:00");
        check("2:30PM", "14:30:00");
        check("12:05 a. m.", "0:05:00");
        check("12 pm", "12:00:00");
        check("下午2:30", "14:30:00");
        check("23:14:05 PM", "23:14:05");
        check("25:00", "none");
    }

    #[test]
    fn clocks_are_written_with_dots_letters_and_nothing() {
        check("14.30 GMT", "14:30:00 +0");
        check("14h30", "14:30:00");
        check("14:30 Uhr", "14:30:00");
        check("14 Uhr", "14:00:00");
        check("14时30分05秒", "14:30:05");
        check("1430 GMT", "14:30:00 +0");
        check("1430", "none");
        check("14", "none");
    }

    #[test]
    fn a_leap_second_and_the_end_of_a_day_are_times() {
        check("23:59:60", "23:59:59");
        check("24:00:00", "24:00:00");
        check("24:01", "none");
    }
}
