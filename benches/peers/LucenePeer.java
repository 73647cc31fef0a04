// Lucene on the corpus and queries of `peers.py`: indexes with as many threads as are given, then answers every
// query and prints times and counts as JSON.
//
//     java -cp anserini-fatjar.jar LucenePeer.java CORPUS.jsonl INDEX-FOLDER QUERIES.json THREADS ROUNDS

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.stream.IntStream;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.SimpleCollector;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.QueryBuilder;

public class LucenePeer {
    static final ObjectMapper JSON = new ObjectMapper();
    static final String END = "";
    /** Of the years from 1970 on. */
    static final int MOST_MONTHS = 1 << 10;

    public static void main(String[] arguments) throws Exception {
        Path corpus = Path.of(arguments[0]);
        Path folder = Path.of(arguments[1]);
        int threads = Integer.parseInt(arguments[3]);
        int rounds = Integer.parseInt(arguments[4]);
        // As dateline: every word is indexed, and stemmed.
        Analyzer analyzer = new EnglishAnalyzer(CharArraySet.EMPTY_SET);
        Map<String, Object> result = new TreeMap<>();
        long start = System.nanoTime();
        index(corpus, folder, analyzer, threads);
        result.put("index_seconds", (System.nanoTime() - start) / 1e9);
        Map<String, Map<String, List<Double>>> kinds = new TreeMap<>();
        try (DirectoryReader reader = DirectoryReader.open(FSDirectory.open(folder))) {
            IndexSearcher searcher = new IndexSearcher(reader);
            // Every answer is computed, none remembered.
            searcher.setQueryCache(null);
            for (JsonNode query : JSON.readTree(Files.readString(Path.of(arguments[2])))) {
                List<Double> times = new ArrayList<>();
                long count = 0;
                for (int round = 0; round < rounds; round++) {
                    long before = System.nanoTime();
                    count = answer(searcher, analyzer, query);
                    times.add((System.nanoTime() - before) / 1e3);
                }
                // The first rounds warm the machine that runs this.
                List<Double> late = new ArrayList<>(times.subList(rounds / 2, rounds));
                late.sort(null);
                var kind = kinds.computeIfAbsent(query.get("kind").asText(), name -> new TreeMap<>());
                kind.computeIfAbsent("micros", name -> new ArrayList<>()).add(late.get(late.size() / 2));
                kind.computeIfAbsent("counts", name -> new ArrayList<>())
                    .add((double) exact(searcher, analyzer, query, count));
            }
        }
        result.put("kinds", kinds);
        System.out.println(JSON.writeValueAsString(result));
    }

    static void index(Path corpus, Path folder, Analyzer analyzer, int threads) throws Exception {
        IndexWriterConfig config = new IndexWriterConfig(analyzer);
        config.setRAMBufferSizeMB(512);
        BlockingQueue<String> lines = new ArrayBlockingQueue<>(1024);
        try (IndexWriter writer = new IndexWriter(FSDirectory.open(folder), config)) {
            List<Thread> workers = new ArrayList<>();
            List<Exception> failures = new ArrayList<>();
            for (int number = 0; number < threads; number++) {
                Thread worker = new Thread(() -> {
                    try {
                        for (String line = lines.take(); line != END; line = lines.take()) {
                            writer.addDocument(document(JSON.readTree(line)));
                        }
                        lines.put(END);
                    } catch (Exception failure) {
                        synchronized (failures) {
                            failures.add(failure);
                        }
                    }
                });
                worker.start();
                workers.add(worker);
            }
            try (BufferedReader reader = Files.newBufferedReader(corpus)) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    lines.put(line);
                }
            }
            lines.put(END);
            for (Thread worker : workers) {
                worker.join();
            }
            if (!failures.isEmpty()) {
                throw failures.get(0);
            }
            writer.commit();
        }
    }

    static Document document(JsonNode article) {
        Document document = new Document();
        String title = article.path("title").asText();
        String body = article.path("body").asText();
        long day = day(article.path("date").asText());
        document.add(new TextField("text", title, Field.Store.NO));
        document.add(new TextField("text", body, Field.Store.NO));
        document.add(new StoredField("title", title));
        document.add(new StoredField("body", body));
        document.add(new StoredField("url", article.path("url").asText()));
        document.add(new LongPoint("day", day));
        document.add(new NumericDocValuesField("day", day));
        return document;
    }

    static long day(String date) {
        return LocalDate.parse(date).toEpochDay();
    }

    static Query query(Analyzer analyzer, JsonNode asked) {
        QueryBuilder builder = new QueryBuilder(analyzer);
        if (asked.get("kind").asText().equals("phrase")) {
            return builder.createPhraseQuery("text", asked.get("words").get(0).asText() + " " + asked.get("words").get(1).asText());
        }
        boolean any = asked.get("kind").asText().startsWith("or");
        BooleanQuery.Builder query = new BooleanQuery.Builder();
        for (JsonNode word : asked.get("words")) {
            query.add(builder.createBooleanQuery("text", word.asText()), any ? BooleanClause.Occur.SHOULD : BooleanClause.Occur.MUST);
        }
        if (asked.has("from")) {
            query.add(LongPoint.newRangeQuery("day", day(asked.get("from").asText()), day(asked.get("to").asText())), BooleanClause.Occur.FILTER);
        }
        return query.build();
    }

    static long answer(IndexSearcher searcher, Analyzer analyzer, JsonNode asked) throws Exception {
        Query query = query(analyzer, asked);
        switch (asked.get("kind").asText()) {
            case "newest":
                Sort newest = new Sort(new SortField("day", SortField.Type.LONG, true));
                return searcher.search(query, 10, newest).totalHits.value;
            case "histogram":
                return histogram(searcher, query);
            default:
                return searcher.search(query, 10).totalHits.value;
        }
    }

    static long exact(IndexSearcher searcher, Analyzer analyzer, JsonNode asked, long count) throws Exception {
        return asked.get("kind").asText().equals("histogram") ? count : searcher.count(query(analyzer, asked));
    }

    /** Counts by months of thirty days, as the other engines do, and gives the sum. */
    static long histogram(IndexSearcher searcher, Query query) throws Exception {
        int[] months = new int[MOST_MONTHS];
        searcher.search(query, new SimpleCollector() {
            NumericDocValues days;

            @Override
            protected void doSetNextReader(LeafReaderContext context) throws java.io.IOException {
                days = context.reader().getNumericDocValues("day");
            }

            @Override
            public void collect(int doc) throws java.io.IOException {
                if (days.advanceExact(doc)) {
                    months[(int) (days.longValue() / 30)]++;
                }
            }

            @Override
            public ScoreMode scoreMode() {
                return ScoreMode.COMPLETE_NO_SCORES;
            }
        });
        return IntStream.of(months).sum();
    }
}
