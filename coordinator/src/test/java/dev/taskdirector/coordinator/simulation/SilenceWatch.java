package dev.taskdirector.coordinator.simulation;

import dev.taskdirector.coordinator.core.Settings;
import dev.taskdirector.coordinator.fakes.FakeSeals;
import dev.taskdirector.coordinator.runtime.LogRecord;
import dev.taskdirector.coordinator.simulation.Violation.Rule;
import dev.taskdirector.wire.PeerStatus;
import dev.taskdirector.wire.Received;
import dev.taskdirector.wire.RunEvent;
import java.util.Map;
import java.util.TreeMap;

/** Reads in the log whether a peer that was called lost was silent for long enough: outages and clock steps are nobody's silence. */
final class SilenceWatch {
    private final Surroundings world;
    private final Broker broker;

    SilenceWatch(Surroundings world, Broker broker) {
        this.world = world;
        this.broker = broker;
    }

    /** In a log that has been written anew offsets say nothing. */
    void check(RunEvent event) {
        if (event.type() != RunEvent.Type.PEER_LOST || broker.tamperedAt() >= 0) {
            return;
        }
        long offset = Long.parseLong(event.id().split("-", -1)[1]);
        Map<String, Long> silent = silence(event.cache(), event.peer().orElseThrow(), offset);
        Violation.unless(
                silent.values().stream().anyMatch(millis -> millis > world.shortest(Settings::sessionTimeoutMillis)),
                Rule.LOST_IS_SILENT,
                () -> event + ", but its sessions have been silent for so many milliseconds: " + silent);
    }

    /** How long each session of a peer was silent before an offset, at most. */
    private Map<String, Long> silence(String cache, String peer, long offset) {
        long longestStep = world.longest(Settings::sessionTimeoutMillis) / 3;
        Map<String, Long> silent = new TreeMap<>();
        long last = 0;
        for (LogRecord record : broker.log().from(0, broker.start())) {
            if (record.offset() > offset) {
                break;
            }
            long step = Math.min(Math.max(record.timestampMillis() - last, 0), longestStep);
            last = record.timestampMillis();
            silent.replaceAll((session, millis) -> millis + step);
            if (world.codec.readStatusRecord(record.value()) instanceof Received.Status status
                    && isSpeaking(status.status(), record, cache, peer)) {
                silent.put(status.status().session(), 0L);
            }
        }
        return silent;
    }

    private static boolean isSpeaking(PeerStatus status, LogRecord record, String cache, String peer) {
        return status.cache().equals(cache)
                && record.keyText().equals(cache)
                && status.peer().equals(peer)
                && (status.seenEpoch() == 0 || new FakeSeals().isProven(status));
    }
}
