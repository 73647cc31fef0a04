//! Articles of files, read as `index` reads them.

use std::ops::ControlFlow;

use dateline_article::{Article, Day};
use dateline_ingest::{Found, Limits, Member, OpenOptions, Settings, discover, open, read_piece};

/// How all benchmarks normalise.
pub fn settings() -> Settings {
    Settings { today: Day::from_ymd(2026, 11, 23).expect("a day"), limits: Limits::default() }
}

/// Hands over every member of these files and folders; `None` for what cannot be opened or is none.
pub fn each_member(paths: &[String], each: &mut dyn FnMut(Option<Member<'_>>)) {
    let options = OpenOptions::default();
    for found in discover(paths).expect("the paths are there").walk() {
        let Found::File(file) = found else { continue };
        let Ok(source) = open(&file, &options) else {
            each(None);
            continue;
        };
        source.members(&mut |member| {
            each(member.ok());
            ControlFlow::Continue(())
        });
    }
}

/// Hands over every article of these files and folders; gives how many pieces were none.
pub fn each(paths: &[String], take: &mut dyn FnMut(Article)) -> u64 {
    let (settings, mut others) = (settings(), 0);
    each_member(paths, &mut |member| {
        let Some(mut member) = member else {
            others += 1;
            return;
        };
        let (format, context) = (member.format, member.context);
        let split = format.split(member.reader.as_mut(), &context, &settings.limits, &mut |piece| {
            match piece.ok().and_then(|piece| read_piece(piece, format, &context, &settings).ok()) {
                Some(article) => take(article),
                None => others += 1,
            }
            ControlFlow::Continue(())
        });
        others += u64::from(split.is_err());
    });
    others
}
