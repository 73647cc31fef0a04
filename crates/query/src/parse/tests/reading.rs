//! What each kind of clause is read as.

use super::check;

#[test]
fn words_side_by_side_must_all_occur() {
    check("flood warning", "flood AND warning");
    check("flood AND warning alert", "flood AND warning AND alert");
    check("  flood\u{a0}warning\n", "flood AND warning");
    check("(flood warning) alert", "flood AND warning AND alert");
}

#[test]
fn or_binds_loosest_and_not_before_and() {
    check("a OR b c", "a OR (b AND c)");
    check("a | b || c", "a OR b OR c");
    check("NOT a b", "NOT a AND b");
    check("a AND NOT b OR c", "(a AND NOT b) OR c");
    check("a OR NOT b", "a OR (NOT b)");
    check("NOT NOT a", "NOT NOT a");
    check("-a !b", "NOT a AND NOT b");
    check("a -(b OR c)", "a AND NOT (b OR c)");
    check("-OR", "NOT \"{OR}\"");
}

#[test]
fn near_binds_tighter_than_not_and_fields_tighter_than_near() {
    check("NOT a NEAR/5 b", "NOT (a NEAR/5 b)");
    check("title:a NEAR/5 b", "title:a NEAR/5 b");
    check("a NEAR/5 b c", "(a NEAR/5 b) AND c");
}

#[test]
fn every_quote_makes_a_phrase() {
    for query in
        ["\"flood warning\"", "“flood warning”", "„flood warning“", "«flood warning»", "»flood warning«"]
    {
        check(query, "\"flood warning\"");
    }
    check("\"to be or not to be\"", "\"to be or not to be\"");
    check("\"The The\"", "\"The The\"");
    check("don't", "don't");
    check("\"flood\"", "=flood");
    check("=may", "=may");
}

#[test]
fn phrases_take_gaps_wildcards_stems_and_slop() {
    check("\"flood * warning\"", "\"flood * warning\"");
    check("\"climate emerg*\"", "\"climate emerg*\"");
    check("\"{dock strike}\"", "\"{dock strike}\"");
    check("\"{strikes}\"", "strikes");
    check("\"{dock strike};\"", "\"{dock strike};\"");
    check("\"a b c\"~4", "\"a b c\"~4");
    check("\"Hello, world - again\"", "\"Hello world again\"");
}

#[test]
fn words_take_wildcards_edits_and_expressions() {
    check("warn* wom?n *burg", "warn* AND wom?n AND *burg");
    check("merkel~ merkel~1 merkel~2", "merkel~ AND merkel~ AND merkel~2");
    check("~~1", "\"{~~1}\"");
    check("/colou?r/", "/colou?r/");
    check("flood^3 (a OR b)^0.5", "flood^3 AND (a OR b)^0.5");
    check("anti-war 12:30 AT&T", "anti-war AND \"{12:30}\" AND \"{AT&T}\"");
    check("*", "*");
}

#[test]
fn every_proximity_has_its_own_spelling() {
    check("a NEAR/5 b", "a NEAR/5 b");
    check("a W/5 b", "a NEAR/5 b");
    check("a w/5 b", "a NEAR/5 b");
    check("a near/5 b", "a NEAR/5 b");
    check("a pre/5 b", "a PRE/5 b");
    check("a NOT NEAR/5 b", "a NOT NEAR/5 b");
    check("a NOT W/5 b", "a NOT NEAR/5 b");
    check("a not w/5 b", "a NOT NEAR/5 b");
    check("a /s b", "a /S b");
    check("a /P b", "a /P b");
    check("a NEAR/5 b NEAR/5 c", "a NEAR/5 b NEAR/5 c");
    check("(a NEAR/5 b) PRE/3 c", "(a NEAR/5 b) PRE/3 c");
    check("(a OR b) NEAR/5 (\"c d\" OR ee*)", "(a OR b) NEAR/5 (\"c d\" OR ee*)");
}

#[test]
fn functions_apply_to_what_they_hold() {
    check("caps(May) allcaps(WHO) nocaps(may)", "caps(May) AND allcaps(WHO) AND nocaps(may)");
    check("caps(May OR June)", "caps(May) OR caps(June)");
    check("atleast5(flood)", "atleast5(flood)");
    check("ATLEAST5(flood OR storm)", "atleast5(flood OR storm)");
    check("repeat5:\"flood warning\"", "atleast5(\"flood warning\")");
    check("first50(flood NEAR/3 dam)", "first50(flood NEAR/3 dam)");
    check("caps(title:May)", "caps(title:May)");
}

#[test]
fn text_fields_are_pushed_down_to_their_words() {
    check("title:(strike OR walkout)", "title:strike OR title:walkout");
    check("headline:flood hlead:dam author:orwell", "title:flood AND lead:dam AND byline:orwell");
    check("title:\"dock strike\"", "title:\"dock strike\"");
    check("title:(a NEAR/5 b)", "title:a NEAR/5 title:b");
    check("title:(a body:b)", "title:a AND body:b");
    check("title:/colou?r/ body:=may lead:merkel~2", "title:/colou?r/ AND body:=may AND lead:merkel~2");
    check("-title:flood", "NOT title:flood");
}

#[test]
fn value_fields_take_words_phrases_wildcards_and_alternatives() {
    check("source:(Guardian OR \"The Times\")", "source:Guardian OR source:\"The Times\"");
    check("pub:Guardian domain:bbc.co.uk", "source:Guardian AND site:bbc.co.uk");
    check("section:pol* source:\"The *\"", "section:pol* AND source:\"The *\"");
    check("lang:en -type:opinion", "lang:en AND NOT type:opinion");
    check("person:\"Angela Merkel\"", "person:\"Angela Merkel\"");
    check("person:=\"A. Merkel\"", "person:=\"A. Merkel\"");
    check("person:merkel NEAR/20 place:Minsk", "person:merkel NEAR/20 place:Minsk");
    check("(tag:economy)^2", "tag:economy^2");
}

#[test]
fn other_filters() {
    check("words:>800 words:300..1200 dups:>5", "words:801.. AND words:300..1200 AND dups:6..");
    check("words:<=800 words:5 words:[3 TO *]", "words:..800 AND words:5 AND words:3..");
    check("has:byline missing:date", "has:byline AND missing:date");
    check("id:gdn-1 cluster:c9 like:gdn-2019-0412-a3", "id:gdn-1 AND cluster:c9 AND like:gdn-2019-0412-a3");
    check("url:http://x.org/a_(b)?q=1", "url:\"http://x.org/a_(b)?q=1\"");
    check("on:04-13 month:12 weekday:Sunday", "on:04-13 AND month:12 AND weekday:sun");
    check("date.from:url date.precision:Year", "date.from:url AND date.precision:year");
}

#[test]
fn dates_are_resolved() {
    check("date:2024-01..2024-03", "date:2024-01-01..2024-03-31");
    check("date:[2024-01-01 TO 2024-03}", "date:2024-01-01..2024-02-29");
    check("date:>2024-03", "date:2024-04-01..");
    check("date:last-30d", "date:2026-10-25..2026-11-23");
    check("date:\"4 March 1923\"", "date:1923-03-04");
    check("from:2018 to:2019", "date:2018-01-01.. AND date:..2019-12-31");
    check("after:2018 before:2019", "date:2018-01-01.. AND date:..2018-12-31");
    check(
        "updated:2024 edition-date:2024-03-11",
        "updated:2024-01-01..2024-12-31 AND edition-date:2024-03-11",
    );
    check("date.certain:1912", "date.certain:1912-01-01..1912-12-31");
    check("date:(2019 OR 2021)", "date:2019-01-01..2019-12-31 OR date:2021-01-01..2021-12-31");
}

#[test]
fn the_examples_of_the_manual() {
    check("flood warning date:2024-01..2024-03", "flood AND warning AND date:2024-01-01..2024-03-31");
    check(
        "\"central bank\" NEAR/10 (inflation OR \"price* rise*\") source:(Reuters OR AFP) -type:opinion",
        "(\"central bank\" NEAR/10 (inflation OR \"price* rise*\")) AND (source:Reuters OR source:AFP) AND NOT type:opinion",
    );
    check(
        "title:(strike OR walkout) lead:nurses from:2022-12 to:2023-02 lang:en",
        "(title:strike OR title:walkout) AND lead:nurses AND date:2022-12-01.. AND date:..2023-02-28 AND lang:en",
    );
    check(
        "atleast3(asylum) place:Calais date:2015 dups:>10",
        "atleast3(asylum) AND place:Calais AND date:2015-01-01..2015-12-31 AND dups:11..",
    );
    check(
        "((minister OR secretary) PRE/3 resign*) NOT NEAR/10 football",
        "((minister OR secretary) PRE/3 resign*) NOT NEAR/10 football",
    );
    check("on:04-13 Amritsar date:1919..1999", "on:04-13 AND Amritsar AND date:1919-01-01..1999-12-31");
    check(
        "caps(May) NEAR/3 Theresa date:2016..2019",
        "(caps(May) NEAR/3 Theresa) AND date:2016-01-01..2019-12-31",
    );
    check(
        "person:merkel PRE/5 \"wir schaffen das\" lang:de",
        "(person:merkel PRE/5 \"wir schaffen das\") AND lang:de",
    );
    check("missing:date Titanic", "missing:date AND Titanic");
    check("like:gdn-2019-0412-a3 after:2019-04-12", "like:gdn-2019-0412-a3 AND date:2019-04-12..");
}
