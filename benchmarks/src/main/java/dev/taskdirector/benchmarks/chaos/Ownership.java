package dev.taskdirector.benchmarks.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Who owned which partition when, by the line that each coordinator writes when that changes. */
final class Ownership {

    private static final Pattern CHANGE =
            Pattern.compile("(\\S+ \\S+) .* (now owner of|no longer owner of|lost) partitions ([0-9, ]+).*");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss,SSS");

    /** A coordinator that had a seat, since when, and what it printed. */
    record Tenure(String seat, Path log, Instant from) {}

    private record Change(String seat, Instant at, boolean gains, Set<Integer> partitions) {}

    private final List<Tenure> tenures;
    private final List<Change> changes = new ArrayList<>();

    Ownership(List<Tenure> tenures) {
        this.tenures = List.copyOf(tenures);
        tenures.forEach(tenure -> read(tenure.seat(), tenure.log()));
        changes.sort(java.util.Comparator.comparing(Change::at));
    }

    static Ownership of(List<Seat> seats) {
        return new Ownership(seats.stream()
                .flatMap(seat -> seat.terms().stream()
                        .map(term -> new Tenure(seat.name(), term.coordinator().log(), term.from())))
                .toList());
    }

    /** What the coordinator in a seat had at a moment. */
    Set<Integer> of(String seat, Instant moment) {
        Instant from = tenures.stream()
                .filter(one -> one.seat().equals(seat))
                .map(Tenure::from)
                .filter(start -> !start.isAfter(moment))
                .max(java.util.Comparator.naturalOrder())
                .orElse(Instant.MAX);
        Set<Integer> owned = new TreeSet<>();
        for (Change change : changes) {
            if (change.seat().equals(seat)
                    && !change.at().isBefore(from)
                    && !change.at().isAfter(moment)) {
                if (change.gains()) {
                    owned.addAll(change.partitions());
                } else {
                    owned.removeAll(change.partitions());
                }
            }
        }
        return owned;
    }

    /** Whether a partition got an owner between two moments. */
    boolean changed(int partition, Instant from, Instant to) {
        return changes.stream()
                .anyMatch(change -> change.gains()
                        && change.partitions().contains(partition)
                        && change.at().isAfter(from)
                        && change.at().isBefore(to));
    }

    private void read(String seat, Path log) {
        try {
            Files.readString(log, StandardCharsets.UTF_8)
                    .lines()
                    .map(CHANGE::matcher)
                    .filter(Matcher::matches)
                    .forEach(line -> changes.add(change(seat, line)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + log, e);
        }
    }

    private static Change change(String seat, Matcher line) {
        Instant at = LocalDateTime.parse(line.group(1), TIME)
                .atZone(ZoneId.systemDefault())
                .toInstant();
        Set<Integer> partitions = new TreeSet<>();
        for (String number : line.group(3).strip().split(", ")) {
            partitions.add(Integer.valueOf(number));
        }
        return new Change(seat, at, line.group(2).startsWith("now"), partitions);
    }
}
