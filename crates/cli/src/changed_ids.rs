//! What came and what went between two lists of ids.

use std::cmp::Ordering;

use dateline_article::ArticleId;

/// The ids that came, and those that went. Both lists ascend; that of then is handed over one by one.
pub fn changed<E>(
    now: &[ArticleId],
    each_of_then: impl FnOnce(&mut dyn FnMut(ArticleId)) -> Result<(), E>,
) -> Result<(Vec<ArticleId>, Vec<ArticleId>), E> {
    let (mut came, mut went) = (Vec::new(), Vec::new());
    let mut left = now;
    each_of_then(&mut |then| {
        while let [next, rest @ ..] = left {
            match next.cmp(&then) {
                Ordering::Less => came.push(*next),
                Ordering::Equal => {
                    left = rest;
                    return;
                }
                Ordering::Greater => break,
            }
            left = rest;
        }
        went.push(then);
    })?;
    came.extend_from_slice(left);
    Ok((came, went))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Articles are called by their letters.
    #[track_caller]
    fn check(then: &str, now: &str, came: &str, went: &str) {
        let id = |letter: char| ArticleId::of_parts(&[letter.to_string().as_bytes()]);
        let sorted = |letters: &str| {
            let mut ids: Vec<ArticleId> = letters.chars().map(id).collect();
            ids.sort_unstable();
            ids
        };
        let then = sorted(then);
        let found = changed(&sorted(now), |each| {
            for &id in &then {
                each(id);
            }
            Ok::<(), ()>(())
        });
        assert_eq!(found, Ok((sorted(came), sorted(went))));
    }

    #[test]
    fn what_came_and_what_went_is_told_whatever_the_order_of_ids() {
        check("", "", "", "");
        check("abc", "abc", "", "");
        check("", "ab", "ab", "");
        check("ab", "", "", "ab");
        check("abcdefg", "bdfhij", "hij", "aceg");
        check("klm", "abckz", "abcz", "lm");
    }
}
