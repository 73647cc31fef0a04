//! How places must stand to each other. Pure functions over sorted lists of places.

/// A run of positions, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub first: u32,
    pub last: u32,
}

impl Place {
    /// Steps from the end of the one to the start of the other; `None` when they overlap.
    pub fn distance(self, other: Place) -> Option<u32> {
        if self.last < other.first {
            Some(other.first - self.last)
        } else if other.last < self.first {
            Some(self.first - other.last)
        } else {
            None
        }
    }

    /// Whether the other lies strictly inside.
    fn surrounds(self, other: Place) -> bool {
        self.first < other.first && other.last < self.last
    }

    pub fn around(self, other: Place) -> Place {
        Place { first: self.first.min(other.first), last: self.last.max(other.last) }
    }
}

/// Rows of single positions: `lists[i]` at `offsets[i]` behind the first.
pub(super) fn rows(lists: &[Vec<Place>], offsets: &[u32], found: &mut Vec<Place>) {
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
            found.push(Place { first: start, last: start + (last_offset - first_offset) });
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
    let mut held = vec![0; lists.len()];
    let mut missing = lists.len();
    let mut left = 0;
    for right in 0..events.len() {
        let (last, list) = events[right];
        held[list] += 1;
        missing -= usize::from(held[list] == needed[list]);
        while missing == 0 {
            let (first, list) = events[left];
            // One word that several operands accept is still one word.
            let mut places: Vec<u32> = events[left..=right].iter().map(|&(place, _)| place).collect();
            places.dedup();
            let is_narrow = u64::from(last - first) < words as u64 + u64::from(others);
            if is_narrow && places.len() >= words && each_has_its_own(&events[left..=right], needed) {
                found.push(Place { first, last });
            }
            missing += usize::from(held[list] == needed[list]);
            held[list] -= 1;
            left += 1;
        }
    }
}

/// What lies inside a left place.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Inner {
    /// Its own words only.
    Solid,
    /// Words of its own at both ends, and whatever stands between them.
    Spread,
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

/// Pairs of places at most so many steps apart. A right place between the words of a left one that was
/// `Spread` over the text by an earlier pairing is close to it.
pub(super) fn pairs(
    left: &[Place],
    right: &[Place],
    steps: u32,
    sides: Sides,
    inner: Inner,
    found: &mut Vec<Place>,
) {
    // Places are sorted by their start; the longest one tells how far back a place may begin that still ends close.
    let longest = right.iter().map(|place| place.last - place.first).max().unwrap_or_default();
    for &place in left {
        let earliest = match sides {
            Sides::Both => place.first.saturating_sub(steps).saturating_sub(longest),
            Sides::Right => place.last,
        };
        let earliest = if inner == Inner::Spread { earliest.min(place.first) } else { earliest };
        let from = right.partition_point(|other| other.first < earliest);
        for &other in &right[from..] {
            if other.first > place.last.saturating_add(steps) {
                break;
            }
            let fits = match place.distance(other) {
                Some(distance) => distance <= steps && (sides == Sides::Both || other.first > place.last),
                None => sides == Sides::Both && inner == Inner::Spread && place.surrounds(other),
            };
            if fits {
                found.push(place.around(other));
            }
        }
    }
}

/// Pairs of places in one unit; `marks` are the first words of the units.
pub(super) fn same_unit(
    left: &[Place],
    right: &[Place],
    marks: &[Place],
    inner: Inner,
    found: &mut Vec<Place>,
) {
    let unit_of = |position: u32| marks.partition_point(|mark| mark.first <= position);
    for &place in left {
        let unit = unit_of(place.first);
        let whole = unit_of(place.last) == unit;
        let begins = unit.checked_sub(1).map_or(0, |before| marks[before].first);
        let from = right.partition_point(|other| other.first < begins);
        for &other in &right[from..] {
            if unit_of(other.first) != unit {
                break;
            }
            let apart = place.distance(other).is_some() || (inner == Inner::Spread && place.surrounds(other));
            if whole && unit_of(other.last) == unit && apart {
                found.push(place.around(other));
            }
        }
    }
}

/// Keeps the places that have none of the others at most so many steps away.
pub(super) fn keep_apart(places: &mut Vec<Place>, others: &[Place], steps: u32) {
    let longest = others.iter().map(|other| other.last - other.first).max().unwrap_or_default();
    places.retain(|place| {
        let earliest = place.first.saturating_sub(steps).saturating_sub(longest);
        let from = others.partition_point(|other| other.first < earliest);
        !others[from..]
            .iter()
            .take_while(|other| other.first <= place.last.saturating_add(steps))
            .any(|&other| place.distance(other).is_none_or(|distance| distance <= steps))
    });
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
        positions.iter().map(|&at| Place { first: at, last: at }).collect()
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
        check(joined(|found| rows(&lists, &[0, 2], found)), &[(1, 3)]);
    }

    #[test]
    fn a_pair_counts_steps_and_never_a_word_with_itself() {
        let (left, right) = (words(&[5]), words(&[2, 5, 9]));
        check(joined(|found| pairs(&left, &right, 3, Sides::Both, Inner::Solid, found)), &[(2, 5)]);
        check(joined(|found| pairs(&left, &right, 4, Sides::Right, Inner::Solid, found)), &[(5, 9)]);
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
        check(joined(|found| same_unit(&left, &right, &marks, Inner::Solid, found)), &[(1, 3)]);
    }

    #[test]
    fn places_with_a_neighbour_are_dropped() {
        let mut places = words(&[1, 20]);
        keep_apart(&mut places, &words(&[4]), 3);
        check(places, &[(20, 20)]);
    }

    #[test]
    fn overlapping_places_count_once() {
        let mut places =
            vec![Place { first: 0, last: 3 }, Place { first: 2, last: 5 }, Place { first: 6, last: 7 }];
        assert_eq!(count_apart(&mut places), 2);
    }
}
