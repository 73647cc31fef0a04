//! Articles of files, read as `index` reads them.

use std::ops::ControlFlow;

use dateline_article::{Article, Day};
use dateline_ingest::{Found, Limits, OpenOptions, Settings, discover, open, read_piece};

/// Hands over every article of these files and folders; gives how many pieces were none.
pub fn each(paths: &[String], take: &mut dyn FnMut(Article)) -> u64 {
    let options = OpenOptions::default();
    let settings = Settings { today: Day::from_ymd(2026, 11, 23).expect("a day"), limits: Limits::default() };
    let mut others = 0;
    for found in discover(paths).expect("the paths are there").walk() {
        let Found::File(file) = found else { continue };
        let Ok(source) = open(&file, &options) else {
            others += 1;
            continue;
        };
        source.members(&mut |member| {
            let Ok(mut member) = member else {
                others += 1;
                return ControlFlow::Continue(());
            };
            let (format, context) = (member.format, member.context);
            let split = format.split(member.reader.as_mut(), &context, &options.limits, &mut |piece| {
                let article =
                    piece.ok().and_then(|piece| read_piece(piece, format, &context, &settings).ok());
                match article {
                    Some(article) => take(article),
                    None => others += 1,
                }
                ControlFlow::Continue(())
            });
            others += u64::from(split.is_err());
            ControlFlow::Continue(())
        });
    }
    others
}
