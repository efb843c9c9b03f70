package dev.taskdirector.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.taskdirector.benchmarks.MemoryUse.Gauge;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MemoryUseTest {

    private static final String HEAP = """
            # TYPE jvm_memory_used_bytes gauge
            jvm_memory_used_bytes{area="heap",id="Eden Space"} 1.5E7
            jvm_memory_used_bytes{area="nonheap",id="Metaspace"} 7.0E7
            jvm_memory_used_bytes{area="heap",id="Tenured Gen"} 500.0
            jvm_memory_max_bytes{area="heap",id="Eden Space"} -1.0
            jvm_memory_max_bytes{area="nonheap",id="Metaspace"} 9.0E8
            jvm_memory_max_bytes{area="heap",id="Tenured Gen"} 2.0E7
            """;

    @Test
    void theFullestPartitionIsSetBesideTheLimitAndWhatHasNoLimitIsLeftOut() {
        MemoryUse use = MemoryUse.read(HEAP + """
                  # HELP task_director_works
                  task_director_works{partition="0"} 3.0
                  task_director_works{partition="1"} 5.0
                  task_director_works{partition="2"} NaN
                  task_director_works_limit 4.0
                  task_director_unsaved_records{partition="0"} 9.0
                  task_director_runs{partition="0"} 4.0
                  task_director_runs_limit 4.0
                  """);
        assertThat(use)
                .isEqualTo(new MemoryUse(
                        15_000_500,
                        20_000_000,
                        new TreeMap<>(Map.of(
                                "task_director_works", new Gauge(5, 4), "task_director_runs", new Gauge(4, 4)))));
        assertThat(use.gauges().get("task_director_works").isAboveLimit()).isTrue();
        assertThat(use.gauges().get("task_director_runs").isAboveLimit()).isFalse();
    }

    @Test
    void metricsThatDoNotTellAreNoGoodNews() {
        assertThatThrownBy(() -> MemoryUse.read(HEAP)).hasMessage("the metrics have no task_director_…_limit");
        assertThatThrownBy(() -> MemoryUse.read("task_director_runs 1\ntask_director_runs_limit 4\n"))
                .hasMessage("the metrics have no jvm_memory_used_bytes of the heap");
        assertThatThrownBy(() -> MemoryUse.read(HEAP + "task_director_runs_limit 4.0\n"))
                .hasMessage("the metrics have task_director_runs_limit, and no value of task_director_runs");
    }

    @Test
    void aProducerThatStandsAboveItsLimitIsLookedAtAgain() throws Exception {
        assertThat(lookAt(sending(11), sending(10), sending(3)).gauges())
                .isEqualTo(Map.of("task_director_sending_records", new Gauge(10, 10)));
    }

    @Test
    void ofEachTheHighestIsKeptWhicheverLookItIsFrom() {
        MemoryUse first = new MemoryUse(5, 9, new TreeMap<>(Map.of("a", new Gauge(3, 4), "b", new Gauge(7, 8))));
        MemoryUse second = new MemoryUse(6, 9, new TreeMap<>(Map.of("a", new Gauge(5, 4), "b", new Gauge(1, 8))));
        assertThat(first.orHigher(second))
                .isEqualTo(second.orHigher(first))
                .isEqualTo(new MemoryUse(6, 9, new TreeMap<>(Map.of("a", new Gauge(5, 4), "b", new Gauge(7, 8)))));
    }

    @Test
    void whatWasTooMuchForAMomentIsSeenByAWatch() throws Exception {
        try (Metrics metrics = new Metrics(works(3), works(5), works(1));
                MemoryWatch watch = new MemoryWatch(metrics.address(), Duration.ofMillis(1))) {
            metrics.awaitRead();
            assertThat(watch.highest().gauges()).isEqualTo(Map.of("task_director_works", new Gauge(5, 4)));
        }
    }

    @Test
    void aWatchThatCouldNotLookSaysSo() throws Exception {
        try (Metrics metrics = new Metrics("nothing");
                MemoryWatch watch = new MemoryWatch(metrics.address(), Duration.ofMillis(1))) {
            metrics.awaitRead();
            assertThatThrownBy(watch::highest).hasMessageStartingWith("the metrics have no ");
        }
    }

    private static String works(int count) {
        return HEAP + """
                  task_director_works %d
                  task_director_works_limit 4.0
                  """.formatted(count);
    }

    private static String sending(int records) {
        return HEAP + """
                  task_director_sending_records{producer="assignments"} %d
                  task_director_sending_records_limit 10.0
                  """.formatted(records);
    }

    private static MemoryUse lookAt(String... answers) throws Exception {
        try (Metrics metrics = new Metrics(answers)) {
            return MemoryUse.of(metrics.address());
        }
    }

    /** A coordinator's metrics, one answer after the other; the last one stays. */
    private static final class Metrics implements AutoCloseable {

        private final HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        private final Queue<String> open;
        private final CountDownLatch unread;

        Metrics(String... answers) throws IOException {
            open = new ArrayDeque<>(List.of(answers));
            unread = new CountDownLatch(answers.length);
            server.createContext("/q/metrics", exchange -> {
                byte[] answer = (open.size() > 1 ? open.remove() : open.element()).getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, answer.length);
                exchange.getResponseBody().write(answer);
                exchange.close();
                unread.countDown();
            });
            server.start();
        }

        URI address() {
            return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        }

        void awaitRead() throws InterruptedException {
            assertThat(unread.await(1, TimeUnit.MINUTES)).isTrue();
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
