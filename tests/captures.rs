//! Web archives that hold a page several times.

use crate::program::Desk;

/// A web archive with one capture of a page.
fn capture(day: &str, text: &str) -> String {
    let page = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><head><title>Dock strike ends</title></head><body><h1>Dock strike ends</h1><p>{text}</p></body></html>"
    );
    format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://gazette.example/strike\r\nWARC-Date: {day}T10:00:00Z\r\nWARC-Record-ID: <urn:uuid:{day}>\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n{page}\r\n\r\n",
        page.len()
    )
}

const TEXT: &str =
    "The dockers of Hull went back to work on Monday, after a strike of twelve days over their pay.";

#[track_caller]
fn check(desk: &Desk, query: &str, expect: u64) {
    assert_eq!(desk.json(&["search", query])["total"], expect, "{query}");
}

#[test]
fn an_article_keeps_the_days_of_its_first_and_last_capture() {
    let desk = Desk::new();
    let other = "The dockers of Hull went back to work on Monday. This was corrected later.";
    desk.write("a.warc", [capture("2019-03-02", TEXT), capture("2019-05-04", TEXT)].concat());
    desk.write("b.warc", [capture("2019-08-01", other), capture("2018-12-31", TEXT)].concat());
    let report = desk.json(&["index", "a.warc"])["report"].clone();
    assert_eq!((&report["indexed"], &report["duplicates"]), (&1.into(), &1.into()), "{report}");
    check(&desk, "crawled:2019-05-04", 1);
    check(&desk, "crawled:2019-08", 0);

    let report = desk.json(&["index", "b.warc"])["report"].clone();
    assert_eq!((&report["indexed"], &report["duplicates"]), (&0.into(), &2.into()), "{report}");
    check(&desk, "*", 1);
    check(&desk, "crawled:2018", 1);
    check(&desk, "crawled:2019-08", 1);
    check(&desk, "crawled:2019-09", 0);
    // Whoever reads them again finds the same.
    assert_eq!(desk.json(&["index", "a.warc", "b.warc"])["report"]["unchanged"], 4);
    check(&desk, "crawled:2018", 1);
    assert_eq!(desk.run(&["check"]).code, 0);
}
