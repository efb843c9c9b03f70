package dev.taskdirector.coordinator.api;

import dev.taskdirector.coordinator.store.Page;
import jakarta.ws.rs.BadRequestException;
import java.util.Optional;

/** Reads query parameters, and says in a sentence what is wrong with one. */
final class Query {

    private static final int LARGEST_PAGE = 1_000_000;
    private static final int LARGEST_SIZE = 200;
    private static final int USUAL_SIZE = 50;

    private Query() {}

    static Page.Wanted page(Optional<String> page, Optional<String> size) {
        return new Page.Wanted(
                number("page", page, new Range(0, LARGEST_PAGE)).orElse(0),
                number("size", size, new Range(1, LARGEST_SIZE)).orElse(USUAL_SIZE));
    }

    /** A name to look for. PostgreSQL has no NUL in its texts, and would call the question an error. */
    static Optional<String> name(String name, Optional<String> value) {
        if (value.filter(text -> text.indexOf('\0') >= 0).isPresent()) {
            throw new BadRequestException(name + " has a NUL character, which no name has");
        }
        return value;
    }

    /** Whether the parameter is the first of two words; empty when it is not given. */
    static Optional<Boolean> oneOf(String name, Optional<String> value, String yes, String no) {
        return value.map(word -> {
            if (!word.equals(yes) && !word.equals(no)) {
                throw new BadRequestException(
                        name + " is \"" + word + "\"; it must be \"" + yes + "\" or \"" + no + "\"");
            }
            return word.equals(yes);
        });
    }

    private static Optional<Integer> number(String name, Optional<String> value, Range range) {
        return value.map(text -> {
            if (text.matches("[0-9]{1,7}")) {
                int number = Integer.parseInt(text);
                if (number >= range.from() && number <= range.to()) {
                    return number;
                }
            }
            throw new BadRequestException(name + " is \"" + text + "\"; it must be a whole number from " + range.from()
                    + " to " + range.to());
        });
    }

    private record Range(int from, int to) {}
}
