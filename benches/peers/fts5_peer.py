"""SQLite FTS5 on the corpus and queries of `peers.py`; prints times and counts as JSON.

    python3 fts5_peer.py CORPUS.jsonl DATABASE QUERIES.json ROUNDS
"""

import json
import sqlite3
import sys
import time

from corpus import asked, batches

CREATE = """
create virtual table articles using fts5(title, body, url unindexed, tokenize = 'porter unicode61');
create table days(id integer primary key, day text);
create index by_day on days(day);
"""
RANKED = "select rowid from articles where articles match ? order by rank limit 10"
DATED = """select articles.rowid from articles join days on days.id = articles.rowid
    where articles match ? and day between ? and ? order by rank limit 10"""
NEWEST = """select articles.rowid from articles join days on days.id = articles.rowid
    where articles match ? order by day desc limit 10"""
HISTOGRAM = """select substr(day, 1, 7), count(*) from articles join days on days.id = articles.rowid
    where articles match ? group by 1"""


def index(corpus, database):
    """Gives the connection and the seconds without reading the corpus, which other engines do faster than Python."""
    start = time.perf_counter()
    connection = sqlite3.connect(database)
    connection.executescript(CREATE)
    seconds = time.perf_counter() - start
    number = 0
    for articles in batches(corpus):
        start = time.perf_counter()
        for number, article in enumerate(articles, number + 1):
            row = (number, article["title"], article["body"], article["url"])
            connection.execute("insert into articles(rowid, title, body, url) values (?, ?, ?, ?)", row)
            connection.execute("insert into days values (?, ?)", (number, article["date"]))
        seconds += time.perf_counter() - start
    start = time.perf_counter()
    connection.commit()
    return connection, seconds + time.perf_counter() - start


def match(query):
    words = [f'"{word}"' for word in query["words"]]
    if query["kind"] == "phrase":
        return '"' + " ".join(query["words"]) + '"'
    return (" OR " if query["kind"].startswith("or") else " AND ").join(words)


def answer(connection, query):
    text = match(query)
    if query["kind"] == "newest":
        return connection.execute(NEWEST, (text,)).fetchall()
    if query["kind"] == "histogram":
        return connection.execute(HISTOGRAM, (text,)).fetchall()
    if "from" in query:
        return connection.execute(DATED, (text, query["from"], query["to"])).fetchall()
    return connection.execute(RANKED, (text,)).fetchall()


def count(connection, query):
    sql = "select count(*) from articles join days on days.id = articles.rowid where articles match ?"
    days = ()
    if "from" in query:
        sql += " and day between ? and ?"
        days = (query["from"], query["to"])
    return connection.execute(sql, (match(query), *days)).fetchone()[0]


def main(corpus, database, queries, rounds):
    connection, seconds = index(corpus, database)
    kinds = asked(queries, rounds, lambda query: answer(connection, query), lambda query: count(connection, query))
    print(json.dumps({"index_seconds": seconds, "kinds": kinds}))


main(*sys.argv[1:])
