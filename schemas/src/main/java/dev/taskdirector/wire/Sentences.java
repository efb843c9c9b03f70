package dev.taskdirector.wire;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Brings what a sender wrote into a sentence about it: short, on one line, whatever it was. */
public final class Sentences {

    private static final int SHOWN = 80;
    private static final int LINKS = 12;

    private static final Pattern BLANKS = Pattern.compile("\\s+");

    /** What steers a terminal, parts lines or turns the direction of writing, and halves of surrogate pairs. */
    private static final Pattern ODD =
            Pattern.compile("[\\p{Cntrl}\\p{Cs}\\u0080-\\u009f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]");

    private Sentences() {}

    /** The text in quotes, on one line, of at most 80 characters. */
    public static String quoted(String text) {
        return '"' + shortened(text) + '"';
    }

    /** Somebody else's message on one line, of at most 300 characters. */
    public static String line(String message) {
        String line = BLANKS.matcher(message).replaceAll(" ").strip();
        return plain(line.length() > 300 ? line.substring(0, 300) + "…" : line);
    }

    /** The whole text on one line, with a question mark for each character that could change how the rest is shown. */
    public static String plain(String text) {
        return ODD.matcher(text).replaceAll("?");
    }

    static String shortened(String text) {
        return plain(text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text);
    }

    /** The texts, quoted, with a word between; of many only the first ones and the last. */
    public static String chain(List<String> texts, String between) {
        if (texts.size() <= LINKS) {
            return texts.stream().map(Sentences::quoted).collect(Collectors.joining(between));
        }
        String start =
                texts.subList(0, LINKS - 1).stream().map(Sentences::quoted).collect(Collectors.joining(between));
        return start + between + "…" + between + quoted(texts.get(texts.size() - 1));
    }

    /** Whether a character is one that may change how a terminal or a log shows the rest. */
    public static boolean hasControl(String text) {
        return text.chars().anyMatch(c -> c < 0x20 || c == 0x7f);
    }

    /** What keeps a text from being stored: NUL, or half a surrogate pair. */
    public static Optional<String> flawOf(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                return Optional.of("a NUL character");
            }
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return Optional.of("half a surrogate pair");
            }
        }
        return Optional.empty();
    }
}
