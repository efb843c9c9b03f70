package dev.taskdirector.wire.taskschema;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/** Collects what is wrong with one file. Keeps a bounded number and counts the rest. */
final class Problems {

    static final int MOST = 20;

    private final String file;
    private final List<Problem> kept = new ArrayList<>();
    private int count;

    private record Problem(int line, String sentence) {}

    Problems(String file) {
        this.file = file;
    }

    void add(int line, String sentence) {
        count++;
        if (kept.size() < MOST) {
            kept.add(new Problem(line, sentence));
        }
    }

    /** A sentence that is costly to find, such as one that looks for what was meant: looked for only if it is kept. */
    void add(int line, Supplier<String> sentence) {
        add(line, kept.size() < MOST ? sentence.get() : "");
    }

    boolean isEmpty() {
        return count == 0;
    }

    ReadSchema.Invalid toInvalid() {
        List<String> sentences = new ArrayList<>(kept.stream()
                .sorted(Comparator.comparingInt(Problem::line))
                .map(problem -> file + ":" + problem.line() + ": " + problem.sentence())
                .toList());
        if (count > MOST) {
            sentences.remove(MOST - 1);
            sentences.add(file + ": and " + (count - MOST + 1) + " more problems");
        }
        return new ReadSchema.Invalid(sentences);
    }
}
