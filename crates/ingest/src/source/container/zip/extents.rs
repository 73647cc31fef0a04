//! Which bytes of an archive belong to members.

use std::collections::BTreeMap;
use std::ops::Range;

/// Behind a member may stand its sizes, which take fewer bytes than any other member does.
const SHORTEST_MEMBER_BYTES: u64 = 30;

/// The bytes of members, those that follow each other as one extent: in an archive as it is usually written,
/// there is no more than one.
#[derive(Debug, Default)]
pub(super) struct Extents {
    /// Ends by starts; no two of them meet.
    ends: BTreeMap<u64, u64>,
}

impl Extents {
    /// Adds the bytes of a member; `false` when some of them are those of another one.
    pub fn add(&mut self, member: Range<u64>) -> bool {
        let (mut start, mut end) = (member.start, member.end);
        let before = self.ends.range(..=start).next_back().map(|(&start, &end)| (start, end));
        let behind = self.ends.range(start..).next().map(|(&start, &end)| (start, end));
        if before.is_some_and(|(_, end)| end > start) || behind.is_some_and(|(start, _)| start < end) {
            return false;
        }
        if let Some((first, last)) = before
            && start - last < SHORTEST_MEMBER_BYTES
        {
            start = first;
        }
        if let Some((first, last)) = behind
            && first - end < SHORTEST_MEMBER_BYTES
        {
            self.ends.remove(&first);
            end = last;
        }
        self.ends.insert(start, end);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Adds members; gives whether each was taken, and what is left of the extents.
    #[track_caller]
    fn check(members: &[Range<u64>], taken: &[bool], extents: &[(u64, u64)]) {
        let mut known = Extents::default();
        let found: Vec<bool> = members.iter().map(|member| known.add(member.clone())).collect();
        assert_eq!(found, taken);
        assert_eq!(known.ends.into_iter().collect::<Vec<_>>(), extents);
    }

    #[test]
    fn members_that_follow_each_other_are_one_extent_in_any_order() {
        check(&[0..100, 100..200, 216..300], &[true; 3], &[(0, 300)]);
        check(&[216..300, 0..100, 100..200], &[true; 3], &[(0, 300)]);
        check(&[0..100, 130..200], &[true; 2], &[(0, 100), (130, 200)]);
    }

    #[test]
    fn bytes_of_two_members_are_told() {
        check(&[0..100, 0..100], &[true, false], &[(0, 100)]);
        check(
            &[100..200, 199..300, 50..101, 150..160, 0..500],
            &[true, false, false, false, false],
            &[(100, 200)],
        );
    }
}
