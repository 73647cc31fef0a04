//! From sketches to clusters of copies.
//!
//! The articles stand in one order, the longest first. Each joins the leader of an article before it when
//! its text is a copy of the leader's, or else leads a cluster of its own. So nothing joins by a chain of
//! half-alike texts, and the clusters depend on the articles only: not on the order in which they came,
//! nor on what was found before.

use super::sketch::{BANDS, Sketch};

/// Of the articles that agree in a band, each is compared with so many before it. The order is by length:
/// copies stand near each other. Where more agree, it is a form they share, not a story; copies among
/// them agree in other bands too.
const MOST_NEIGHBOURS: usize = 64;
/// So many of the articles before it that seem most alike are kept for each article.
const MOST_ALIKE: usize = 8;
/// A list of suspects is not thinned out before it is so long.
const FEW_SUSPECTS: usize = 1 << 20;

/// An article that may be a copy of one before it. In order: of each article, those most alike first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Suspect {
    later: u32,
    /// Bins that agree, negated.
    unlikeness: i8,
    earlier: u32,
}

/// Finds the leader of each article's cluster; the leader is its own.
///
/// `sketches` stand in order of [`Sketch::rank`]; articles are named by their places there. `is_copy`
/// reads the texts of an article and of a leader before it.
///
/// Memory: some 12 bytes an article, and 96 of each that seems to be a copy.
pub(super) fn leaders<E>(
    sketches: &[Sketch],
    mut is_copy: impl FnMut(u32, u32) -> Result<bool, E>,
) -> Result<Vec<u32>, E> {
    let mut leaders: Vec<u32> = (0..sketches.len() as u32).collect();
    let mut strangers: Vec<u32> = Vec::new();
    for alike in suspects(sketches).chunk_by(|one, other| one.later == other.later) {
        strangers.clear();
        for suspect in alike {
            let leader = leaders[suspect.earlier as usize];
            if strangers.contains(&leader) {
                continue;
            }
            if is_copy(suspect.later, leader)? {
                leaders[suspect.later as usize] = leader;
                break;
            }
            strangers.push(leader);
        }
    }
    Ok(leaders)
}

/// For each article those before it that seem most alike, in order.
fn suspects(sketches: &[Sketch]) -> Vec<Suspect> {
    let mut suspects: Vec<Suspect> = Vec::new();
    let mut most = FEW_SUSPECTS;
    let mut order: Vec<(u16, u32)> = Vec::with_capacity(sketches.len());
    for band in 0..BANDS {
        order.clear();
        order.extend(sketches.iter().enumerate().map(|(place, sketch)| (sketch.band(band), place as u32)));
        order.sort_unstable();
        for agreeing in order.chunk_by(|one, other| one.0 == other.0) {
            for (at, &(_, later)) in agreeing.iter().enumerate() {
                let sketch = &sketches[later as usize];
                for &(_, earlier) in &agreeing[at.saturating_sub(MOST_NEIGHBOURS)..at] {
                    if let Some(bins) = sketch.likeness(&sketches[earlier as usize]) {
                        suspects.push(Suspect { later, unlikeness: -(bins as i8), earlier });
                    }
                }
            }
            if suspects.len() > most {
                thin_out(&mut suspects);
                most = FEW_SUSPECTS + 2 * suspects.len();
            }
        }
    }
    thin_out(&mut suspects);
    suspects
}

/// Sorts a list of suspects and keeps for each article those most alike. Whatever is lost would also be
/// lost at the end: how often a list was thinned out makes no difference.
fn thin_out(suspects: &mut Vec<Suspect>) {
    suspects.sort_unstable();
    suspects.dedup();
    let (mut article, mut kept) = (u32::MAX, 0);
    suspects.retain(|suspect| {
        if suspect.later != article {
            (article, kept) = (suspect.later, 0);
        }
        kept += 1;
        kept <= MOST_ALIKE
    });
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use super::*;
    use crate::copies::sketch::Sketcher;

    const STORY: &str = "the council of the harbour voted on the budget for the new bridge over the river";

    /// The leaders found among texts of which the longer stand first, and the pairs of texts read.
    #[track_caller]
    fn check(texts: &[&str], is_copy: bool, expect: &[u32], expect_read: &[(u32, u32)]) {
        let mut sketcher = Sketcher::default();
        let each = |(id, text): (usize, &&str)| {
            text.split(' ').for_each(|word| sketcher.word(word));
            sketcher.take(id as u64)
        };
        let sketches: Vec<Sketch> = texts.iter().enumerate().map(each).collect();
        let mut read = Vec::new();
        let found = leaders(&sketches, |later, leader| {
            read.push((later, leader));
            Ok::<_, Infallible>(is_copy)
        });
        assert_eq!(found, Ok(expect.to_vec()));
        assert_eq!(read, expect_read);
    }

    #[test]
    fn copies_are_compared_with_their_leader_only() {
        check(&[STORY; 4], true, &[0, 0, 0, 0], &[(1, 0), (2, 0), (3, 0)]);
    }

    #[test]
    fn who_is_no_copy_leads_a_cluster_of_its_own() {
        check(&[STORY; 3], false, &[0, 1, 2], &[(1, 0), (2, 0), (2, 1)]);
        check(&[STORY, "teachers of four schools in the north walked out today"], true, &[0, 1], &[]);
        check(&[], true, &[], &[]);
    }

    #[test]
    fn how_often_a_list_is_thinned_out_makes_no_difference() {
        let of = |later, number: u32| Suspect {
            later,
            unlikeness: -((number * 7 % 29) as i8),
            earlier: number % 23,
        };
        let all: Vec<Suspect> =
            (30..40).flat_map(|later| (0..100).map(move |number| of(later, number))).collect();
        let mut once = all.clone();
        thin_out(&mut once);
        let mut often = Vec::new();
        for part in all.chunks(13) {
            often.extend_from_slice(part);
            thin_out(&mut often);
        }
        assert_eq!(often, once);
        assert_eq!(once.len(), 10 * MOST_ALIKE);
    }
}
