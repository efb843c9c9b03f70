package dev.taskdirector.benchmarks.chaos;

import dev.taskdirector.benchmarks.chaos.DatabaseRecord.AttemptRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is known of those who began to build: how their sessions stood, what they had been given, what was done to them. */
final class Builders {

    /** A line of an agent's own: what kind of fact it is, and the rest. */
    private static final Pattern LINE = Pattern.compile("(?m)^td \\S+ ([a-z]+) +(.*)$");

    private static final String WITHOUT_LEASE = "without a lease";
    private static final String EACH_ONCE_MORE = "each task once more";

    /** From these on it builds alone, until the coordinator answers again. */
    private static final Set<String> GIVING_UP = Set.of("alone", "superseded", "rejected");

    private final Evidence evidence;
    private final Map<String, Set<String>> alone = new HashMap<>();
    private final Map<String, Instant> left = new HashMap<>();
    private final Map<List<String>, List<AttemptRow>> attempts = new HashMap<>();
    private final Map<String, List<Instant>> silences = new HashMap<>();
    private final Set<String> unproven = new HashSet<>();
    private final Map<List<String>, List<Instant>> offTheRecord = new HashMap<>();

    Builders(Evidence evidence) {
        this.evidence = evidence;
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
        readLeasesOffTheRecord();
        evidence.record().sessions().stream().filter(row -> row.run().isEmpty()).forEach(row -> unproven.add(row.id()));
        evidence.record().sessions().stream()
                .filter(row -> row.because().equals(Optional.of("silent")))
                .forEach(row -> evidence.join(row.id())
                        .ifPresent(join -> silences.computeIfAbsent(join.life(), life -> new ArrayList<>())
                                .add(row.left().orElseThrow())));
    }

    private void readLeasesOffTheRecord() {
        Set<String> recorded = new HashSet<>();
        evidence.record().attempts().forEach(attempt -> recorded.add(attempt.session() + " " + attempt.lease()));
        for (Answer answer : evidence.log().answers()) {
            evidence.join(answer.session())
                    .ifPresent(join -> answer.news().stream()
                            .filter(given -> !recorded.contains(given.lease()))
                            .forEach(given -> offTheRecord
                                    .computeIfAbsent(List.of(join.life(), given.task()), who -> new ArrayList<>())
                                    .add(answer.at())));
        }
    }

    /** What the builder was given of this task. */
    List<AttemptRow> attempts(TaskEntry begin) {
        return attempts.getOrDefault(List.of(begin.life(), begin.task()), List.of());
    }

    /**
     * Whether it says that it began without a lease, and had said before why it would; or that its verdict was each task once
     * more, which tells of none of them.
     */
    boolean wasAlone(TaskEntry begin) {
        Set<String> begun = alone.computeIfAbsent(begin.life(), this::begunAlone);
        return begun.contains(begin.task()) || begun.contains(EACH_ONCE_MORE);
    }

    /**
     * Whether the record knows of no lease of this task, and until then the builder was given one of it that the record
     * doesn't know: by an owner of the partition whose decisions came to nothing.
     */
    boolean wasLedOffTheRecord(TaskEntry begin) {
        return attempts(begin).isEmpty()
                && offTheRecord.getOrDefault(List.of(begin.life(), begin.task()), List.of()).stream()
                        .anyMatch(at -> !at.isAfter(begin.at()));
    }

    /** Whether all its joins were those of a peer id that somebody else had, and none took effect. */
    boolean wasUnproven(TaskEntry begin) {
        List<String> sessions = evidence.sessionsOf(begin.life());
        return !sessions.isEmpty() && sessions.stream().allMatch(unproven::contains);
    }

    /** Whether a lease of this task ended since another session of its peer took effect. */
    boolean wasReplaced(TaskEntry begin) {
        return attempts(begin).stream().anyMatch(attempt -> attempt.outcome().equals(Optional.of("replaced")));
    }

    boolean wasKilledBy(TaskEntry begin, Instant moment) {
        return life(begin).killedAt().map(at -> at.isBefore(moment)).orElse(false);
    }

    /** Whether a session of it was ended for its silence, or a lease of this task was lost with one. */
    boolean wasSilentBy(TaskEntry begin, Instant moment) {
        return attempts(begin).stream().anyMatch(attempt -> attempt.outcome().equals(Optional.of("lost")))
                || silences.getOrDefault(begin.life(), List.of()).stream().anyMatch(at -> at.isBefore(moment));
    }

    boolean hadLeftBy(TaskEntry begin, Instant moment) {
        Instant leaving = left.get(begin.life());
        return leaving != null && leaving.isBefore(moment);
    }

    boolean isReadOnly(TaskEntry begin) {
        return life(begin).plan().readOnly();
    }

    int partitionOf(TaskEntry begin) {
        return Workload.partitionOf(life(begin).plan().build().cache());
    }

    /** Whether the record has this task of both, and as other work for one than for the other. */
    boolean hadOtherWork(TaskEntry one, TaskEntry other) {
        Set<Long> works = new HashSet<>();
        attempts(one).forEach(attempt -> works.add(attempt.work()));
        return !works.isEmpty()
                && !attempts(other).isEmpty()
                && attempts(other).stream().map(AttemptRow::work).noneMatch(works::contains);
    }

    private Life life(TaskEntry begin) {
        return evidence.life(begin.life()).orElseThrow();
    }

    private Set<String> begunAlone(String life) {
        try {
            return begunAloneIn(
                    Files.readString(evidence.life(life).orElseThrow().output()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read what " + life + " printed", e);
        }
    }

    /** Who has waited enough begins at once; the next time it says so again. */
    private static Set<String> begunAloneIn(String output) {
        Set<String> tasks = new HashSet<>();
        boolean gaveUp = false;
        boolean waited = false;
        Matcher lines = LINE.matcher(output);
        while (lines.find()) {
            String kind = lines.group(1);
            boolean isUnleased = kind.equals("start") && lines.group(2).endsWith(WITHOUT_LEASE);
            if (isUnleased && (gaveUp || waited)) {
                tasks.add(lines.group(2).split(" ", 2)[0]);
            }
            if (kind.equals("verdict") && lines.group(2).startsWith(EACH_ONCE_MORE)) {
                tasks.add(EACH_ONCE_MORE);
            }
            gaveUp = GIVING_UP.contains(kind) || (gaveUp && !kind.equals("again"));
            waited = kind.equals("waited") || (waited && isUnleased);
        }
        return tasks;
    }
}
