package dev.taskdirector.benchmarks.chaos;

import dev.taskdirector.benchmarks.chaos.DatabaseRecord.AttemptRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which results were made more than once, and what shows why. Results that can't be made (their task fails) don't count. */
final class Rebuilds {

    /** Why a result was begun again though somebody had begun it before; the first that is proven counts. */
    enum Reason {
        VERDICT("the peer's own verdict, nothing in the cache"),
        NEEDED("needed by another task, and not in the cache"),
        NOT_NOW("the try before ended with \"not now\""),
        ALONE("begun alone, by patience or without a lease"),
        HOLDER_KILLED("who had begun it was killed"),
        HOLDER_LOST("who had begun it was silent for too long"),
        HOLDER_LEFT("who had begun it was stopped or left"),
        TAKEN_OVER("another owner of the partition decided otherwise"),
        READ_ONLY("who had begun it can't write the cache"),
        OTHER_RUN("peers of runs that don't share"),
        UNPROVEN("unproven");

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

    private static final Pattern WITHOUT_LEASE = Pattern.compile("(?m)^td \\S+ start +(\\S+) .*without a lease");

    private final Evidence evidence;
    private final Ownership ownership;
    private final Map<String, Set<String>> alone = new HashMap<>();
    private final Map<String, Instant> left = new HashMap<>();
    private final Map<List<String>, List<AttemptRow>> attempts = new HashMap<>();
    private final Map<Reason, Integer> counts = new EnumMap<>(Reason.class);
    private final List<String> unproven = new ArrayList<>();

    Rebuilds(Evidence evidence, Ownership ownership) {
        this.evidence = evidence;
        this.ownership = ownership;
        evidence.log().said().stream()
                .filter(Said::leaves)
                .forEach(said ->
                        evidence.join(said.session()).ifPresent(join -> left.putIfAbsent(join.life(), said.at())));
        evidence.record()
                .attempts()
                .forEach(attempt -> evidence.join(attempt.session())
                        .ifPresent(join -> attempts.computeIfAbsent(
                                        List.of(join.life(), attempt.task()), who -> new ArrayList<>())
                                .add(attempt)));
        begunByContent().values().forEach(this::explain);
    }

    /** How many buildings beyond the first of their result there were, by what shows why. */
    Map<Reason, Integer> counts() {
        return new EnumMap<>(counts);
    }

    /** Each that nothing explains, as a sentence. */
    List<String> unproven() {
        return List.copyOf(unproven);
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

    private void explain(List<Begun> all) {
        for (int i = 1; i < all.size(); i++) {
            Reason reason = reason(all.get(i), all.subList(0, i));
            counts.merge(reason, 1, Integer::sum);
            if (reason == Reason.UNPROVEN) {
                unproven.add(describe(all.subList(0, i + 1)));
            }
        }
    }

    private Reason reason(Begun again, List<Begun> before) {
        TaskEntry begin = again.begin();
        Instant at = begin.at();
        if (begin.phase().equals("verdict") || isAfterLeaving(begin)) {
            return Reason.VERDICT;
        }
        if (begin.how().equals("needed")) {
            return Reason.NEEDED;
        }
        if (before.stream().anyMatch(one -> ended(one, "unavailable", at))) {
            return Reason.NOT_NOW;
        }
        if (beganAlone(begin) || before.stream().anyMatch(one -> beganAlone(one.begin()))) {
            return Reason.ALONE;
        }
        return reasonOfHolder(again, before);
    }

    private Reason reasonOfHolder(Begun again, List<Begun> before) {
        Instant at = again.begin().at();
        if (before.stream().anyMatch(one -> wasKilled(one.begin(), at))) {
            return Reason.HOLDER_KILLED;
        }
        if (before.stream()
                .anyMatch(one ->
                        hasAttempt(one.begin(), Set.of("lost")) || hadSessionThatEnded(one.begin(), "silent", at))) {
            return Reason.HOLDER_LOST;
        }
        if (before.stream().anyMatch(one -> ended(one, "aborted", at) || isAfterLeaving(one.begin(), at))) {
            return Reason.HOLDER_LEFT;
        }
        if (before.stream()
                .anyMatch(one -> ownership.changed(
                        Workload.partitionOf(cacheOf(again.begin())),
                        one.begin().at(),
                        at))) {
            return Reason.TAKEN_OVER;
        }
        if (before.stream().allMatch(one -> isReadOnly(one.begin()))) {
            return Reason.READ_ONLY;
        }
        return isOtherWork(again.begin(), before) ? Reason.OTHER_RUN : Reason.UNPROVEN;
    }

    private boolean beganAlone(TaskEntry begin) {
        return alone.computeIfAbsent(begin.life(), this::begunAlone).contains(begin.task())
                || attempts.getOrDefault(List.of(begin.life(), begin.task()), List.of())
                        .isEmpty();
    }

    private Set<String> begunAlone(String life) {
        try {
            Set<String> tasks = new HashSet<>();
            Matcher lines = WITHOUT_LEASE.matcher(
                    Files.readString(evidence.life(life).orElseThrow().output()));
            while (lines.find()) {
                tasks.add(lines.group(1));
            }
            return tasks;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read what " + life + " printed", e);
        }
    }

    private boolean wasKilled(TaskEntry begin, Instant by) {
        return evidence.life(begin.life())
                .flatMap(Life::killedAt)
                .map(at -> at.isBefore(by))
                .orElse(false);
    }

    private boolean hasAttempt(TaskEntry begin, Set<String> outcomes) {
        return attempts.getOrDefault(List.of(begin.life(), begin.task()), List.of()).stream()
                .anyMatch(attempt -> outcomes.contains(attempt.outcome().orElse("")));
    }

    private boolean hadSessionThatEnded(TaskEntry begin, String why, Instant by) {
        List<String> sessions = evidence.sessionsOf(begin.life());
        return evidence.record().sessions().stream()
                .filter(row -> sessions.contains(row.id()) && row.because().equals(Optional.of(why)))
                .anyMatch(row -> row.left().map(left -> left.isBefore(by)).orElse(false));
    }

    private boolean isAfterLeaving(TaskEntry begin) {
        return isAfterLeaving(begin, begin.at());
    }

    private boolean isAfterLeaving(TaskEntry begin, Instant at) {
        Instant leaving = left.get(begin.life());
        return leaving != null && leaving.isBefore(at);
    }

    private boolean isReadOnly(TaskEntry begin) {
        return evidence.life(begin.life()).map(life -> life.plan().readOnly()).orElse(false);
    }

    private String cacheOf(TaskEntry begin) {
        return evidence.life(begin.life()).orElseThrow().plan().build().cache();
    }

    private boolean isOtherWork(TaskEntry begin, List<Begun> before) {
        Set<Long> works = new HashSet<>(worksOf(begin));
        return before.stream().allMatch(one -> worksOf(one.begin()).stream().noneMatch(works::contains));
    }

    private List<Long> worksOf(TaskEntry begin) {
        return attempts.getOrDefault(List.of(begin.life(), begin.task()), List.of()).stream()
                .map(AttemptRow::work)
                .toList();
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
                .append(attempts.getOrDefault(
                        List.of(one.begin().life(), one.begin().task()), List.of())));
        return text.toString();
    }
}
