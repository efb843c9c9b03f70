package dev.taskdirector.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a coordinator has in memory, as its metrics tell.
 *
 * @param heapBytes of heap in use, garbage included
 * @param heapLimitBytes as much heap as there may be
 * @param gauges those beside which a limit stands, by their names; of several partitions or producers the fullest
 */
record MemoryUse(long heapBytes, long heapLimitBytes, SortedMap<String, Gauge> gauges) {

    /** What there is of something, and how much of it there may be. */
    record Gauge(double value, double limit) {
        boolean isAboveLimit() {
            return value > limit;
        }

        private Gauge orHigher(Gauge other) {
            return other.value > value ? other : this;
        }
    }

    private static final String HEAP = "jvm_memory_used_bytes";
    private static final String HEAP_LIMIT = "jvm_memory_max_bytes";
    private static final String OF_HEAP = "area=\"heap\"";
    private static final String OURS = "task_director_";
    private static final String LIMIT = "_limit";

    /** A record counts as being sent before it is turned away for want of room, so these may be seen above their limit. */
    private static final String SENDING = OURS + "sending_";

    private static final Pattern SAMPLE = Pattern.compile("(\\w+)(\\{.*\\})? (\\S+)");
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final int LOOKS = 10;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    MemoryUse {
        gauges = Collections.unmodifiableSortedMap(new TreeMap<>(gauges));
    }

    /** Looks at a coordinator; for up to five seconds again while more is being sent than may be. */
    static MemoryUse of(URI coordinator) throws InterruptedException {
        MemoryUse seen = read(metricsOf(coordinator));
        for (int look = 1; look < LOOKS && seen.isTooMuchBeingSent(); look++) {
            LockSupport.parkNanos(PAUSE.toNanos());
            seen = read(metricsOf(coordinator)).after(seen);
        }
        return seen;
    }

    /** The highest of each in both. */
    MemoryUse orHigher(MemoryUse other) {
        return orHigher(other, name -> true);
    }

    /** What is being sent is as it is now. */
    private MemoryUse after(MemoryUse earlier) {
        return orHigher(earlier, name -> !name.startsWith(SENDING));
    }

    private MemoryUse orHigher(MemoryUse other, Predicate<String> counts) {
        SortedMap<String, Gauge> highest = new TreeMap<>(gauges);
        other.gauges.forEach((name, gauge) -> {
            if (counts.test(name)) {
                highest.merge(name, gauge, Gauge::orHigher);
            }
        });
        return new MemoryUse(
                Math.max(heapBytes, other.heapBytes), Math.max(heapLimitBytes, other.heapLimitBytes), highest);
    }

    /** Reads Prometheus' text; throws if there is a limit without a gauge, none at all, or no heap. */
    static MemoryUse read(String metrics) {
        SortedMap<String, Double> highest = new TreeMap<>();
        double heap = 0;
        double heapLimit = 0;
        for (String line : metrics.lines().toList()) {
            Matcher sample = SAMPLE.matcher(line);
            if (!sample.matches()) {
                continue;
            }
            String name = sample.group(1);
            double value = Double.parseDouble(sample.group(3));
            if (name.equals(HEAP) && line.contains(OF_HEAP)) {
                heap += value;
            } else if (name.equals(HEAP_LIMIT) && line.contains(OF_HEAP)) {
                heapLimit += Math.max(0, value); // below 0: that part may take what the others leave
            } else if (name.startsWith(OURS) && !Double.isNaN(value)) { // not a number: its partition has gone
                highest.merge(name, value, Math::max);
            }
        }
        return new MemoryUse((long) heap, (long) heapLimit, besideLimits(highest)).whole();
    }

    private static SortedMap<String, Gauge> besideLimits(SortedMap<String, Double> highest) {
        SortedMap<String, Gauge> gauges = new TreeMap<>();
        highest.forEach((name, limit) -> {
            if (name.endsWith(LIMIT)) {
                String of = name.substring(0, name.length() - LIMIT.length());
                Double value = highest.get(of);
                if (value == null) {
                    throw new IllegalStateException("the metrics have " + name + ", and no value of " + of);
                }
                gauges.put(of, new Gauge(value, limit));
            }
        });
        return gauges;
    }

    private MemoryUse whole() {
        if (heapBytes == 0 || gauges.isEmpty()) {
            throw new IllegalStateException(
                    "the metrics have no " + (heapBytes == 0 ? HEAP + " of the heap" : OURS + "…" + LIMIT));
        }
        return this;
    }

    private boolean isTooMuchBeingSent() {
        return gauges.entrySet().stream()
                .anyMatch(gauge ->
                        gauge.getKey().startsWith(SENDING) && gauge.getValue().isAboveLimit());
    }

    private static String metricsOf(URI coordinator) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(coordinator.resolve("/q/metrics"))
                .header("Accept", "text/plain")
                .timeout(ANSWER_LIMIT)
                .build();
        try {
            HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(request.uri() + " answers " + answer.statusCode());
            }
            return answer.body();
        } catch (IOException e) {
            throw new IllegalStateException("the coordinator does not tell its metrics: " + e, e);
        }
    }
}
