//! `dateline timeline --bursts`: finds the bursts of each query, and what sets them apart.

use dateline_article::DaySpan;
use dateline_query::{Burst, Bursts, Timeline};

use super::selection::Found;
use crate::args::Rows;
use crate::context::Query;
use crate::failure::Failure;
use crate::render::timeline::{LineBursts, ShownBurst, Usual};

/// So many words, and so many names, tell what a burst is about.
const MOST_WORDS: usize = 10;

/// The bursts of the lines of a timeline, each of them the line of one query.
pub fn of_lines(
    timeline: &Timeline,
    queries: &[(&Query, Found<'_>)],
    rows: Rows,
) -> Result<Vec<LineBursts>, Failure> {
    let mut lines = Vec::new();
    for (line, (query, found)) in timeline.lines.iter().zip(queries) {
        let Bursts { measured_by, bursts } = line.bursts(&timeline.units);
        let outside = |unit: &usize| !bursts.iter().any(|burst| burst.units.contains(unit));
        let mut usual = Usual::default();
        for unit in (0..timeline.units.len()).filter(outside) {
            usual.articles += line.matches.units[unit];
            usual.archive += line.archive.units[unit];
            let days = timeline.units[unit];
            usual.days +=
                u64::try_from(days.last().epoch_days() - days.first().epoch_days() + 1).unwrap_or(1);
        }
        let count = bursts.len();
        let shown = strongest(bursts, rows);
        let periods: Vec<DaySpan> = shown.iter().map(|burst| burst.days).collect();
        let apart = if periods.is_empty() {
            Vec::new()
        } else {
            let refuse = |error| Failure::of_search(error, &query.text);
            found.matches.set_apart(&periods, MOST_WORDS).map_err(refuse)?
        };
        let shown = shown.into_iter().zip(apart).map(|(burst, apart)| ShownBurst { burst, apart }).collect();
        lines.push(LineBursts { name: line.name.clone(), measured_by, found: count, shown, usual });
    }
    Ok(lines)
}

/// The bursts of the greatest weight, in order of time.
fn strongest(mut bursts: Vec<Burst>, rows: Rows) -> Vec<Burst> {
    bursts.sort_by(|one, other| {
        other.weight.total_cmp(&one.weight).then_with(|| one.units.start.cmp(&other.units.start))
    });
    bursts.truncate(rows.limit().unwrap_or(usize::MAX));
    bursts.sort_by_key(|burst| burst.units.start);
    bursts
}
