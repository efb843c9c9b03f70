package dev.taskdirector.agent.cli;

import dev.taskdirector.wire.Sentences;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is given with an option, as far as somebody else would refuse it later: then the build would go on alone. */
final class Given {

    private Given() {}

    /**
     * Refuses a text that no record can carry; one that isn't given is none.
     *
     * @param most how many characters (code points) it may have
     */
    static void text(String option, @Nullable String text, int most) throws UsageError {
        if (text == null) {
            return;
        }
        if (text.isEmpty()) {
            throw new UsageError(option + " is empty; give it a value, or leave it out");
        }
        textOrEmpty(option, text, most);
    }

    /** The same where nothing may be said, too. */
    static void textOrEmpty(String option, String text, int most) throws UsageError {
        int length = text.codePointCount(0, text.length());
        if (length > most) {
            throw new UsageError(option + " has " + length + " characters; give it " + most + " at most");
        }
        Optional<String> flaw =
                Sentences.hasControl(text) ? Optional.of("a control character") : Sentences.flawOf(text);
        if (flaw.isPresent()) {
            throw new UsageError(
                    option + " is " + Sentences.quoted(text) + ", which has " + flaw.get() + "; leave that out");
        }
    }

    /**
     * Refuses what doesn't match.
     *
     * @param cure what to write, as a clause in the imperative
     */
    static void match(String option, @Nullable String text, Pattern pattern, String cure) throws UsageError {
        if (text != null && !pattern.matcher(text).matches()) {
            throw new UsageError(option + " is " + Sentences.quoted(text) + "; " + cure);
        }
    }
}
