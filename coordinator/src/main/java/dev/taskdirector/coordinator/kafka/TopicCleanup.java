package dev.taskdirector.coordinator.kafka;

import dev.taskdirector.coordinator.runtime.PeerCensus;
import dev.taskdirector.wire.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Deletes assignment topics of peers that no checkpoint has known for a day. A topic goes only if two looks in a row found
 * it so, and nothing in it is younger than a day: a peer that was just answered for the first time is in no checkpoint yet.
 * When places are scarce, an hour without a session is enough. The longest silent go first.
 */
final class TopicCleanup {
    private static final Logger LOG = Logger.getLogger(TopicCleanup.class);
    private static final Keeping USUALLY = new Keeping(Duration.ofHours(24), Duration.ofHours(24), "unknown for a day");
    private static final Keeping WHEN_SCARCE =
            new Keeping(Duration.ZERO, Duration.ofHours(1), "without a session, silent for an hour: places are scarce");
    private static final Duration ANSWER = Duration.ofSeconds(15);
    private static final int MOST_AT_ONCE = 500;
    private final Admin admin;
    private final String prefix;
    private final PeerCensus census;
    private final Watcher watcher;
    private final TopicPlaces places;
    private Set<String> suspects = Set.of();

    /** How long a topic is kept after its peer's last session, and after its newest record. */
    private record Keeping(Duration afterSession, Duration afterRecord, String notKept) {}

    /** Whoever has to know which assignment topics there are. */
    interface Watcher {
        /** These are all; whoever opened them, and whoever deleted others. */
        void keepOnly(Set<String> there);

        /** This one is about to go. */
        void forget(String topic);
    }

    TopicCleanup(Admin admin, Topics topics, PeerCensus census, Watcher watcher, TopicPlaces places) {
        this.admin = admin;
        this.prefix = topics.assignments("");
        this.census = census;
        this.watcher = watcher;
        this.places = places;
    }

    /** Looks which topics there are, and deletes some if no other replica is at it and the store answers. */
    synchronized void run(Instant now) {
        trying(() -> {
            SortedSet<String> there = there();
            watcher.keepOnly(there);
            Keeping keeping = places.areScarce(there.size()) ? WHEN_SCARCE : USUALLY;
            census.whileLocked(keeping.afterSession(), known -> trying(() -> look(there, known, now, keeping)));
        });
    }

    private interface Look {
        void run() throws ExecutionException, TimeoutException, InterruptedException;
    }

    private static void trying(Look look) {
        try {
            look.run();
        } catch (ExecutionException | TimeoutException e) {
            LOG.infof("assignment topics were not looked at: %s", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private SortedSet<String> there() throws ExecutionException, TimeoutException, InterruptedException {
        SortedSet<String> there = new TreeSet<>();
        for (String topic : admin.listTopics().names().get(10, TimeUnit.SECONDS)) {
            if (topic.startsWith(prefix)) {
                there.add(topic);
            }
        }
        return there;
    }

    private void look(SortedSet<String> there, SortedSet<String> known, Instant now, Keeping keeping)
            throws ExecutionException, TimeoutException, InterruptedException {
        SortedSet<String> unknown = new TreeSet<>(there);
        unknown.removeIf(topic -> known.contains(topic.substring(prefix.length())));
        Set<String> quiet = unknown.isEmpty() ? Set.of() : quiet(unknown, now.minus(keeping.afterRecord()));
        List<String> going =
                quiet.stream().filter(suspects::contains).limit(MOST_AT_ONCE).toList();
        suspects = quiet;
        if (!going.isEmpty()) {
            delete(going, keeping);
        }
    }

    /**
     * Those in which nothing is young, the longest silent first. One that can't be looked at is left for another time, and
     * keeps no other one.
     */
    private Set<String> quiet(Collection<String> names, Instant youngestOfQuiet) throws InterruptedException {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        names.forEach(name -> wanted.put(new TopicPartition(name, 0), OffsetSpec.maxTimestamp()));
        ListOffsetsResult newest = admin.listOffsets(wanted);
        long youngest = youngestOfQuiet.toEpochMilli();
        long deadline = System.nanoTime() + ANSWER.toNanos();
        Map<String, Long> quiet = new HashMap<>();
        List<String> silent = new ArrayList<>();
        for (TopicPartition where : wanted.keySet()) {
            long left = Math.max(0, deadline - System.nanoTime());
            try {
                var info = newest.partitionResult(where).get(left, TimeUnit.NANOSECONDS);
                if (info.timestamp() < youngest) {
                    quiet.put(where.topic(), info.timestamp());
                }
            } catch (ExecutionException | TimeoutException e) {
                silent.add(where.topic() + ": " + e.getMessage());
            }
        }
        if (!silent.isEmpty()) {
            LOG.infof("%d assignment topics were not looked at, such as %s", silent.size(), silent.get(0));
        }
        return inOrder(quiet);
    }

    private static Set<String> inOrder(Map<String, Long> newest) {
        return newest.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private void delete(List<String> going, Keeping keeping)
            throws ExecutionException, TimeoutException, InterruptedException {
        going.forEach(watcher::forget);
        admin.deleteTopics(going).all().get(30, TimeUnit.SECONDS);
        LOG.infof("deleted %d assignment topics of peers %s", going.size(), keeping.notKept());
    }
}
