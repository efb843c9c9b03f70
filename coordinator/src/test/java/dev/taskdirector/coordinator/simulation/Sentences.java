package dev.taskdirector.coordinator.simulation;

import dev.taskdirector.wire.PeerAssignment;
import dev.taskdirector.wire.PeerStatus;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Messages as a person would tell them. */
final class Sentences {

    private Sentences() {}

    static String of(PeerStatus status) {
        return Stream.of(
                        Stream.of("#" + status.seq() + " of " + status.session() + ", seen " + status.seenEpoch()),
                        status.join().stream().map(join -> "joins"),
                        status.holding().stream()
                                .map(one -> "holds " + one.task()
                                        + one.lease()
                                                .map(lease -> " under " + lease)
                                                .orElse(" alone")),
                        status.finished().stream()
                                .map(one -> one.task() + " " + one.outcome()
                                        + one.lease()
                                                .map(lease -> " under " + lease)
                                                .orElse("")),
                        status.relied().stream().map(one -> one.task() + (one.hit() ? " hit" : " GHOST")),
                        status.leaving().stream().map(how -> "leaves " + how),
                        status.token().isPresent() ? Stream.<String>of() : Stream.of("no token"))
                .flatMap(some -> some)
                .collect(Collectors.joining("; "));
    }

    static String of(PeerAssignment assignment) {
        return assignment.state() + " to " + assignment.session() + ", epoch " + assignment.epoch() + ", seen #"
                + assignment.seenSeq()
                + assignment.run().map(run -> ", run " + run).orElse("")
                + assignment.tasks().stream()
                        .map(task -> "; " + task.name() + " under " + task.lease())
                        .collect(Collectors.joining())
                + assignment.waitingFor().stream()
                        .map(wait -> "; waits for " + wait.task() + " of " + wait.peer())
                        .collect(Collectors.joining())
                + assignment.reason().map(reason -> "; " + reason).orElse("");
    }
}
