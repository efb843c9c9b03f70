package dev.taskdirector.wire.taskschema;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.taskdirector.wire.Limits;
import dev.taskdirector.wire.Sentences;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The fields of one mapping, read as what they must be; what they are not is a problem, and then absent. */
final class Fields {

    private final Node.Mapping mapping;
    private final String subject;
    private final Problems problems;

    /**
     * @param subject whose fields they are, such as {@code task "common"}
     */
    Fields(Node.Mapping mapping, String subject, Problems problems) {
        this.mapping = mapping;
        this.subject = subject;
        this.problems = problems;
    }

    boolean has(String name) {
        return mapping.find(name).isPresent();
    }

    /** Names that begin with {@code x-} are the file's own. */
    void refuseOthersThan(List<String> known) {
        for (Node.Entry entry : mapping.entries()) {
            if (!known.contains(entry.name()) && !entry.name().startsWith("x-")) {
                String meant = Suggestion.of(entry.name(), known);
                String cure = meant.isEmpty() ? "; its fields are " + String.join(", ", known) : meant;
                problems.add(entry.line(), subject + " has an unknown field " + Sentences.quoted(entry.name()) + cure);
            }
        }
    }

    /** A word or a name: text on one line. A number or a flag is taken as it is written. */
    Optional<String> text(String name, int most) {
        return mapping.find(name).flatMap(node -> text(name, node, most));
    }

    private Optional<String> text(String name, Node node, int most) {
        Optional<String> text = anyText(name, node, most);
        if (text.filter(Sentences::hasControl).isPresent()) {
            problems.add(node.line(), subject + ": " + Sentences.quoted(name) + " must be on one line");
            return Optional.empty();
        }
        return text;
    }

    private Optional<String> anyText(String name, Node node, int most) {
        if (!(node instanceof Node.Scalar scalar) || scalar.text().isEmpty()) {
            String kind = node instanceof Node.Scalar ? "empty" : node.kind();
            problems.add(node.line(), subject + ": " + Sentences.quoted(name) + " is " + kind + "; write a text");
            return Optional.empty();
        }
        if (scalar.text().codePointCount(0, scalar.text().length()) > most) {
            problems.add(
                    node.line(), subject + ": " + Sentences.quoted(name) + " has more than " + most + " characters");
            return Optional.empty();
        }
        Optional<String> flaw = Sentences.flawOf(scalar.text());
        flaw.ifPresent(it -> problems.add(node.line(), subject + ": " + Sentences.quoted(name) + " has " + it));
        return flaw.isPresent() ? Optional.empty() : Optional.of(scalar.text());
    }

    /** A list of texts on one line each; absent if the field is. */
    Optional<List<String>> list(String name, int mostItems, int mostLength) {
        return mapping.find(name).map(node -> {
            if (!(node instanceof Node.Sequence sequence)) {
                problems.add(
                        node.line(),
                        subject + ": " + Sentences.quoted(name) + " is " + node.kind()
                                + "; write a list, such as [a, b]");
                return List.of();
            }
            if (sequence.items().size() > mostItems) {
                problems.add(
                        node.line(),
                        subject + ": " + Sentences.quoted(name) + " has "
                                + sequence.items().size() + " entries; at most " + mostItems + " are allowed");
                return List.of();
            }
            List<String> texts = new ArrayList<>();
            sequence.items().forEach(item -> text(name, item, mostLength).ifPresent(texts::add));
            return texts;
        });
    }

    /** Targets: one, or a list of one or more, which may span lines. */
    List<String> targets(String name, Node node) {
        List<Node> items = node instanceof Node.Sequence sequence ? sequence.items() : List.of(node);
        if (items.isEmpty()) {
            problems.add(
                    node.line(),
                    subject + ": the list " + Sentences.quoted(name) + " is empty; name at least one target");
        }
        List<String> targets = new ArrayList<>();
        items.forEach(item -> anyText(name, item, Limits.TARGET_BYTES).ifPresent(targets::add));
        long bytes = targets.stream()
                .mapToLong(target -> target.getBytes(UTF_8).length)
                .sum();
        if (bytes > Limits.TARGET_BYTES) {
            problems.add(
                    node.line(),
                    subject + " has " + bytes + " bytes of targets; at most " + Limits.TARGET_BYTES
                            + " are allowed: split it into more tasks");
        }
        return targets;
    }

    Optional<Node> node(String name) {
        return mapping.find(name);
    }

    /** Seconds above 0. */
    Optional<Double> seconds(String name) {
        return mapping.find(name).flatMap(node -> {
            Optional<Double> seconds = node instanceof Node.Scalar scalar && scalar.type() == Node.Type.NUMBER
                    ? number(scalar.text())
                    : Optional.empty();
            if (seconds.isEmpty()) {
                problems.add(
                        node.line(),
                        subject + ": " + Sentences.quoted(name)
                                + " must be a number of seconds above 0, at most 1000000");
            }
            return seconds;
        });
    }

    private static Optional<Double> number(String text) {
        try {
            double value = Double.parseDouble(text.replace("_", ""));
            return value > 0 && value <= Limits.SECONDS ? Optional.of(value) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
