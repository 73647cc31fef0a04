"""Xapian on the corpus and queries of `peers.py`; prints times and counts as JSON.

    python3 xapian_peer.py CORPUS.jsonl DATABASE QUERIES.json ROUNDS
"""

import json
import sys
import time

import xapian
from corpus import asked, batches

DAY = 0
EVERYTHING = 1 << 30


def index(corpus, database):
    """Gives the seconds without reading the corpus, which other engines do faster than Python."""
    start = time.perf_counter()
    writer = xapian.WritableDatabase(database, xapian.DB_CREATE_OR_OVERWRITE)
    generator = xapian.TermGenerator()
    generator.set_stemmer(xapian.Stem("en"))
    seconds = time.perf_counter() - start
    for articles in batches(corpus):
        start = time.perf_counter()
        for article in articles:
            document = xapian.Document()
            generator.set_document(document)
            generator.index_text(article["title"])
            generator.increase_termpos()
            generator.index_text(article["body"])
            document.set_data(article["title"] + "\n" + article["body"] + "\n" + article["url"])
            document.add_value(DAY, article["date"])
            writer.add_document(document)
        seconds += time.perf_counter() - start
    start = time.perf_counter()
    writer.commit()
    return seconds + time.perf_counter() - start


def parse(parser, query):
    if query["kind"] == "phrase":
        text = '"' + " ".join(query["words"]) + '"'
    else:
        text = (" OR " if query["kind"].startswith("or") else " AND ").join(query["words"])
    parsed = parser.parse_query(text)
    if "from" in query:
        days = xapian.Query(xapian.Query.OP_VALUE_RANGE, DAY, query["from"], query["to"])
        parsed = xapian.Query(xapian.Query.OP_FILTER, parsed, days)
    return parsed


def answer(database, parser, query):
    enquire = xapian.Enquire(database)
    enquire.set_query(parse(parser, query))
    if query["kind"] == "newest":
        enquire.set_sort_by_value(DAY, True)
    if query["kind"] == "histogram":
        enquire.set_weighting_scheme(xapian.BoolWeight())
        spy = xapian.ValueCountMatchSpy(DAY)
        enquire.add_matchspy(spy)
        enquire.get_mset(0, 0, EVERYTHING)
        months = {}
        for value in spy.values():
            month = value.term[:7]
            months[month] = months.get(month, 0) + value.termfreq
        return months
    return [match.docid for match in enquire.get_mset(0, 10)]


def count(database, parser, query):
    enquire = xapian.Enquire(database)
    enquire.set_query(parse(parser, query))
    enquire.set_weighting_scheme(xapian.BoolWeight())
    return enquire.get_mset(0, 0, EVERYTHING).get_matches_lower_bound()


def main(corpus, folder, queries, rounds):
    seconds = index(corpus, folder)
    database = xapian.Database(folder)
    parser = xapian.QueryParser()
    parser.set_database(database)
    parser.set_stemmer(xapian.Stem("en"))
    parser.set_stemming_strategy(xapian.QueryParser.STEM_SOME)
    kinds = asked(
        queries, rounds, lambda query: answer(database, parser, query), lambda query: count(database, parser, query)
    )
    print(json.dumps({"index_seconds": seconds, "kinds": kinds}))


main(*sys.argv[1:])
