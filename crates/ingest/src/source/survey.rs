//! What the first records of a file prove about all of them.

use std::ops::ControlFlow;

use crate::date::{self, DayOrder};
use crate::format::{BrokenPiece, Format, Head};
use crate::{FileContext, Limits, Piece};

/// So many records are looked at.
const RECORDS: usize = 1_000;

/// Whether the day or the month stands first in the dates of a file, when the dates of its first records
/// prove it and none of them proves the contrary.
pub(super) fn day_order(
    format: &dyn Format,
    head: Head<'_>,
    context: &FileContext,
    limits: &Limits,
) -> Option<DayOrder> {
    let mut survey = Survey { format, context, proven: None, contradicted: false };
    // A record is looked at when the next one comes: the last one of a head may be cut.
    let mut last = None;
    let mut records = 0;
    let mut sink = |found: Result<Piece, BrokenPiece>| {
        if let Some(piece) = last.take() {
            survey.look_at(piece);
        }
        last = found.ok();
        records += 1;
        if survey.contradicted || records > RECORDS {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    };
    // A head breaks off anywhere, which some formats take for damage; what came before still counts.
    let _ = format.split(&mut &*head.bytes, context, limits, &mut sink);
    if let Some(piece) = last.filter(|_| head.complete) {
        survey.look_at(piece);
    }
    survey.proven.filter(|_| !survey.contradicted)
}

struct Survey<'a> {
    format: &'a dyn Format,
    context: &'a FileContext,
    proven: Option<DayOrder>,
    contradicted: bool,
}

impl Survey<'_> {
    fn look_at(&mut self, piece: Piece) {
        let Ok(record) = self.format.parse(piece, self.context) else {
            return;
        };
        for raw in record.published.iter().chain(&record.updated) {
            if let Some(order) = date::proves_order(&raw.text) {
                self.contradicted |= self.proven.is_some_and(|proven| proven != order);
                self.proven = Some(order);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::{Columns, FieldMap};
    use crate::source::lines::Lines;

    #[derive(Clone, Copy)]
    enum Complete {
        Whole,
        Start,
    }

    #[track_caller]
    fn check(text: &str, complete: Complete, expect: Option<DayOrder>) {
        let context = FileContext {
            label: "gazette.txt".to_owned(),
            member: None,
            name: "gazette.txt".to_owned(),
            folders: Vec::new(),
            encoding: None,
            day_order: None,
            columns: Columns::default(),
            field_map: FieldMap::default(),
            siblings: crate::Siblings::default(),
        };
        let complete = matches!(complete, Complete::Whole);
        let head = Head { name: "gazette.txt", bytes: text.as_bytes(), complete };
        assert_eq!(day_order(&Lines, head, &context, &Limits::default()), expect);
    }

    #[test]
    fn one_date_proves_the_order_of_all() {
        check("03/05/2017\n13/05/2017", Complete::Whole, Some(DayOrder::DayFirst));
        check("03/05/2017\n05/13/2017", Complete::Whole, Some(DayOrder::MonthFirst));
    }

    #[test]
    fn dates_that_read_both_ways_prove_nothing() {
        check("03/05/2017\n04/05/2017", Complete::Whole, None);
    }

    #[test]
    fn dates_that_contradict_each_other_prove_nothing() {
        check("13/05/2017\n05/13/2017\n13/05/2017", Complete::Whole, None);
    }

    #[test]
    fn the_last_record_of_a_head_may_be_cut_and_proves_nothing() {
        check("03/05/2017\n13/05/2017", Complete::Start, None);
        check("13/05/2017\n03/05/2017", Complete::Start, Some(DayOrder::DayFirst));
    }

    #[test]
    fn no_more_than_the_first_records_are_looked_at() {
        let text = "03/05/2017\n".repeat(RECORDS - 1);
        check(&format!("{text}13/05/2017\nx"), Complete::Start, Some(DayOrder::DayFirst));
        check(&format!("03/05/2017\n{text}13/05/2017\nx"), Complete::Start, None);
    }
}
