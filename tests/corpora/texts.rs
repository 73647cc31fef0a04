//! Mail, posts, collections, exports and newspapers.

use super::{index_whole, shared, unpack};
use crate::program::Desk;

/// How many articles a query finds.
fn total(desk: &Desk, query: &str) -> u64 {
    desk.json(&["search", query])["total"].as_u64().expect("a total")
}

#[test]
fn all_posts_of_the_newsgroups_are_indexed_with_their_dates() {
    let Some(archive) = shared("10-mini-newsgroups.tar.xz") else { return };
    let desk = Desk::new();
    unpack(&archive, &desk.path("posts"));
    let report = index_whole(&desk, "posts/mini_newsgroups");
    assert_eq!(
        (&report["read"], &report["rejected"], &report["undated"]),
        (&2_000.into(), &0.into(), &0.into())
    );
    // The same message was posted to several groups.
    assert_eq!(report["duplicates"], 8);
}

#[test]
fn all_articles_of_time_magazine_are_indexed() {
    let Some(archive) = shared("01-time-collection.tar.xz") else { return };
    let desk = Desk::new();
    unpack(&archive, &desk.path("time"));
    let report = index_whole(&desk, "time/time/TIME.ALL");
    assert_eq!((&report["indexed"], &report["undated"]), (&423.into(), &0.into()));
    assert_eq!(total(&desk, "date:1963"), 423);
    // The month stands first, as dates such as 01/18/63 prove.
    assert_eq!(total(&desk, "date:1963-01..1963-06") + total(&desk, "date:1963-07..1963-12"), 423);
}

#[test]
fn collections_in_chinese_and_persian_are_indexed() {
    if let Some(archive) = shared("08-crud-zh-news.tar.xz") {
        let desk = Desk::new();
        unpack(&archive, &desk.path("zh"));
        let report = index_whole(&desk, "zh/crud-zh/documents*");
        assert_eq!((&report["read"], &report["rejected"]), (&11_576.into(), &0.into()));
        // The others state no day, or none with a year.
        assert!(report["undated"].as_u64().expect("a count") < 3_300, "{report}");
    }
    if let Some(archive) = shared("09-persian-news.tar.xz") {
        let desk = Desk::new();
        unpack(&archive, &desk.path("fa"));
        let report = index_whole(&desk, "fa/persian/*.txt");
        assert_eq!((&report["indexed"], &report["undated"]), (&2_415.into(), &0.into()));
    }
}

#[test]
fn all_days_of_the_current_events_are_indexed() {
    let Some(archive) = shared("06-wikipedia-current-events-md.tar.xz") else { return };
    let desk = Desk::new();
    unpack(&archive, &desk.path("events"));
    let report = index_whole(&desk, "events/wp-current-events");
    assert_eq!((&report["indexed"], &report["rejected"]), (&601.into(), &0.into()));
    // One file is of a day that has not come yet, which is no day of publication.
    assert_eq!(report["undated"], 1);
}

#[test]
fn a_table_in_parquet_is_indexed() {
    let Some(archive) = shared("20-tables-parquet-csv.tar.zst") else { return };
    let desk = Desk::new();
    unpack(&archive, &desk.path("tables"));
    let report = index_whole(&desk, "tables/tables/tabnak-fa.snappy.parquet");
    assert_eq!((&report["read"], &report["rejected"]), (&1_712.into(), &0.into()));
}

#[test]
fn articles_of_digitised_newspapers_are_those_of_the_libraries() {
    let Some(archive) = shared("16-ocr-newspapers.tar.xz") else { return };
    let desk = Desk::new();
    unpack(&archive, &desk.path("ocr"));
    // One article for each text that the library has cut itself.
    let report = index_whole(&desk, "ocr/ocr/KB/newspaper");
    assert_eq!((&report["indexed"], &report["undated"]), (&97.into(), &0.into()));
    // The pages that the descriptions name are not read a second time.
    desk.json(&["index", "ocr/ocr/BNF-EN", "ocr/ocr/Luxembourg", "--quiet"]);
    assert_eq!(total(&desk, "*"), 97 + 588);
}
