package dev.taskdirector.coordinator.kafka;

import dev.taskdirector.coordinator.runtime.AssignmentSink;
import dev.taskdirector.coordinator.runtime.Counted;
import dev.taskdirector.coordinator.runtime.Tally;
import dev.taskdirector.wire.PeerAssignment;
import dev.taskdirector.wire.Topics;
import dev.taskdirector.wire.WireCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Brings assignments to their peers' topics. A topic that the producer knows is written at once; what is for another one
 * waits, apart from all the rest, until the topic is there and looked up. Thread-safe.
 */
final class PeerTopics implements AssignmentSink, TopicCleanup.Watcher {
    /** Sessions of one peer whose newest assignment is kept while its topic is opened. */
    private static final int SESSIONS_KEPT = 8;

    private final Topics topics;
    private final WireCodec codec;
    private final BoundedProducer producer;
    private final TopicOpener opener;
    private final Executor opening;
    private final Tally tally;
    private final TopicPlaces places;
    private final Set<String> open = ConcurrentHashMap.newKeySet();
    /** Topics that exist, whoever has opened them, as far as this replica knows. */
    private final Set<String> existing = ConcurrentHashMap.newKeySet();
    /** By topic and session; guarded by itself. */
    private final Map<String, Map<String, PeerAssignment>> waiting = new LinkedHashMap<>();

    private final AtomicBoolean isOpening = new AtomicBoolean();

    /** Makes sure that topics exist and that the producer knows them. Blocking. */
    interface TopicOpener {
        /** Opens some, and gives those that can be written now. */
        Collection<String> open(Collection<String> names);
    }

    /**
     * Publishes by a producer.
     *
     * @param opening runs one piece of work at a time, away from the partitions' threads
     */
    PeerTopics(
            Topics topics,
            WireCodec codec,
            BoundedProducer producer,
            TopicOpener opener,
            Executor opening,
            TopicPlaces places,
            Tally tally) {
        this.topics = topics;
        this.codec = codec;
        this.producer = producer;
        this.opener = opener;
        this.opening = opening;
        this.places = places;
        this.tally = tally;
    }

    @Override
    public void publish(List<PeerAssignment> assignments) {
        boolean anyWaits = false;
        for (PeerAssignment assignment : assignments) {
            String topic = topics.assignments(assignment.peer());
            if (open.contains(topic)) {
                send(topic, assignment);
            } else {
                anyWaits |= keep(topic, assignment);
            }
        }
        if (anyWaits && isOpening.compareAndSet(false, true)) {
            opening.execute(this::openAll);
        }
    }

    /** The topic is gone or about to go: it is opened anew for the next assignment. */
    @Override
    public void forget(String topic) {
        open.remove(topic);
    }

    /** Other replicas open and delete topics, too: these are all that there are. */
    @Override
    public void keepOnly(Set<String> there) {
        existing.retainAll(there);
        existing.addAll(there);
        open.retainAll(there);
        places.recount(existing.size());
    }

    int existingTopics() {
        return existing.size();
    }

    int waitingTopics() {
        synchronized (waiting) {
            return waiting.size();
        }
    }

    private void send(String topic, PeerAssignment assignment) {
        byte[] key = assignment.cache().getBytes(StandardCharsets.UTF_8);
        producer.send(new ProducerRecord<>(topic, 0, key, codec.write(assignment)), () -> forget(topic));
    }

    private boolean keep(String topic, PeerAssignment assignment) {
        synchronized (waiting) {
            Map<String, PeerAssignment> sessions = waiting.get(topic);
            boolean roomForPeer = sessions != null
                    || existing.contains(topic)
                    || places.admits(assignment.peer(), assignment.state(), existing.size() + waiting.size());
            boolean roomForSession =
                    sessions == null || sessions.size() < SESSIONS_KEPT || sessions.containsKey(assignment.session());
            if (!roomForPeer || !roomForSession) {
                tally.add(Counted.PUBLISH_FAILURES, 1);
                return false;
            }
            waiting.computeIfAbsent(topic, name -> new LinkedHashMap<>()).put(assignment.session(), assignment);
            return true;
        }
    }

    private void openAll() {
        List<String> wanted = wanted();
        while (!wanted.isEmpty()) {
            Collection<String> opened = tryOpen(wanted);
            for (String topic : wanted) {
                settle(topic, opened.contains(topic));
            }
            wanted = wanted();
        }
        isOpening.set(false);
        // somebody may have come between the last look and the line before
        if (!wanted().isEmpty() && isOpening.compareAndSet(false, true)) {
            opening.execute(this::openAll);
        }
    }

    private Collection<String> tryOpen(List<String> wanted) {
        try {
            return opener.open(wanted);
        } catch (RuntimeException e) {
            return List.of();
        }
    }

    private List<String> wanted() {
        synchronized (waiting) {
            return new ArrayList<>(waiting.keySet());
        }
    }

    /** What waited is sent before anything newer, or forgotten: the next heartbeat asks again. */
    private void settle(String topic, boolean isOpen) {
        synchronized (waiting) {
            Map<String, PeerAssignment> kept = waiting.remove(topic);
            if (kept == null) {
                return;
            }
            if (isOpen) {
                kept.values().forEach(assignment -> send(topic, assignment));
                existing.add(topic);
                open.add(topic);
            } else {
                tally.add(Counted.PUBLISH_FAILURES, kept.size());
            }
        }
    }
}
