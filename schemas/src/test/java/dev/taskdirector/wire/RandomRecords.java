package dev.taskdirector.wire;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Draws records that keep the contract, bounds and odd characters among them. */
final class RandomRecords {

    private static final String ID_LETTERS = "abcXYZ019.-";
    private static final List<String> ODD = List.of("ü", "𐍈", "\"", "\\", " ", "/", "<", "…", "日本", "'", "\u2028");

    private final Random random;

    RandomRecords(Random random) {
        this.random = random;
    }

    PeerStatus status() {
        return new PeerStatus(
                1,
                id(),
                id(),
                id(),
                whole(1),
                whole(0),
                1 + random.nextInt(64),
                list(4, i -> new Holding(text(1024), maybe(() -> text(512)))),
                list(4, i -> finished()),
                list(4, i -> new Relied(text(1024), random.nextBoolean())),
                maybe(this::join),
                maybe(() -> pick(Leaving.values())),
                maybe(() -> text(512)));
    }

    PeerAssignment assignment() {
        return new PeerAssignment(
                1,
                id(),
                id(),
                id(),
                whole(0),
                whole(0),
                pick(AssignmentState.values()),
                maybe(() -> text(512)),
                list(64, i -> assignedTask()),
                list(5, i -> new WaitingFor(text(1024), id(), sum(), sum())),
                maybe(() -> new Progress(count(), count(), count(), count(), count(), maybe(this::sum))),
                maybe(this::news),
                list(
                        5,
                        i -> new Failure(
                                text(1024), list(3, j -> new FailedAttempt(id(), maybe(() -> random.nextInt(256)))))),
                maybe(() -> random.nextInt(Limits.TASKS + 1)),
                maybe(() -> text(4096)),
                maybe(this::sum),
                positive(),
                maybe(() -> text(512)));
    }

    private AssignedTask assignedTask() {
        return new AssignedTask(
                text(1024), text(512), sum(), maybe(this::sum), maybe(this::count), maybe(this::id), maybe(this::id));
    }

    private News news() {
        return new News(
                count(),
                count(),
                count(),
                maybe(() -> new DoneBy(id(), maybe(() -> text(512)))),
                list(Limits.NEWS, i -> new BuiltTask(text(1024), id(), maybe(this::sum))));
    }

    Control control() {
        Control.Kind kind = pick(Control.Kind.values());
        Optional<String> command = kind == Control.Kind.COMMAND ? Optional.of(text(512)) : Optional.empty();
        return new Control(1, id(), kind, texts(), command, texts(), maybe(() -> text(512)));
    }

    RunEvent event() {
        return new RunEvent(
                1,
                count() + "-" + whole(0) + "-" + count(),
                id(),
                Instant.ofEpochSecond(
                        random.nextInt(Integer.MAX_VALUE), random.nextBoolean() ? 0 : random.nextInt(999)),
                pick(RunEvent.Type.values()),
                text(512),
                maybe(this::id),
                maybe(() -> text(1024)),
                maybe(this::sum),
                maybe(() -> text(4096)));
    }

    private Finished finished() {
        return new Finished(
                text(1024),
                maybe(() -> text(512)),
                pick(Outcome.values()),
                maybe(() -> random.nextInt(256)),
                maybe(() -> random.nextInt(3) == 0 ? Limits.SECONDS : random.nextDouble() * 1000),
                maybe(random::nextBoolean));
    }

    private Join join() {
        List<JoinTask> tasks = new ArrayList<>();
        for (int i = random.nextInt(6); i >= 0; i--) {
            tasks.add(task(tasks));
        }
        String id = text(1024);
        Optional<String> universe = maybe(() -> text(65536));
        JoinSchema schema =
                new JoinSchema(id, SchemaDigest.of(id, universe, tasks), universe, maybe(() -> List.copyOf(tasks)));
        return new Join(
                schema,
                text(512),
                maybe(() -> tasks.stream().map(task -> text(512)).toList()),
                random.nextBoolean(),
                list(3, i -> new Repository(i + text(1000), text(1024), text(512), list(3, j -> text(512)))),
                random.nextBoolean(),
                maybe(() -> text(512)),
                maybe(() -> new Pipeline(text(512), maybe(() -> text(512)))),
                labels());
    }

    private JoinTask task(List<JoinTask> earlier) {
        List<String> targets = list(3, i -> text(1000));
        return new JoinTask(
                earlier.size() + text(1000),
                targets.isEmpty() ? List.of("two\nlines") : targets,
                earlier.stream()
                        .map(JoinTask::name)
                        .filter(name -> random.nextInt(3) == 0)
                        .toList(),
                maybe(this::positive),
                maybe(this::positive));
    }

    private Map<String, String> labels() {
        Map<String, String> labels = new TreeMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            labels.put(text(512), random.nextInt(4) == 0 ? "" : text(Limits.LABEL));
        }
        return labels;
    }

    private Map<String, String> texts() {
        Map<String, String> texts = new TreeMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            texts.put(text(512), random.nextInt(4) == 0 ? "" : text(4096));
        }
        return texts;
    }

    private String id() {
        int length = random.nextInt(10) == 0 ? 128 : 1 + random.nextInt(12);
        StringBuilder id = new StringBuilder();
        for (int i = 0; i < length; i++) {
            id.append(ID_LETTERS.charAt(random.nextInt(ID_LETTERS.length())));
        }
        return id.toString();
    }

    /** Mostly short; now and then of the greatest length. */
    private String text(int most) {
        if (random.nextInt(30) == 0) {
            return "𐍈".repeat(Math.min(most, 1024));
        }
        StringBuilder text = new StringBuilder("t");
        for (int i = random.nextInt(8); i > 0; i--) {
            text.append(random.nextBoolean() ? ODD.get(random.nextInt(ODD.size())) : "x");
        }
        return text.toString();
    }

    private long whole(long least) {
        return switch (random.nextInt(4)) {
            case 0 -> least;
            case 1 -> Limits.INTEGER;
            default -> least + random.nextInt(1000);
        };
    }

    private int count() {
        return random.nextInt(5) == 0 ? Integer.MAX_VALUE : random.nextInt(1000);
    }

    private double sum() {
        return switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> Limits.SECONDS * Limits.TASKS;
            case 2 -> random.nextInt(100_000);
            default -> random.nextDouble() * 100;
        };
    }

    private double positive() {
        return switch (random.nextInt(4)) {
            case 0 -> Double.MIN_VALUE;
            case 1 -> Limits.SECONDS;
            case 2 -> 1 + random.nextInt(100_000);
            default -> 1 - random.nextDouble();
        };
    }

    private <T> T pick(T[] values) {
        return values[random.nextInt(values.length)];
    }

    private <T> Optional<T> maybe(Supplier<T> value) {
        return random.nextBoolean() ? Optional.of(value.get()) : Optional.empty();
    }

    private <T> List<T> list(int most, IntFunction<T> element) {
        int size = random.nextInt(12) == 0 ? most : random.nextInt(Math.min(most, 4) + 1);
        return IntStream.range(0, size).mapToObj(element).toList();
    }
}
