package dev.taskdirector.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.taskdirector.benchmarks.MemoryUse.Gauge;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MemoryUseTest {

    private static final String HEAP = """
            # TYPE jvm_memory_used_bytes gauge
            jvm_memory_used_bytes{area="heap",id="Eden Space"} 1.5E7
            jvm_memory_used_bytes{area="nonheap",id="Metaspace"} 7.0E7
            jvm_memory_used_bytes{area="heap",id="Tenured Gen"} 500.0
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

    private static String sending(int records) {
        return HEAP + """
                  task_director_sending_records{producer="assignments"} %d
                  task_director_sending_records_limit 10.0
                  """.formatted(records);
    }

    private static MemoryUse lookAt(String... answers) throws Exception {
        Queue<String> open = new ArrayDeque<>(List.of(answers));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/q/metrics", exchange -> {
            byte[] answer = open.remove().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        try {
            return MemoryUse.of(
                    URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
        } finally {
            server.stop(0);
        }
    }
}
