package dev.taskdirector.benchmarks.chaos;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which results were made more than once, and what shows why. Results that can't be made (their task fails) don't count. */
final class Rebuilds {

    /** Why a result was begun again though somebody had begun it before; the first that is proven counts. */
    enum Reason {
        VERDICT("the peer's own verdict, nothing in the cache"),
        NEEDED("needed by another task, and not in the cache"),
        NOT_NOW("the try before ended with \"not now\""),
        UNPROVEN("begun by who was not proven yet, its peer id was taken"),
        ALONE("begun alone by who had said why: patience, waiting enough, superseded or rejected"),
        HOLDER_KILLED("who had begun it was killed"),
        HOLDER_LOST("who had begun it was silent for too long"),
        HOLDER_REPLACED("another agent came with its peer id"),
        HOLDER_LEFT("who had begun it was stopped or left"),
        TAKEN_OVER("another owner of the partition decided otherwise"),
        SECOND_LEASE("late, so a second peer was given it, too"),
        READ_ONLY("who had begun it can't write the cache"),
        OTHER_RUN("peers of runs that don't share"),
        UNEXPLAINED("nothing shows why");

        private final String title;

        Reason(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    /** A command that began to build, and how that ended, if it did. */
    private record Begun(TaskEntry begin, Optional<TaskEntry> end) {}

    private final Evidence evidence;
    private final Ownership ownership;
    private final Builders builders;
    private final Map<Reason, Integer> counts = new EnumMap<>(Reason.class);
    private final List<String> unexplained = new ArrayList<>();

    Rebuilds(Evidence evidence, Ownership ownership) {
        this.evidence = evidence;
        this.ownership = ownership;
        this.builders = new Builders(evidence);
        begunByContent().values().forEach(this::explain);
    }

    /** How many buildings beyond the first of their result there were, by what shows why. */
    Map<Reason, Integer> counts() {
        return new EnumMap<>(counts);
    }

    /** Each that nothing explains, as a sentence. */
    List<String> unexplained() {
        return List.copyOf(unexplained);
    }

    private Map<String, List<Begun>> begunByContent() {
        Set<String> failing = new HashSet<>();
        evidence.lives().stream()
                .flatMap(life -> life.plan().checkout().stream())
                .filter(one -> one.exitCode() != 0)
                .forEach(one -> failing.add(one.content()));
        Map<List<Object>, TaskEntry> ends = new HashMap<>();
        evidence.entries().stream()
                .filter(entry -> !entry.begins())
                .forEach(end -> ends.put(List.of(end.life(), end.pid(), end.content()), end));
        Map<String, List<Begun>> byContent = new LinkedHashMap<>();
        evidence.entries().stream()
                .filter(entry -> entry.begins() && !failing.contains(entry.content()))
                .forEach(begin -> byContent
                        .computeIfAbsent(begin.content(), content -> new ArrayList<>())
                        .add(new Begun(
                                begin,
                                Optional.ofNullable(
                                        ends.get(List.<Object>of(begin.life(), begin.pid(), begin.content()))))));
        return byContent;
    }

    /** Who began last before it is what counts: what became of somebody earlier has had its consequence. */
    private void explain(List<Begun> all) {
        for (int i = 1; i < all.size(); i++) {
            Reason reason = reason(all.get(i).begin(), all.get(i - 1));
            counts.merge(reason, 1, Integer::sum);
            if (reason == Reason.UNEXPLAINED) {
                unexplained.add(describe(all.subList(0, i + 1)));
            }
        }
    }

    private Reason reason(TaskEntry begin, Begun before) {
        Instant at = begin.at();
        if (begin.phase().equals("verdict") || builders.hadLeftBy(begin, at)) {
            return Reason.VERDICT;
        }
        if (begin.how().equals("needed")) {
            return Reason.NEEDED;
        }
        if (ended(before, "unavailable", at)) {
            return Reason.NOT_NOW;
        }
        if (builders.wasKilledBy(before.begin(), at)) {
            return Reason.HOLDER_KILLED;
        }
        if (builders.wasUnproven(begin) || builders.wasUnproven(before.begin())) {
            return Reason.UNPROVEN;
        }
        if (builders.wasAlone(begin) || builders.wasAlone(before.begin())) {
            return Reason.ALONE;
        }
        return reasonOfHolder(begin, before);
    }

    private Reason reasonOfHolder(TaskEntry begin, Begun before) {
        Instant at = begin.at();
        if (builders.wasSilentBy(before.begin(), at)) {
            return Reason.HOLDER_LOST;
        }
        if (builders.wasReplaced(before.begin())) {
            return Reason.HOLDER_REPLACED;
        }
        if (ended(before, "aborted", at) || builders.hadLeftBy(before.begin(), at)) {
            return Reason.HOLDER_LEFT;
        }
        if (ownership.changed(builders.partitionOf(begin), before.begin().at(), at)
                || builders.wasLedOffTheRecord(begin)
                || builders.wasLedOffTheRecord(before.begin())) {
            return Reason.TAKEN_OVER;
        }
        if (builders.isReadOnly(before.begin())) {
            return Reason.READ_ONLY;
        }
        if (builders.hadOtherWork(begin, before.begin())) {
            return Reason.OTHER_RUN;
        }
        return isSecondLease(begin, before.begin()) ? Reason.SECOND_LEASE : Reason.UNEXPLAINED;
    }

    /** Both were given the work, and the second time before the first had ended: the core hurries late work on so. */
    private boolean isSecondLease(TaskEntry again, TaskEntry first) {
        return builders.attempts(first).stream()
                .anyMatch(one -> builders.attempts(again).stream()
                        .anyMatch(other -> one.work() == other.work()
                                && !other.started().isBefore(one.started())
                                && one.ended()
                                        .map(end -> end.isAfter(other.started()))
                                        .orElse(true)));
    }

    private static boolean ended(Begun one, String how, Instant by) {
        return one.end()
                .filter(end -> end.how().equals(how) && !end.at().isAfter(by))
                .isPresent();
    }

    private String describe(List<Begun> all) {
        StringBuilder text = new StringBuilder(all.get(0).begin().task());
        all.forEach(one -> text.append("; ")
                .append(one.begin().life())
                .append(" began ")
                .append(one.begin().at())
                .append(one.end()
                        .map(end -> " ended " + end.at() + " " + end.how())
                        .orElse(" and has no end"))
                .append(" attempts ")
                .append(builders.attempts(one.begin())));
        return text.toString();
    }
}
