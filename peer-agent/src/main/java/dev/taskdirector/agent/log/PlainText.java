package dev.taskdirector.agent.log;

import java.util.regex.Pattern;

/** Text from somewhere else that is to stand in one line of a log, and does nothing to the terminal that shows it. */
final class PlainText {

    /** Control characters, also those above 127, separators of lines, and what turns the direction of writing. */
    private static final Pattern ODD =
            Pattern.compile("[\\p{Cntrl}\\u0080-\\u009f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]");

    private PlainText() {}

    static String of(String text) {
        return ODD.matcher(text).replaceAll("?");
    }
}
