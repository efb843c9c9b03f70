package dev.taskdirector.deploy.quickstart;

import dev.taskdirector.deploy.standalone.CoordinatorProcess;
import dev.taskdirector.deploy.standalone.Standalone;
import java.time.Duration;
import java.time.Instant;

/** How long nobody tells a peer anything once the owner of its partition has gone. */
record Silence(Standalone standalone, Owners owners, BrokerView broker) {

    /** Until the first answer of the coordinator that is left, after it became the owner. */
    Duration since(Instant moment, String cache, String peer) {
        CoordinatorProcess left = standalone.coordinators().get(0);
        Instant owned = owners.awaitOwnership(left, Owners.partitionOf(cache));
        Instant from = owned.isBefore(moment) ? moment : owned;
        Duration silence = Duration.between(moment, broker.firstAnswerSince(peer, from));
        System.out.printf("%s: the next owner's first answer after %d ms%n", cache, silence.toMillis());
        return silence;
    }
}
