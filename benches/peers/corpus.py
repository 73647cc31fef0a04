"""The corpus of `peers.py`, for engines that are driven from Python."""

import itertools
import json

ARTICLES_AT_ONCE = 1_000


def batches(corpus):
    """The articles, some at a time."""
    with open(corpus, encoding="utf-8") as lines:
        while batch := [json.loads(line) for line in itertools.islice(lines, ARTICLES_AT_ONCE)]:
            yield batch
