package dev.taskdirector.coordinator.admin;

import dev.taskdirector.coordinator.store.SkipList;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The arguments of {@code admin}.
 *
 * @param skip what is to be skipped; empty to list what stands still
 */
record AdminArguments(Optional<SkipList.Request> skip) {

    static final String USAGE = """
            usage: admin parked
                   admin skip --partition P --offset O [--reason TEXT] [--force]""";

    private static final int LONGEST_REASON = 1_000;

    /** The usage is wrong; the message says how. */
    static final class UsageException extends Exception {
        private static final long serialVersionUID = 1L;

        UsageException(String message) {
            super(message);
        }
    }

    static AdminArguments of(List<String> arguments) throws UsageException {
        Deque<String> left = new ArrayDeque<>(arguments);
        String command = Optional.ofNullable(left.poll()).orElse("");
        if (command.equals("parked") && left.isEmpty()) {
            return new AdminArguments(Optional.empty());
        }
        if (!command.equals("skip")) {
            throw new UsageException(
                    command.equals("parked") ? "parked takes no arguments" : "\"" + command + "\" is no command");
        }
        return new AdminArguments(Optional.of(request(left)));
    }

    private static SkipList.Request request(Deque<String> left) throws UsageException {
        Optional<Long> partition = Optional.empty();
        Optional<Long> offset = Optional.empty();
        String reason = "";
        boolean force = false;
        while (!left.isEmpty()) {
            String option = left.pop();
            switch (option) {
                case "--partition" -> partition = Optional.of(number(option, left, Integer.MAX_VALUE));
                case "--offset" -> offset = Optional.of(number(option, left, Long.MAX_VALUE));
                case "--reason" -> reason = value(option, left);
                case "--force" -> force = true;
                default -> throw new UsageException("\"" + option + "\" is no option of skip");
            }
        }
        if (partition.isEmpty() || offset.isEmpty()) {
            throw new UsageException(
                    "skip needs --partition and --offset; \"admin parked\" and the coordinator's health"
                            + " name them");
        }
        if (reason.length() > LONGEST_REASON) {
            throw new UsageException("--reason has more than " + LONGEST_REASON + " characters");
        }
        return new SkipList.Request(partition.get().intValue(), offset.get(), reason, force);
    }

    private static long number(String option, Deque<String> left, long most) throws UsageException {
        String value = value(option, left);
        try {
            long number = Long.parseLong(value);
            if (number >= 0 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new UsageException(option + " is \"" + value + "\", which is no whole number");
        }
        throw new UsageException(option + " is " + value + "; allowed is 0 to " + most);
    }

    private static String value(String option, Deque<String> left) throws UsageException {
        if (left.isEmpty()) {
            throw new UsageException(option + " has no value");
        }
        return left.pop();
    }
}
