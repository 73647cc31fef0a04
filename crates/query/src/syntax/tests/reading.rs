use super::*;
use Syntax::{Factiva, Gdelt, Lucene, Nexis, Proquest};

#[test]
fn nexis_marks_stand_for_letters() {
    check(Nexis, "resign!", "resign*");
    check(Nexis, "wom*n", "wom?n");
    check(Nexis, "bank*", "/bank.{0,1}/");
    check(Nexis, "l**berman", "l??berman");
}

#[test]
fn nexis_connectors_have_equals() {
    check(Nexis, "a w/5 b", "a NEAR/5 b");
    check(Nexis, "a /5 b", "a NEAR/5 b");
    check(Nexis, "a PRE/5 b", "a PRE/5 b");
    check(Nexis, "a w/s b", "a /S b");
    check(Nexis, "a w/p b", "a /P b");
    check(Nexis, "a not w/5 b", "a NOT NEAR/5 b");
    check(Nexis, "a and not b", "a AND NOT b");
}

#[test]
fn nexis_reads_or_before_distances_and_the_smallest_distance_first() {
    check(Nexis, "a or b w/5 c", "(a OR b) NEAR/5 c");
    check(
        Nexis,
        "bankrupt! w/25 discharg! and student or college or education! w/5 loan",
        "(bankrupt* NEAR/25 discharg*) AND ((student OR college OR education*) NEAR/5 loan)",
    );
    check(Nexis, "a w/10 b w/3 c", "a NEAR/10 (b NEAR/3 c)");
    check(Nexis, "a w/3 b w/3 c", "a NEAR/3 b NEAR/3 c");
    check(Nexis, "(a w/3 b) w/3 c", "(a NEAR/3 b) NEAR/3 c");
    check(Nexis, "a w/3 b w/s c", "(a NEAR/3 b) /S c");
    check(Nexis, "a and not b and c", "a AND NOT (b AND c)");
}

#[test]
fn nexis_segments_and_functions_have_equals() {
    check(Nexis, "hlead(x)", "lead:x");
    check(Nexis, "headline(x) and byline(y)", "title:x AND byline:y");
    check(Nexis, "headline(a w/5 b or c)", "title:a NEAR/5 (title:b OR title:c)");
    check(Nexis, "atleast5(x)", "atleast5(x)");
    check(Nexis, "allcaps(WHO) and caps(May) and nocaps(may)", "allcaps(WHO) AND caps(May) AND nocaps(may)");
    check(Nexis, "length>1200", "words:1201..");
    check(Nexis, "length(>1200)", "words:1201..");
    check(Nexis, "length (geq(500) and leq(900))", "words:500..900");
    check(Nexis, "publication(new york times)", "source:\"new york times\"");
    check(Nexis, "language(english)", "lang:en");
}

#[test]
fn nexis_dates_have_equals() {
    check(Nexis, "a and date > 2010", "a AND date:2011-01-01..");
    check(Nexis, "date aft 2010", "date:2011-01-01..");
    check(Nexis, "date>=2020-03", "date:2020-03-01..");
    check(Nexis, "date is 2020", "date:2020-01-01..2020-12-31");
    check(Nexis, "date bef January 5, 2020", "date:..2020-01-04");
    check(Nexis, "date(geq (1/1/2020) and leq (12/31/2020))", "date:2020-01-01..2020-12-31");
}

#[test]
fn nexis_words_side_by_side_are_a_phrase() {
    check(Nexis, "central bank and rate", "\"{central bank}\" AND rate");
    check(Nexis, "\"central bank\" and rate", "\"central bank\" AND rate");
    check(Nexis, "\"third party benefi!\"", "\"third party benefi*\"");
    check(Nexis, "\"{central bank}\" \"of England\"", "\"{central bank of England}\"");
    check(Nexis, "date of birth", "\"{date of birth}\"");
}

#[test]
fn factiva_words_side_by_side_are_a_phrase() {
    check(Factiva, "central bank", "\"central bank\"");
    check(Factiva, "bill clinton or gore and george bush", "\"bill clinton\" OR (gore AND \"george bush\")");
    check(Factiva, "\"peas and carrots\"", "\"peas and carrots\"");
    check(Factiva, "central (bank or banker)", "central PRE/1 (bank OR banker)");
    check(Factiva, "closing date", "\"closing date\"");
}

#[test]
fn factiva_operators_have_equals() {
    check(Factiva, "a adj5 b", "a PRE/5 b");
    check(Factiva, "a w/5 b", "a PRE/5 b");
    check(Factiva, "a near5 b", "a NEAR/5 b");
    check(Factiva, "a same b", "a /P b");
    check(Factiva, "a/F50/", "first50(a)");
    check(Factiva, "boeing 747/N30/british airways", "\"boeing 747\" NEAR/30 \"british airways\"");
    check(Factiva, "atleast5 a", "atleast5(a)");
    check(Factiva, "wc>500", "words:501..");
    check(Factiva, "a % b", "\"a * b\"");
    check(Factiva, "World Cup adj5 rugby", "\"World Cup\" PRE/5 rugby");
    check(Factiva, "releases and [university or course]", "releases AND (university OR course)");
}

#[test]
fn factiva_fields_bind_after_distances() {
    check(Factiva, "hd=x", "title:x");
    check(Factiva, "hlp=x", "lead:x");
    check(Factiva, "by=x", "byline:x");
    check(Factiva, "sn=x", "source:x");
    check(Factiva, "sn=new york times and la=en", "source:\"new york times\" AND lang:en");
    check(Factiva, "hd=central bank near5 rate and x", "(title:\"central bank\" NEAR/5 title:rate) AND x");
    check(Factiva, "hd=(a or b) not c", "(title:a OR title:b) AND NOT c");
    check(Factiva, "atleast3 oil near2 price", "atleast3(oil NEAR/2 price)");
}

#[test]
fn factiva_endings_are_bounded() {
    check(Factiva, "econom$3", "/econom.{0,3}/");
    check(Factiva, "econom*", "econom*");
    check(Factiva, "econom$", "econom*");
    check(Factiva, "world econom$3", "\"world econom*\"");
}

#[test]
fn factiva_dates_have_equals() {
    check(Factiva, "date from 19990201 to 19990301", "date:1999-02-01..1999-03-01");
    check(Factiva, "a and date after 19990201", "a AND date:1999-02-02..");
    check(Factiva, "date before 1999", "date:..1998-12-31");
    check(Factiva, "date after -30", "date:2026-10-25..");
}

#[test]
fn proquest_operators_have_equals() {
    check(Proquest, "a NEAR/5 b", "a NEAR/5 b");
    check(Proquest, "a n/5 b", "a NEAR/5 b");
    check(Proquest, "a PRE/5 b", "a PRE/5 b");
    check(Proquest, "a P/5 b", "a PRE/5 b");
    check(Proquest, "a NEAR b", "a NEAR/4 b");
    check(Proquest, "\"{a b}\"", "\"{a b}\"");
    check(Proquest, "advertising campaigns", "advertising AND campaigns");
    check(Proquest, "a or b not c", "(a OR b) AND NOT c");
    check(Proquest, "a NEAR/3 b PRE/2 c", "a NEAR/3 (b PRE/2 c)");
}

#[test]
fn proquest_fields_have_equals() {
    check(Proquest, "TI(x)", "title:x");
    check(Proquest, "AU(x)", "byline:x");
    check(Proquest, "TI,AB(x)", "title:x OR lead:x");
    check(Proquest, "PUB(New York Times)", "source:\"New York Times\"");
    check(Proquest, "PUB.EXACT(\"New York Times\") AND LA(English)", "source:\"New York Times\" AND lang:en");
    check(Proquest, "YR(2010-2015)", "date:2010-01-01..2015-12-31");
    check(Proquest, "PD(20100101-20101231)", "date:2010-01-01..2010-12-31");
    check(Proquest, "EXACT(x)", "=x");
}

#[test]
fn proquest_marks_stand_for_letters() {
    check(Proquest, "wom?n", "wom?n");
    check(Proquest, "econom*", "econom*");
    check(Proquest, "econom[*5]", "/econom.{0,5}/");
}

#[test]
fn lucene_signs_say_what_must_match() {
    check(Lucene, "+a -b", "a AND NOT b");
    check(Lucene, "a b", "a OR b");
    check(Lucene, "+a b", "a AND (* OR b)");
    check(Lucene, "a AND b", "a AND b");
    check(Lucene, "a && !b || c", "a AND (* OR c) AND NOT b");
    check(Lucene, "a AND b OR c", "a AND b AND (* OR c)");
    check(Lucene, "(a OR b) AND c", "(a OR b) AND c");
    check(Lucene, "-a", "NOT a");
}

#[test]
fn lucene_terms_have_equals() {
    check(Lucene, "\"a b\"~5", "\"a b\"~5");
    check(Lucene, "merkel~1", "merkel~");
    check(Lucene, "merkel~", "merkel~2");
    check(Lucene, "date:[2014 TO 2018]", "date:2014-01-01..2018-12-31");
    check(Lucene, "date:{2014 TO 2018]", "date:2015-01-01..2018-12-31");
    check(Lucene, "_exists_:byline", "has:byline");
    check(Lucene, "byline:*", "has:byline");
    check(Lucene, "*:*", "*");
    check(Lucene, "title:(+a +b^2)", "title:a AND title:b^2");
    check(Lucene, "source:(Guardian \"The Times\")", "source:Guardian OR source:\"The Times\"");
    check(Lucene, "AT\\&T te?t tes*", "\"{AT&T}\" OR te?t OR tes*");
    check(Lucene, "/colou?r/ words:[300 TO 900]", "/colou?r/ OR words:300..900");
}

#[test]
fn gdelt_operators_have_equals() {
    check(Gdelt, "near5:\"a b\"", "a NEAR/5 b");
    check(Gdelt, "near9:\"a b c\"", "\"{a b c}\"~7");
    check(Gdelt, "repeat3:\"x\"", "atleast3(x)");
    check(Gdelt, "repeat3:x", "atleast3(x)");
    check(Gdelt, "domainis:un.org", "site:un.org");
    check(Gdelt, "sourcelang:spanish", "lang:es");
    check(Gdelt, "timespan=3d", "date:2026-11-21..2026-11-23");
    check(Gdelt, "flood timespan:1week", "flood AND date:2026-11-17..2026-11-23");
    check(Gdelt, "(a OR b) -c", "(a OR b) AND NOT c");
    check(Gdelt, "\"federal reserve\" -sourcelang:eng", "\"federal reserve\" AND NOT lang:en");
    check(
        Gdelt,
        "query=flood&startdatetime=20200101000000&enddatetime=20200131235959",
        "flood AND date:2020-01-01.. AND date:..2020-01-31",
    );
}

#[test]
fn our_own_syntax_is_read_as_ever() {
    check(Syntax::Dateline, "a OR b", "a OR b");
}
