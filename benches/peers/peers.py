"""dateline beside other engines: the same corpus, the same queries, one machine, one run.

    python3 benches/peers/peers.py CORPUS.jsonl WORK-FOLDER [--jar ANSERINI-FATJAR] [--engines dateline,tantivy,…] [--rounds N]

CORPUS: one article a line with `title`, `body`, `url` and `date` (YYYY-MM-DD). What each engine needs is told in
../README.md; one that is not there is left out with a line that says so. Engines run one after the other. Times of
indexing are without what Python takes to read the corpus. Times of queries are medians of several rounds inside a process,
of the ten best hits without reading the articles; `p50` and `p99` are over the queries of a kind. The memory of dateline is
that of indexing; the others index and search in one process. The counts of all engines are compared: stemmers differ a
little, so an engine may be a twentieth away from the median of all for one of five queries of a kind, and no more.
"""

import argparse
import collections
import json
import os
import platform
import random
import re
import shutil
import statistics
import subprocess
import sys
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
DATELINE = os.path.join(os.environ.get("CARGO_TARGET_DIR", os.path.join(ROOT, "target")), "release", "dateline")
SEED = 20170302
ROUNDS = 20
QUERIES = 20
THREADS = 2
MOST_APART = 0.05
MOST_OF_THEM = 0.2


def draw_queries(corpus):
    """Queries of the words of the corpus: common ones, middling ones and rare ones alike."""
    pick = random.Random(SEED)
    articles = collections.Counter()
    pairs = collections.Counter()
    months = collections.Counter()
    text_bytes = 0
    number = 0
    with open(corpus, encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            article = json.loads(line)
            text_bytes += len(article["title"].encode()) + len(article["body"].encode())
            months[article["date"][:7]] += 1
            if number % 20:
                continue
            words = re.findall(r"[a-z]+", article["body"].lower())
            articles.update({word for word in words if len(word) > 3})
            pairs.update({pair for pair in zip(words, words[1:]) if min(map(len, pair)) > 3})
    bands = [[], [], []]
    for word, count in sorted(articles.items()):
        share = count / (number / 20)
        for band, least in zip(bands, (0.1, 0.01, 0.001)):
            if share >= least:
                band.append(word)
                break
    common_pairs = [pair for pair, count in sorted(pairs.items()) if count >= 10]
    word = lambda: pick.choice(pick.choice(bands))
    queries = []
    for _ in range(QUERIES):
        month = pick.choice(sorted(months))
        queries += [
            {"kind": "word", "words": [word()]},
            {"kind": "and 2", "words": [word(), word()]},
            {"kind": "or 2", "words": [word(), word()]},
            {"kind": "or 5", "words": [word() for _ in range(5)]},
            {"kind": "phrase", "words": list(pick.choice(common_pairs))},
            {"kind": "word in a month", "words": [word()], "from": month + "-01", "to": month + "-28"},
            {"kind": "newest", "words": [word()]},
            {"kind": "histogram", "words": [word()]},
        ]
    return queries, number, text_bytes


def run(command, **settings):
    """What a command prints, and the most memory it took, in megabytes."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, **settings)
    most = [0.0]
    watcher = threading.Thread(target=watch_memory, args=(process.pid, most), daemon=True)
    watcher.start()
    output, _ = process.communicate()
    watcher.join()
    if process.returncode != 0:
        sys.exit(f"{command[0]} failed with {process.returncode}")
    return output, most[0]


def watch_memory(pid, most):
    """The memory that a process holds for itself. Mapped files are not among it: the system takes them back at need."""
    while True:
        try:
            with open(f"/proc/{pid}/status", encoding="ascii") as status:
                found = re.search(r"RssAnon:\s*(\d+) kB", status.read())
        except OSError:
            return
        if not found:
            return
        most[0] = max(most[0], int(found[1]) / 1e3)
        time.sleep(0.05)


def answers_of(command, **settings):
    """The answers that a peer prints."""
    output, memory = run(command, **settings)
    return {**json.loads(output), "memory": memory}


def folder_bytes(path):
    if os.path.isfile(path):
        return os.path.getsize(path)
    return sum(os.path.getsize(os.path.join(folder, name)) for folder, _, names in os.walk(path) for name in names)


def dateline(options, queries, place, flags=()):
    start = time.perf_counter()
    _, memory = run([DATELINE, "--data", place, "index", "--quiet", "--threads", str(THREADS), *flags, options.corpus])
    seconds = time.perf_counter() - start
    answers = answers_of([DATELINE + "-bench", "peer", os.path.join(place, "main"), queries, str(options.rounds)])
    return {**answers, "index_seconds": seconds, "memory": memory}


def dateline_without_names(options, queries, place):
    return dateline(options, queries, place, ["--entities", "none"])


def tantivy(options, queries, place):
    os.makedirs(place)
    manifest = os.path.join(HERE, "tantivy", "Cargo.toml")
    built = os.path.join(HERE, "tantivy", "target")
    run(["cargo", "build", "--release", "--quiet", "--manifest-path", manifest, "--target-dir", built])
    binary = os.path.join(built, "release", "tantivy-peer")
    return answers_of([binary, options.corpus, place, queries, str(THREADS), str(options.rounds)])


def lucene(options, queries, place):
    source = os.path.join(HERE, "LucenePeer.java")
    arguments = [options.corpus, place, queries, str(THREADS), str(options.rounds)]
    return answers_of(["java", "-Xmx4g", "-cp", options.jar, source, *arguments], stderr=subprocess.DEVNULL)


def fts5(options, queries, place):
    script = os.path.join(HERE, "fts5_peer.py")
    return answers_of([sys.executable, script, options.corpus, place, queries, str(options.rounds)])


def xapian(options, queries, place):
    # Debian's module belongs to Debian's Python.
    script = os.path.join(HERE, "xapian_peer.py")
    return answers_of(["/usr/bin/python3", script, options.corpus, place, queries, str(options.rounds)])


ENGINES = {
    "dateline": dateline,
    "dateline, no names": dateline_without_names,
    "tantivy 0.27": tantivy,
    "Lucene 9.9": lucene,
    "SQLite FTS5": fts5,
    "Xapian": xapian,
}


def is_there(engine, options):
    """What is missing for an engine; nothing when it can run."""
    if engine.startswith("Lucene"):
        if not options.jar:
            return "no --jar given"
        return None if shutil.which("java") else "no java"
    if engine == "Xapian":
        found = subprocess.run(["/usr/bin/python3", "-c", "import xapian"], stderr=subprocess.DEVNULL, check=False)
        return "no python3-xapian" if found.returncode else None
    return None


def percentile(values, share):
    values = sorted(values)
    return values[round((len(values) - 1) * share)]


# Xapian keeps no positions of stems: its phrases are of words as they are written.
OTHERWISE = {("Xapian", "phrase")}


def compare_counts(results):
    """Every engine finds about as many articles for nearly every query."""
    for kind, answers in results["dateline"]["kinds"].items():
        counts = {name: result["kinds"][kind]["counts"] for name, result in results.items() if (name, kind) not in OTHERWISE}
        middle = [statistics.median(found) for found in zip(*counts.values())]
        for name, found in counts.items():
            apart = sum(abs(one - other) > max(MOST_APART * other, 2) for one, other in zip(found, middle))
            if apart > MOST_OF_THEM * len(answers["counts"]):
                sys.exit(f"{kind}: {name} finds other numbers of articles than most engines for {apart} queries")


def print_tables(results, text_bytes, number):
    print(f"{number:,} articles, {text_bytes / 1e6:.1f} MB of text, {THREADS} threads, {platform.processor() or platform.machine()}")
    print("\n| | MB/s | index / text | peak memory, MB |\n|---|---|---|---|")
    for name, result in results.items():
        speed = text_bytes / 1e6 / result["index_seconds"]
        print(f"| {name} | {speed:.1f} | {result['bytes'] / text_bytes:.2f} | {result['memory']:,.0f} |")
    print("\n| µs, p50 / p99 | " + " | ".join(results) + " |\n|---|" + "---|" * len(results))
    for kind in results["dateline"]["kinds"]:
        cells = [result["kinds"][kind]["micros"] for result in results.values()]
        row = " | ".join(f"{percentile(micros, 0.5):,.0f} / {percentile(micros, 0.99):,.0f}" for micros in cells)
        print(f"| {kind} | {row} |")


def print_commands(options, word):
    """Whole commands, the cache warm."""
    print(f"\n| a whole command for `{word}` | ms |\n|---|---|")
    commands = {"dateline search": [DATELINE, "--data", os.path.join(options.work, "dateline"), "search", word]}
    if shutil.which("sqlite3"):
        query = f"select title from articles where articles match '{word}' order by rank limit 10"
        commands["sqlite3"] = ["sqlite3", os.path.join(options.work, "SQLite FTS5"), query]
    if shutil.which("rg"):
        commands["rg --count"] = ["rg", "--count", "--ignore-case", "--word-regexp", word, options.corpus]
    for name, command in commands.items():
        if not (name == "sqlite3" and not os.path.exists(command[1])):
            times = []
            for _ in range(11):
                start = time.perf_counter()
                subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
                times.append((time.perf_counter() - start) * 1e3)
            print(f"| {name} | {statistics.median(times):.1f} |")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus")
    parser.add_argument("work")
    parser.add_argument("--jar")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="of each query")
    parser.add_argument("--engines", default=",".join(name for name in ENGINES if "," not in name))
    options = parser.parse_args()
    os.makedirs(options.work, exist_ok=True)
    asked, number, text_bytes = draw_queries(options.corpus)
    queries = os.path.join(options.work, "queries.json")
    with open(queries, "w", encoding="utf-8") as file:
        json.dump(asked, file)
    wanted = options.engines.lower()
    results = {}
    for name, engine in ENGINES.items():
        if not any(name.lower().startswith(part.strip()) for part in wanted.split(",")):
            continue
        missing = is_there(name, options)
        if missing:
            print(f"left out: {name}: {missing}", file=sys.stderr)
            continue
        place = os.path.join(options.work, name)
        if os.path.isdir(place):
            shutil.rmtree(place)
        elif os.path.exists(place):
            os.remove(place)
        results[name] = engine(options, queries, place)
        results[name]["bytes"] = folder_bytes(place)
        print(f"{name}: {results[name]['index_seconds']:.1f} s", file=sys.stderr)
    compare_counts(results)
    print_tables(results, text_bytes, number)
    print_commands(options, asked[0]["words"][0])


main()
