package dev.taskdirector.benchmarks.replay;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with the files, a sentence for each bad line: where it is, what is wrong and what to do. */
final class Complaints {

    /** More than these are counted only. */
    private static final int SHOWN = 50;

    private final List<String> sentences = new ArrayList<>();
    private int count;

    void add(Path file, int line, String sentence) {
        add(file + ":" + line + ": " + sentence);
    }

    void add(Path file, String sentence) {
        add(file + ": " + sentence);
    }

    /** A sentence that says where by itself. */
    void add(String sentence) {
        count++;
        if (sentences.size() < SHOWN) {
            sentences.add(sentence);
        }
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** The first ones. */
    List<String> sentences() {
        return List.copyOf(sentences);
    }

    void print(PrintWriter out) {
        sentences.forEach(out::println);
        if (count > SHOWN) {
            out.println("and " + (count - SHOWN) + " more of the kind");
        }
        out.flush();
    }
}
