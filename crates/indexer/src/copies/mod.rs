//! Which articles are copies of each other: agency stories in several papers, corrected versions,
//! shortened ones.
//!
//! While an article is cut into words, a [`Sketch`] of its text is made. Sketches are a file beside the
//! index that only grows, like the ledger. At the end of a run, articles whose sketches agree are suspected
//! ([`clusters`]), and the stored texts decide ([`text`], by the figures of [`rule`]). What was decided of a
//! pair is kept in the file of clusters that the next commit names, so that a run reads the texts of its
//! own articles and of those like them. The clusters themselves are found anew each time, from all sketches:
//! the same articles give the same clusters, in whatever order and runs they came.

mod clusters;
mod rule;
mod sketch;
mod sketch_file;
mod stored;
mod text;

use dateline_schema::{Archive, CopiesFile, CopiesPayload};
use rustc_hash::{FxHashMap, FxHashSet};

pub(crate) use self::rule::SHORT_TEXT_WORDS;
pub(crate) use self::sketch::{Sketch, Sketcher};
use self::sketch_file::SketchFile;
use self::stored::StoredTexts;
use crate::IndexError;

/// A file of sketches with fewer superfluous ones than this is not written anew.
const FEW_SUPERFLUOUS: usize = 4_096;

/// What a fresh look at the last commit gave.
pub(crate) struct Clustered {
    /// The clusters, to be written.
    pub file: CopiesFile,
    /// All sketches, when their file is damaged or most of it is superfluous.
    pub kept: Option<Vec<Sketch>>,
}

/// Finds the clusters of the last commit. `None` when nothing changed since they were last found.
///
/// Both files can be made again from the archive: when one of them is damaged, it is.
///
/// Memory: some 100 bytes an article of the archive, 200 more of each that seems to be a copy, and a fixed
/// amount for texts.
pub(crate) fn cluster(archive: &Archive, payload: &CopiesPayload) -> Result<Option<Clustered>, IndexError> {
    let known = match payload.clusters {
        0 => Some(CopiesFile::default()),
        number => CopiesFile::read(&CopiesFile::path(archive.dir(), number)).ok(),
    };
    let file = SketchFile::read(archive.dir(), payload);
    if payload.is_current() && known.is_some() && file.is_some() {
        return Ok(None);
    }
    let mut texts = StoredTexts::open(archive)?;
    // Without the file nobody knows which articles are new: all pairs are read again.
    let is_damaged = file.is_none();
    let known = known.filter(|_| !is_damaged).unwrap_or_default();
    let file = file.unwrap_or_default();
    let written = file.sketches.len();
    let mut sketches = file.last_of_each(|id| texts.holds(id));
    let superfluous = written - sketches.len();
    let is_incomplete = sketches.len() < texts.len();
    if is_incomplete {
        texts.sketch_others(&mut sketches)?;
    }
    sketches.sort_unstable_by_key(Sketch::rank);

    let decided = Decided::of(&known, &file.new_ids);
    drop(known);
    let mut strangers = Vec::new();
    let leaders = clusters::leaders(&sketches, |later, leader| {
        let pair = (sketches[leader as usize].id, sketches[later as usize].id);
        let is_copy = match decided.is_copy(pair) {
            Some(known) => known,
            None => texts.are_copies(pair)?,
        };
        if !is_copy {
            strangers.push(pair);
        }
        Ok::<_, IndexError>(is_copy)
    })?;
    strangers.sort_unstable();
    let file = CopiesFile { clusters: clusters_of(&sketches, &leaders), strangers };
    let is_bloated = superfluous > sketches.len() + FEW_SUPERFLUOUS;
    let kept = (is_damaged || is_incomplete || is_bloated).then_some(sketches);
    Ok(Some(Clustered { file, kept }))
}

fn clusters_of(sketches: &[Sketch], leaders: &[u32]) -> Vec<Vec<u64>> {
    let mut members: FxHashMap<u32, Vec<u64>> = FxHashMap::default();
    for (place, &leader) in leaders.iter().enumerate() {
        if leader as usize != place {
            members.entry(leader).or_default().push(sketches[place].id);
        }
    }
    let with_leader = |(leader, mut members): (u32, Vec<u64>)| {
        members.sort_unstable();
        members.insert(0, sketches[leader as usize].id);
        members
    };
    let mut clusters: Vec<Vec<u64>> = members.into_iter().map(with_leader).collect();
    clusters.sort_unstable();
    clusters
}

/// What is known of pairs whose texts were read before.
#[derive(Default)]
struct Decided {
    /// The leader of each article that was a copy of one.
    leaders: FxHashMap<u64, u64>,
    strangers: FxHashSet<(u64, u64)>,
}

impl Decided {
    /// Without pairs of which an article is new: it may have the id of an older one, but another text.
    fn of(known: &CopiesFile, new_ids: &FxHashSet<u64>) -> Decided {
        let is_old = |id: u64| !new_ids.contains(&id);
        let mut decided = Decided::default();
        for cluster in &known.clusters {
            if let Some((&leader, members)) = cluster.split_first()
                && is_old(leader)
            {
                let old = members.iter().filter(|&&id| is_old(id));
                decided.leaders.extend(old.map(|&id| (id, leader)));
            }
        }
        let strangers = known.strangers.iter().filter(|&&(one, other)| is_old(one) && is_old(other));
        decided.strangers.extend(strangers);
        decided
    }

    fn is_copy(&self, pair: (u64, u64)) -> Option<bool> {
        let (leader, later) = pair;
        if self.leaders.get(&later) == Some(&leader) {
            return Some(true);
        }
        self.strangers.contains(&pair).then_some(false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is known of a pair after a run that found one cluster and one pair of strangers.
    #[track_caller]
    fn check(new_ids: &[u64], pair: (u64, u64), expect: Option<bool>) {
        let known = CopiesFile { clusters: vec![vec![7, 1, 2]], strangers: vec![(7, 3)] };
        let decided = Decided::of(&known, &new_ids.iter().copied().collect());
        assert_eq!(decided.is_copy(pair), expect);
    }

    #[test]
    fn what_was_read_once_is_known() {
        check(&[], (7, 1), Some(true));
        check(&[], (7, 3), Some(false));
        check(&[], (1, 2), None);
    }

    #[test]
    fn nothing_is_known_of_what_is_new() {
        check(&[1], (7, 1), None);
        check(&[1], (7, 2), Some(true));
        check(&[7], (7, 2), None);
        check(&[3], (7, 3), None);
    }
}
