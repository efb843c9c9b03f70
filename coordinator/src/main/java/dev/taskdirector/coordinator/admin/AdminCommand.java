package dev.taskdirector.coordinator.admin;

import dev.taskdirector.coordinator.store.SkipList;
import dev.taskdirector.coordinator.store.SkipList.UnreachableException;
import java.io.PrintStream;
import java.util.List;

/**
 * {@code admin}: lists partitions that stand still, and gets past a record that no coordinator can take. It works on the
 * database, since a partition that stands still reads no further in the log.
 */
public final class AdminCommand {

    private static final int DONE = 0;
    private static final int REFUSED = 1;
    private static final int USAGE = 2;

    private final PrintStream out;
    private final PrintStream errors;

    /** Says what was done on {@code out}, and what was not on {@code errors}. */
    public AdminCommand(PrintStream out, PrintStream errors) {
        this.out = out;
        this.errors = errors;
    }

    /**
     * Runs one command.
     *
     * @param arguments what stands behind {@code admin}
     * @return 0 when it was done, 1 when it was refused or the database does not answer, 2 when the usage is wrong
     */
    public int run(List<String> arguments, DatabaseAddress database) {
        AdminArguments asked;
        try {
            asked = AdminArguments.of(arguments);
        } catch (AdminArguments.UsageException e) {
            errors.println("admin: " + e.getMessage() + "\n" + AdminArguments.USAGE);
            return USAGE;
        }
        try (SkipList list = SkipList.open(database.url(), database.properties())) {
            return asked.skip().isPresent() ? skip(list, asked.skip().get()) : tellParked(list);
        } catch (UnreachableException e) {
            errors.println("admin: " + e.getMessage());
            return REFUSED;
        }
    }

    private int tellParked(SkipList list) throws UnreachableException {
        List<String> parked = list.parked();
        parked.forEach(out::println);
        if (parked.isEmpty()) {
            out.println("no partition stands still");
        }
        return DONE;
    }

    private int skip(SkipList list, SkipList.Request request) throws UnreachableException {
        SkipList.Answer answer = list.add(request);
        if (!answer.done()) {
            errors.println("admin: " + answer.sentence());
            return REFUSED;
        }
        out.println(answer.sentence());
        return DONE;
    }
}
