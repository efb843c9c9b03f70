package dev.taskdirector.agent.process;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a line into words without a shell: blanks part words, single and double quotes hold blanks, a backslash takes
 * the next character as it is, except inside single quotes. Nothing else is special: no variables, no globs, no pipes.
 */
public final class Words {

    private static final char NONE = 0;

    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean begun;
    private char quote = NONE;

    private Words() {}

    /** @throws IllegalArgumentException with a sentence, if a quote isn't closed or a backslash is last */
    public static List<String> split(String line) {
        return new Words().read(line);
    }

    private List<String> read(String line) {
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\' && quote != '\'') {
                i++;
                if (i == line.length()) {
                    throw new IllegalArgumentException(
                            "a backslash ends the command; write two for one, or leave it out: " + line);
                }
                add(line.charAt(i));
            } else {
                take(c);
            }
        }
        if (quote != NONE) {
            throw new IllegalArgumentException("a quote " + quote
                    + " isn't closed in the command; close it, or put a backslash before it: " + line);
        }
        endWord();
        return List.copyOf(words);
    }

    private void take(char c) {
        if (quote != NONE) {
            if (c == quote) {
                quote = NONE;
            } else {
                add(c);
            }
        } else if (c == '\'' || c == '"') {
            quote = c;
            begun = true;
        } else if (Character.isWhitespace(c)) {
            endWord();
        } else {
            add(c);
        }
    }

    private void add(char c) {
        word.append(c);
        begun = true;
    }

    private void endWord() {
        if (begun) {
            words.add(word.toString());
            word.setLength(0);
            begun = false;
        }
    }
}
