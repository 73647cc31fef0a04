"""The corpus and the queries of `peers.py`, for engines that are driven from Python."""

import itertools
import json
import time

ARTICLES_AT_ONCE = 1_000


def batches(corpus):
    """The articles, some at a time."""
    with open(corpus, encoding="utf-8") as lines:
        while batch := [json.loads(line) for line in itertools.islice(lines, ARTICLES_AT_ONCE)]:
            yield batch


def asked(queries, rounds, answer, count):
    """By kind of query, the medians of the times that `answer` takes in microseconds, and what `count` finds."""
    kinds = {}
    with open(queries, encoding="utf-8") as file:
        every = json.load(file)
    for query in every:
        times = []
        for _ in range(int(rounds)):
            before = time.perf_counter()
            answer(query)
            times.append((time.perf_counter() - before) * 1e6)
        kind = kinds.setdefault(query["kind"], {"micros": [], "counts": []})
        kind["micros"].append(sorted(times)[len(times) // 2])
        kind["counts"].append(count(query))
    return kinds
