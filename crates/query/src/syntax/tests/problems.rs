use super::*;
use Syntax::{Factiva, Gdelt, Lucene, Nexis, Proquest};

#[test]
fn what_has_no_equal_is_a_problem_with_a_way_out() {
    check_problems(
        Nexis,
        "Zürich w/seg flood",
        &["error[Q26]: \"w/seg\" of Nexis has no equal here\n  Zürich w/seg flood\n         ^^^^^\n\
           help: put both words into the same part, as in headline(a and b)"],
    );
    check_problems(
        Nexis,
        "terms(x) and flood",
        &["error[Q26]: \"terms\" of Nexis has no equal here\n  terms(x) and flood\n  ^^^^^\n\
           help: the parts of an article here are hlead(…), headline(…), body(…), byline(…), publication(…), section(…)"],
    );
    check_problems(
        Nexis,
        "singular(ship)",
        &["error[Q26]: \"singular\" of Nexis has no equal here\n  singular(ship)\n  ^^^^^^^^\n\
           help: quote the word to find this form only"],
    );
    check_problems(
        Factiva,
        "rst=nyt and x",
        &["error[Q26]: \"rst=\" of Factiva has no equal here\n  rst=nyt and x\n  ^^^^\n\
           help: the field tags that have an equal are hd=, hlp=, lp=, td=, by=, sn=, la=, se= and wc>"],
    );
    check_problems(
        Factiva,
        "troop% and x",
        &["error[Q26]: \"troop%\" of Factiva has no equal here\n  troop% and x\n  ^^^^^^\n\
           help: write % between blanks, where any one word may stand"],
    );
    check_problems(
        Gdelt,
        "theme:TERROR tone<-5 timespan=3h",
        &[
            "error[Q26]: \"theme:\" of GDELT has no equal here\n  theme:TERROR tone<-5 timespan=3h\n  ^^^^^^\n\
             help: themes are not known here; write the words",
            "error[Q26]: \"tone<-5\" of GDELT has no equal here\n  theme:TERROR tone<-5 timespan=3h\n               ^^^^^^^\n\
             help: articles have no tone here; leave it out",
            "error[Q26]: \"3h\" has no equal here\n  theme:TERROR tone<-5 timespan=3h\n                                ^^\n\
             help: dates are whole days here; write timespan=1d for today",
        ],
    );
}

#[test]
fn clauses_that_nothing_joins_are_a_problem_where_words_are_a_phrase() {
    check_problems(
        Nexis,
        "flood (storm or rain)",
        &["error[Q26]: there is no connector before \"(…)\"\n  flood (storm or rain)\n        ^\n\
           help: write and, or, or a distance before it, for example: and (…)"],
    );
    check_problems(
        Factiva,
        "flood wc>500",
        &["error[Q26]: there is no connector before \"wc>500\"\n  flood wc>500\n        ^^^^^^\n\
           help: write and, or, or a distance before it, for example: and wc>500"],
    );
    check_problems(
        Gdelt,
        "a OR b",
        &["error[Q26]: GDELT takes OR in parentheses only\n  a OR b\n    ^^\n\
           help: write ( before the first and ) behind the last of the words that OR joins"],
    );
}

#[test]
fn the_problems_of_our_language_stand_at_the_place_in_theirs() {
    check_problems(
        Nexis,
        "(tax and fraud) w/5 minister",
        &["error[Q06]: AND cannot be used inside NEAR\n  (tax and fraud) w/5 minister\n       ^^^\n\
           help: write tax w/5 minister AND fraud w/5 minister, or use OR"],
    );
    check_problems(
        Nexis,
        "date > 03/04/2020",
        &["error[Q04]: \"03/04/2020\" can be read two ways\n  date > 03/04/2020\n         ^^^^^^^^^^\n\
           help: write 2020-04-03 (3 April) or 2020-03-04 (4 March)"],
    );
    check_problems(
        Nexis,
        "date(geq (2020) and leq (2018))",
        &[
            "error[Q03]: the range runs backwards\n  date(geq (2020) and leq (2018))\n  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n\
           help: no day fits both dates; swap them",
        ],
    );
    check_problems(
        Nexis,
        "flood and",
        &[
            "error[Q08]: \"and\" has nothing on its right\n  flood and\n        ^^^\nhelp: to search the word itself, quote it: \"and\"",
        ],
    );
    check_problems(
        Nexis,
        "flood and (storm",
        &[
            "error[Q01]: this parenthesis is never closed\n  flood and (storm\n            ^\nhelp: add \")\" , for example: flood and (storm)",
        ],
    );
    check_problems(
        Nexis,
        "r! or length>many",
        &[
            "error[Q09]: \"r!\" fits too many words (2 letters needed before a wildcard)\n  r! or length>many\n  ^^",
            "error[Q18]: expected a number of words, but found \"many\"\n  r! or length>many\n               ^^^^",
        ],
    );
    check_problems(
        Factiva,
        "a near b",
        &[
            "error[Q07]: \"near\" needs a number of words from 1 to 1000\n  a near b\n    ^^^^\nhelp: write for example near5",
        ],
    );
    check_problems(
        Gdelt,
        "near1:\"a b c\"",
        &[
            "error[Q07]: 3 words cannot stand within 1 steps of each other\n  near1:\"a b c\"\n  ^^^^^^^^^^^^^\n\
           help: write for example near5:\"a b\"",
        ],
    );
    check_problems(
        Lucene,
        "source:(a AND b)",
        &[
            "error[Q18]: \"AND\" cannot stand among the values of \"source:\"\n  source:(a AND b)\n            ^^^\n\
           help: write one value, or several with OR between them",
        ],
    );
}

#[test]
fn what_is_only_close_is_noted() {
    check_notes(
        Nexis,
        "bank*",
        &[
            "* at the end of a word is one letter or none, as in Nexis; where Lexis takes it for any ending, write !",
        ],
    );
    check_notes(
        Nexis,
        "a and not b and c",
        &["AND NOT is read last, as in Nexis: it leaves out the articles with all that follows"],
    );
    check_notes(
        Nexis,
        "publication(times)",
        &["\"publication\" is compared with whole names here; add wildcards for a part of one"],
    );
    check_notes(
        Factiva,
        "world econom$3",
        &["\"econom$3\" is read with any number of letters here, since it is not one word alone"],
    );
    check_notes(Proquest, "AB(x)", &["articles have no abstract here: their headline and lead are searched"]);
    check_notes(
        Proquest,
        "a and b or c",
        &["AND is read before OR here; put parentheses around the words that belong together"],
    );
    check_notes(
        Proquest,
        "econom*",
        &["* is any number of letters here; ProQuest stops at five, which is written [*5]"],
    );
    check_notes(
        Lucene,
        "+a b",
        &["\"b\" may be missing, since another word is required: it only raises articles"],
    );
    check_notes(
        Lucene,
        "-a",
        &["Lucene finds nothing by unwanted words alone; here it is all articles without them"],
    );
    check_notes(Gdelt, "domainis:un.org", &["site: takes the subdomains in, which domainis: leaves out"]);
    check_notes(Gdelt, "flood&maxrecords=75", &["\"&maxrecords=75\" was left out: use --limit"]);
}

#[test]
fn what_has_an_exact_equal_is_not_noted() {
    check_notes(Nexis, "resign! w/5 minister and hlead(x) and length>500", &[]);
    check_notes(Factiva, "econom$3 near5 bank and wc>500 and hd=x", &[]);
    check_notes(Proquest, "TI(strike) NEAR/5 pay", &[]);
    check_notes(Lucene, "+a +b -c +\"d e\"~5", &[]);
    check_notes(Gdelt, "near5:\"a b\" sourcelang:english", &[]);
}
