//! From sketches to clusters of copies.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHashMap;

use super::sketch::{BANDS, Sketch};

/// Of the articles that agree in a band, each is compared with so many before it, in order of ids.
///
/// Where thousands agree in a band, it is a form they share, not a story; copies among them agree in
/// other bands too.
const MOST_NEIGHBOURS: usize = 16;

/// Pairs that a thread takes at once.
const PAIRS_AT_ONCE: usize = 256;

/// Two articles by their places among the sketches, the smaller first.
type Pair = (u32, u32);

/// Finds the clusters among articles: who is connected by a chain of copies.
///
/// `sketches` stand in order of their ids, each id once. Where neither article `is_new`, the clusters
/// `known` from before say whether they belong together. `is_copy` reads both texts,
/// where the sketches leave a doubt, on several threads.
///
/// The result depends on the articles only: clusters and their members stand in order of ids.
pub(super) fn find<E: Send>(
    sketches: &[Sketch],
    is_new: &[bool],
    known: &[Vec<u64>],
    threads: usize,
    is_copy: impl Fn(u64, u64) -> Result<bool, E> + Sync,
) -> Result<Vec<Vec<u64>>, E> {
    let mut groups = Groups::new(sketches.len());
    let place = |id: u64| sketches.binary_search_by_key(&id, |sketch| sketch.id).ok();
    for cluster in known {
        let mut places = cluster.iter().filter_map(|&id| place(id));
        if let Some(first) = places.next() {
            places.for_each(|other| groups.join(first, other));
        }
    }
    let doubtful = join_the_certain(sketches, is_new, threads, &mut groups);
    let groups = Mutex::new(groups);
    let groups = || groups.lock().unwrap_or_else(PoisonError::into_inner);
    let next = AtomicUsize::new(0);
    let compare = || {
        loop {
            let start = next.fetch_add(PAIRS_AT_ONCE, Ordering::Relaxed);
            let Some(rest) = doubtful.get(start..) else { return Ok(()) };
            for &(one, other) in rest.iter().take(PAIRS_AT_ONCE) {
                let (one, other) = (one as usize, other as usize);
                // What others joined meanwhile need not be read.
                if groups().are_joined(one, other) {
                    continue;
                }
                let is_copy = is_copy(sketches[one].id, sketches[other].id).inspect_err(|_| {
                    // The others end as well.
                    next.store(doubtful.len(), Ordering::Relaxed);
                })?;
                if is_copy {
                    groups().join(one, other);
                }
            }
        }
    };
    on_threads(threads, |_| compare()).into_iter().collect::<Result<(), E>>()?;
    Ok(std::mem::take(&mut *groups()).into_clusters(sketches))
}

/// Joins what must be copies, and gives the pairs that are in doubt: those of articles that are connected stand side
/// by side, so that each text is read about once.
fn join_the_certain(sketches: &[Sketch], is_new: &[bool], threads: usize, groups: &mut Groups) -> Vec<Pair> {
    let known = &*groups;
    // Each thread joins for itself: in what others know it would have to look for every pair.
    let found = on_threads(threads, |first| {
        Alike::among(sketches, is_new, known.clone(), (first..BANDS).step_by(threads.max(1)))
    });
    let mut doubtful: Vec<Pair> = Vec::new();
    for mut alike in found {
        for place in 0..sketches.len() {
            groups.join(place, alike.groups.root(place));
        }
        doubtful.append(&mut alike.doubtful);
    }
    doubtful.retain(|&(one, other)| !groups.are_joined(one as usize, other as usize));
    let mut connected = Groups::new(sketches.len());
    for &(one, other) in &doubtful {
        connected.join(one as usize, other as usize);
    }
    doubtful.sort_by_cached_key(|&(one, other)| (connected.root(one as usize), one, other));
    doubtful.dedup();
    doubtful
}

/// Does something on so many threads, of which this is the first; gives what each made of its number.
fn on_threads<R: Send>(threads: usize, work: impl Fn(usize) -> R + Sync) -> Vec<R> {
    let work = &work;
    std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|number| scope.spawn(move || work(number))).collect();
        let mut made = vec![work(0)];
        let joined = others.into_iter().map(std::thread::ScopedJoinHandle::join);
        made.extend(joined.map(|made| made.unwrap_or_else(|panic| std::panic::resume_unwind(panic))));
        made
    })
}

/// What agrees in some bands.
struct Alike {
    /// With those joined that must be copies.
    groups: Groups,
    /// Pairs in doubt; some may stand there twice.
    doubtful: Vec<Pair>,
}

impl Alike {
    fn among(
        sketches: &[Sketch],
        is_new: &[bool],
        mut groups: Groups,
        bands: impl Iterator<Item = usize>,
    ) -> Alike {
        let mut doubtful: Vec<Pair> = Vec::new();
        // How many there are without those that were met twice.
        let mut distinct = 0;
        let mut order: Vec<Pair> = Vec::with_capacity(sketches.len());
        for band in bands {
            order.clear();
            order
                .extend(sketches.iter().enumerate().map(|(place, sketch)| (sketch.band(band), place as u32)));
            order.sort_unstable();
            for agreeing in order.chunk_by(|one, other| one.0 == other.0) {
                for (at, &(_, later)) in agreeing.iter().enumerate() {
                    for &(_, earlier) in &agreeing[at.saturating_sub(MOST_NEIGHBOURS)..at] {
                        let (one, other) = (earlier as usize, later as usize);
                        if !(is_new[one] || is_new[other]) || groups.are_joined(one, other) {
                            continue;
                        }
                        let (sketch, sketch_of_other) = (&sketches[one], &sketches[other]);
                        if !sketch.may_be_copy(sketch_of_other) {
                            continue;
                        }
                        if sketch.must_be_copy(sketch_of_other) {
                            groups.join(one, other);
                        } else {
                            doubtful.push((earlier, later));
                        }
                    }
                }
            }
            if doubtful.len() > 2 * distinct {
                doubtful.sort_unstable();
                doubtful.dedup();
                distinct = doubtful.len().max(1 << 16);
            }
        }
        Alike { groups, doubtful }
    }
}

/// Disjoint sets, each known by its smallest member.
#[derive(Clone, Default)]
struct Groups {
    parents: Vec<u32>,
}

impl Groups {
    fn new(count: usize) -> Groups {
        Groups { parents: (0..count as u32).collect() }
    }

    fn root(&mut self, mut place: usize) -> usize {
        while self.parents[place] as usize != place {
            self.parents[place] = self.parents[self.parents[place] as usize];
            place = self.parents[place] as usize;
        }
        place
    }

    fn are_joined(&mut self, one: usize, other: usize) -> bool {
        self.root(one) == self.root(other)
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        self.parents[one.max(other)] = one.min(other) as u32;
    }

    fn into_clusters(mut self, sketches: &[Sketch]) -> Vec<Vec<u64>> {
        let mut numbers: FxHashMap<usize, usize> = FxHashMap::default();
        let mut clusters: Vec<Vec<u64>> = Vec::new();
        for place in 0..sketches.len() {
            let root = self.root(place);
            if root != place {
                // The root has the smallest id, and is met before all others.
                let number = *numbers.entry(root).or_insert_with(|| {
                    clusters.push(vec![sketches[root].id]);
                    clusters.len() - 1
                });
                clusters[number].push(sketches[place].id);
            }
        }
        clusters.sort();
        clusters
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use super::*;
    use crate::copies::sketch::Sketcher;

    const TEXTS: [&str; 4] = [
        "the council of the harbour voted on the budget for the new bridge over the river",
        "teachers and pupils of four schools in the north walked out in protest today",
        "the council of the harbour voted on the budget for the new bridge over the river",
        "the council of the harbour voted on the budget for the old bridge over the river",
    ];

    fn sketches() -> Vec<Sketch> {
        let mut sketcher = Sketcher::default();
        let each = |(id, text): (usize, &&str)| {
            text.split(' ').for_each(|word| sketcher.word(word));
            sketcher.take(id as u64).0
        };
        TEXTS.iter().enumerate().map(each).collect()
    }

    /// The clusters found, and how many pairs of texts were read.
    #[track_caller]
    fn check(is_new: [bool; 4], known: &[Vec<u64>], expect: &[Vec<u64>], expect_read: usize) {
        let read = AtomicUsize::new(0);
        let found = find(&sketches(), &is_new, known, 1, |_, _| {
            read.fetch_add(1, Ordering::Relaxed);
            Ok::<_, Infallible>(true)
        });
        assert_eq!(found, Ok(expect.to_vec()));
        assert_eq!(read.into_inner(), expect_read);
    }

    #[test]
    fn copies_of_copies_are_one_cluster() {
        check([true; 4], &[], &[vec![0, 2, 3]], 2);
    }

    #[test]
    fn an_error_of_any_thread_ends_the_search() {
        let found = find(&sketches(), &[true; 4], &[], 3, |_, _| Err::<bool, _>("unreadable"));
        assert_eq!(found, Err("unreadable"));
    }

    #[test]
    fn only_what_is_new_is_compared() {
        check([false; 4], &[vec![0, 2, 3]], &[vec![0, 2, 3]], 0);
        check([false, false, false, true], &[vec![0, 2]], &[vec![0, 2, 3]], 1);
        check([false; 4], &[], &[], 0);
    }
}
