//! How places must stand to each other. Pure functions over sorted lists of places.

use crate::search::effort::{Effort, MOST_COMPARISONS, MOST_PLACES};

/// A run of positions, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub first: u32,
    pub last: u32,
    /// Whether other words may stand between its own: the match of a proximity, not of a phrase.
    pub is_spread: bool,
}

impl Place {
    /// A single word.
    pub fn word(position: u32) -> Place {
        Place { first: position, last: position, is_spread: false }
    }

    /// Steps from the end of the one to the start of the other; `None` when they overlap.
    fn distance(self, other: Place) -> Option<u32> {
        if self.last < other.first {
            Some(other.first - self.last)
        } else if other.last < self.first {
            Some(self.first - other.last)
        } else {
            None
        }
    }

    /// Whether the other stands between words of this one.
    fn surrounds(self, other: Place) -> bool {
        self.is_spread && self.first < other.first && other.last < self.last
    }

    /// Whether each begins and ends with words of its own although they overlap.
    fn interleaves(self, other: Place) -> bool {
        let crosses =
            |one: Place, two: Place| one.first < two.first && two.first < one.last && one.last < two.last;
        self.surrounds(other)
            || other.surrounds(self)
            || (self.is_spread && other.is_spread && (crosses(self, other) || crosses(other, self)))
    }

    /// Whether the two are at most so many steps apart. Places among each other's words are; places that
    /// share a word are not two.
    fn is_near(self, other: Place, steps: u32) -> bool {
        self.distance(other).map_or_else(|| self.interleaves(other), |distance| distance <= steps)
    }

    /// Whether the other has words this close that are not this one's own: no phrase is close to the
    /// words it is made of, but `court` is close to `supreme court`.
    fn has_close(self, other: Place, steps: u32) -> bool {
        let is_own = self.first <= other.first && other.last <= self.last && !self.surrounds(other);
        self.distance(other).map_or(!is_own, |distance| distance <= steps)
    }

    fn around(self, other: Place) -> Place {
        Place { first: self.first.min(other.first), last: self.last.max(other.last), is_spread: true }
    }
}

/// Leaves of the places from `start` on each one once, sorted.
pub(super) fn each_once(found: &mut Vec<Place>, start: usize) {
    found[start..].sort_unstable();
    let mut tail = found.split_off(start);
    tail.dedup();
    found.append(&mut tail);
}

/// Rows of single positions: `lists[i]` at `offsets[i]` behind the first.
pub(super) fn rows(lists: &[Vec<Place>], offsets: &[u32], wanted: Wanted, found: &mut Vec<Place>) {
    let (Some(first_list), Some((&first_offset, &last_offset))) =
        (lists.first(), offsets.first().zip(offsets.last()))
    else {
        return;
    };
    for place in first_list {
        let start = place.first;
        let fits = lists.iter().zip(offsets).skip(1).all(|(list, offset)| {
            let wanted = start + (offset - first_offset);
            list.binary_search_by_key(&wanted, |place| place.first).is_ok()
        });
        if fits {
            // With a gap in it, a foreign word stands among its own.
            let is_spread = (last_offset - first_offset) as usize >= lists.len();
            found.push(Place { first: start, last: start + (last_offset - first_offset), is_spread });
            if wanted == Wanted::First {
                return;
            }
        }
    }
}

/// The smallest windows that hold every list as often as needed, with few enough other words.
pub(super) fn windows(lists: &[Vec<Place>], needed: &[usize], others: u32, found: &mut Vec<Place>) {
    let mut events: Vec<(u32, usize)> = lists
        .iter()
        .enumerate()
        .flat_map(|(list, places)| places.iter().map(move |place| (place.first, list)))
        .collect();
    events.sort_unstable();
    let words: usize = needed.iter().sum();
    let widest = words as u64 + u64::from(others);
    let mut held = vec![0; lists.len()];
    let (mut left, mut right) = (0, 0);
    while let Some(&(last, _)) = events.get(right) {
        while let Some(&(_, list)) = events.get(right).filter(|(position, _)| *position == last) {
            held[list] += 1;
            right += 1;
        }
        let is_held = |held: &[usize]| held.iter().zip(needed).all(|(held, needed)| held >= needed);
        // Shrinks as far as every operand still has words of its own, and one step further: a window that
        // begins no later would hold this one.
        let mut smallest = None;
        while is_held(&held) && each_has_its_own(&events[left..right], needed) {
            let (first, _) = events[left];
            smallest = Some(first);
            while let Some(&(_, list)) = events[..right].get(left).filter(|(position, _)| *position == first)
            {
                held[list] -= 1;
                left += 1;
            }
        }
        if let Some(first) = smallest.filter(|first| u64::from(last - first) < widest) {
            found.push(Place { first, last, is_spread: true });
        }
    }
}

/// Whether every operand can be given words of its own, as many as it needs: augmenting paths, as in
/// Kuhn's algorithm for bipartite matching.
fn each_has_its_own(events: &[(u32, usize)], needed: &[usize]) -> bool {
    let mut taken: Vec<(u32, usize)> = Vec::new();
    let seats = needed.iter().enumerate().flat_map(|(list, &times)| std::iter::repeat_n(list, times));
    seats.into_iter().all(|list| seat(list, events, &mut taken, &mut Vec::new()))
}

fn seat(list: usize, events: &[(u32, usize)], taken: &mut Vec<(u32, usize)>, tried: &mut Vec<u32>) -> bool {
    for &(place, _) in events.iter().filter(|(_, accepts)| *accepts == list) {
        if tried.contains(&place) {
            continue;
        }
        tried.push(place);
        let holder = taken.iter().position(|(held, _)| *held == place);
        let is_free = match holder {
            None => true,
            Some(at) => {
                let other = taken[at].1;
                seat(other, events, taken, tried)
            }
        };
        if is_free {
            taken.retain(|(held, _)| *held != place);
            taken.push((place, list));
            return true;
        }
    }
    false
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Sides {
    Both,
    Right,
}

/// How many places are wanted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    All,
    /// Whether there is one: pairs of common words within a thousand steps are countless.
    First,
}

/// Pairs of places at most so many steps apart.
pub(super) fn pairs(
    left: &[Place],
    right: &[Place],
    steps: u32,
    sides: Sides,
    wanted: Wanted,
    effort: &Effort,
    found: &mut Vec<Place>,
) {
    let longest = longest(right);
    let mut comparisons = 0;
    for &place in left {
        let close = around(right, place, steps, longest);
        comparisons += close.len();
        if comparisons > MOST_COMPARISONS || found.len() > MOST_PLACES {
            return effort.exceed();
        }
        for &other in close {
            if place.is_near(other, steps) && (sides == Sides::Both || other.first > place.last) {
                found.push(place.around(other));
                if wanted == Wanted::First {
                    return;
                }
            }
        }
    }
}

/// Pairs of places in one unit; `marks` are the first words of the units.
pub(super) fn same_unit(
    left: &[Place],
    right: &[Place],
    marks: &[Place],
    wanted: Wanted,
    effort: &Effort,
    found: &mut Vec<Place>,
) {
    let mut comparisons = 0;
    let unit_of = |position: u32| marks.partition_point(|mark| mark.first <= position);
    for &place in left {
        let unit = unit_of(place.first);
        if unit_of(place.last) != unit {
            continue;
        }
        let begins = unit.checked_sub(1).map_or(0, |before| marks[before].first);
        let from = right.partition_point(|other| other.first < begins);
        for &other in &right[from..] {
            if unit_of(other.first) != unit {
                break;
            }
            comparisons += 1;
            if comparisons > MOST_COMPARISONS || found.len() > MOST_PLACES {
                return effort.exceed();
            }
            if unit_of(other.last) == unit && place.is_near(other, u32::MAX) {
                found.push(place.around(other));
                if wanted == Wanted::First {
                    return;
                }
            }
        }
    }
}

/// Keeps the places that have none of the others at most so many steps away.
pub(super) fn keep_apart(places: &mut Vec<Place>, others: &[Place], steps: u32, effort: &Effort) {
    let longest = longest(others);
    let mut comparisons = 0;
    places.retain(|&place| {
        let close = around(others, place, steps, longest);
        comparisons += close.len();
        if comparisons > MOST_COMPARISONS {
            effort.exceed();
            return false;
        }
        !close.iter().any(|&other| place.has_close(other, steps))
    });
}

fn longest(places: &[Place]) -> u32 {
    places.iter().map(|place| place.last - place.first).max().unwrap_or_default()
}

/// Those of some sorted places that may be so close to one. Sorted by their start, the longest tells how far
/// back a place may begin that still ends close.
fn around(places: &[Place], place: Place, steps: u32, longest: u32) -> &[Place] {
    let earliest = place.first.saturating_sub(steps).saturating_sub(longest);
    let from = places.partition_point(|other| other.first < earliest);
    let behind = &places[from..];
    &behind[..behind.partition_point(|other| other.first <= place.last.saturating_add(steps))]
}

/// Places that do not overlap, counted greedily from the left.
pub(super) fn count_apart(places: &mut [Place]) -> usize {
    places.sort_unstable_by_key(|place| place.last);
    let mut count = 0;
    let mut free_from = 0;
    for place in places {
        if place.first >= free_from {
            count += 1;
            free_from = place.last + 1;
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(positions: &[u32]) -> Vec<Place> {
        positions.iter().copied().map(Place::word).collect()
    }

    fn run(first: u32, last: u32) -> Place {
        Place { first, last, is_spread: false }
    }

    fn spread(first: u32, last: u32) -> Place {
        Place { first, last, is_spread: true }
    }

    #[track_caller]
    fn check(found: Vec<Place>, expect: &[(u32, u32)]) {
        let found: Vec<(u32, u32)> = found.into_iter().map(|place| (place.first, place.last)).collect();
        assert_eq!(found, expect);
    }

    fn joined(join: impl FnOnce(&mut Vec<Place>)) -> Vec<Place> {
        let mut found = Vec::new();
        join(&mut found);
        found
    }

    #[test]
    fn a_row_stands_at_its_offsets() {
        let lists = [words(&[1, 5, 9]), words(&[3, 10])];
        check(joined(|found| rows(&lists, &[0, 2], Wanted::All, found)), &[(1, 3)]);
    }

    #[test]
    fn a_pair_counts_steps_and_never_a_word_with_itself() {
        let (left, right) = (words(&[5]), words(&[2, 5, 9]));
        check(
            joined(|found| pairs(&left, &right, 3, Sides::Both, Wanted::All, &Effort::default(), found)),
            &[(2, 5)],
        );
        check(
            joined(|found| pairs(&left, &right, 4, Sides::Right, Wanted::All, &Effort::default(), found)),
            &[(5, 9)],
        );
    }

    #[test]
    fn a_window_needs_each_word_as_often_as_it_is_written() {
        let lists = [words(&[0, 4]), words(&[2])];
        check(joined(|found| windows(&lists, &[2, 1], 2, found)), &[(0, 4)]);
        check(joined(|found| windows(&lists, &[2, 1], 1, found)), &[]);
    }

    #[test]
    fn a_unit_ends_at_the_next_mark() {
        let (left, right, marks) = (words(&[1]), words(&[3, 6]), words(&[0, 5]));
        check(
            joined(|found| same_unit(&left, &right, &marks, Wanted::All, &Effort::default(), found)),
            &[(1, 3)],
        );
    }

    #[test]
    fn places_with_a_neighbour_are_dropped() {
        let mut places = words(&[1, 20]);
        keep_apart(&mut places, &words(&[4]), 3, &Effort::default());
        check(places, &[(20, 20)]);
    }

    #[test]
    fn a_word_is_not_close_to_itself_nor_a_phrase_to_its_own_words() {
        let mut places = words(&[1, 9, 11]);
        keep_apart(&mut places, &words(&[1, 9, 11]), 3, &Effort::default());
        check(places, &[(1, 1)]);
        let mut phrase = vec![run(4, 5)];
        keep_apart(&mut phrase, &words(&[5]), 3, &Effort::default());
        check(phrase, &[(4, 5)]);
    }

    #[test]
    fn a_word_is_close_to_the_phrase_around_it() {
        let mut places = words(&[5, 20]);
        keep_apart(&mut places, &[run(4, 5)], 1, &Effort::default());
        check(places, &[(20, 20)]);
    }

    #[test]
    fn what_stands_between_the_words_of_a_pair_is_near_them_from_either_side() {
        let near = |left: &[Place], right: &[Place]| {
            joined(|found| pairs(left, right, 1, Sides::Both, Wanted::All, &Effort::default(), found))
        };
        let (one, two) = (words(&[5]), vec![spread(2, 9)]);
        check(near(&one, &two), &[(2, 9)]);
        check(near(&two, &one), &[(2, 9)]);
        check(near(&[spread(0, 4)], &[spread(2, 6)]), &[(0, 6)]);
        check(near(&[spread(0, 4)], &[spread(4, 6)]), &[]);
    }

    #[test]
    fn only_the_smallest_windows_are_places() {
        let lists = [words(&[0, 1, 5]), words(&[2])];
        check(joined(|found| windows(&lists, &[1, 1], 9, found)), &[(1, 2), (2, 5)]);
    }

    #[test]
    fn overlapping_places_count_once() {
        let mut places = vec![run(0, 3), run(2, 5), run(6, 7)];
        assert_eq!(count_apart(&mut places), 2);
    }
}
