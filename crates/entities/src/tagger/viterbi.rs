//! The best sequence of labels of a run.

use super::label::{LABELS, Label};

const CLASSES: usize = 4;
const NONE: usize = LABELS - 1;

/// The labels that may stand before a name begins or outside: the last and only tokens of names, and none.
const CLOSED: [usize; 9] = [2, 3, 6, 7, 10, 11, 14, 15, NONE];
/// The labels that may stand behind a closed one.
const OPENING: [usize; 9] = [0, 3, 4, 7, 8, 11, 12, 15, NONE];

const NEVER: i32 = i32::MIN / 2;

/// Finds labels; keeps its memory between runs.
#[derive(Default)]
pub struct Decoder {
    back: Vec<[u8; LABELS]>,
}

impl Decoder {
    /// Puts the best labels for tokens with these scores in place of those in `labels`.
    ///
    /// Names are whole: a first token is followed by inner ones and a last one of the same class.
    /// Equal sums keep the label with the lower number.
    pub fn decode(
        &mut self,
        scores: &[[i32; LABELS]],
        transitions: &[[i32; LABELS]; LABELS],
        labels: &mut Vec<Label>,
    ) {
        labels.clear();
        let Some(first) = scores.first() else { return };
        self.back.clear();
        let mut best = [NEVER; LABELS];
        for label in OPENING {
            best[label] = first[label] + transitions[NONE][label];
        }
        for score in &scores[1..] {
            let mut next = [NEVER; LABELS];
            let mut back = [NONE as u8; LABELS];
            for label in OPENING {
                for before in CLOSED {
                    let sum = best[before] + transitions[before][label];
                    if sum > next[label] {
                        (next[label], back[label]) = (sum, before as u8);
                    }
                }
            }
            for class in 0..CLASSES {
                let open = class * 4;
                for label in [open + 1, open + 2] {
                    for before in [open, open + 1] {
                        let sum = best[before] + transitions[before][label];
                        if sum > next[label] {
                            (next[label], back[label]) = (sum, before as u8);
                        }
                    }
                }
            }
            for (sum, score) in next.iter_mut().zip(score) {
                *sum = (*sum + score).max(NEVER);
            }
            best = next;
            self.back.push(back);
        }
        let mut last = NONE;
        let mut most = NEVER;
        for label in CLOSED {
            let sum = best[label] + transitions[label][NONE];
            if sum > most {
                (last, most) = (label, sum);
            }
        }
        labels.push(Label::from_index(last));
        for back in self.back.iter().rev() {
            last = usize::from(back[last]);
            labels.push(Label::from_index(last));
        }
        labels.reverse();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tagger::label::{Class, Position};

    #[test]
    fn a_name_is_never_left_open() {
        let first = Label::new(Class::Org, Position::First);
        let mut scores = [[0; LABELS]; 2];
        scores[0][first.index()] = 10;
        scores[1][first.index()] = 30;
        let mut labels = Vec::new();
        Decoder::default().decode(&scores, &[[0; LABELS]; LABELS], &mut labels);
        assert_eq!(labels, [first, Label::new(Class::Org, Position::Last)]);
    }

    #[test]
    fn nothing_has_no_labels() {
        let mut labels = vec![Label::NONE];
        Decoder::default().decode(&[], &[[0; LABELS]; LABELS], &mut labels);
        assert_eq!(labels, []);
    }
}
