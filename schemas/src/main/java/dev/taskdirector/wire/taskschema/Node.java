package dev.taskdirector.wire.taskschema;

import java.util.List;
import java.util.Optional;

/** A piece of a file, with the line on which it begins. */
sealed interface Node {

    int line();

    /** What it is, for a sentence. */
    String kind();

    /** What a scalar is. */
    enum Type {
        TEXT,
        NUMBER,
        FLAG,
        NOTHING
    }

    record Scalar(int line, Type type, String text) implements Node {
        @Override
        public String kind() {
            return switch (type) {
                case TEXT -> "a text";
                case NUMBER -> "a number";
                case FLAG -> "true or false";
                case NOTHING -> "empty";
            };
        }
    }

    record Sequence(int line, List<Node> items) implements Node {
        @Override
        public String kind() {
            return "a list";
        }
    }

    record Mapping(int line, List<Entry> entries) implements Node {
        @Override
        public String kind() {
            return "a mapping";
        }

        Optional<Node> find(String name) {
            return entries.stream()
                    .filter(entry -> entry.name().equals(name))
                    .map(Entry::value)
                    .findFirst();
        }
    }

    /** A field of a mapping. */
    record Entry(int line, String name, Node value) {}
}
