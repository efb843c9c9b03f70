package dev.taskdirector.deploy.quickstart;

import java.util.List;
import java.util.regex.Pattern;

/** The lines of an agent's log that say that a running task was aborted, or that the agent was given up or gave up waiting. */
final class Trouble {

    private static final Pattern LINE = Pattern.compile("td \\S+ (stopped|alone|rejoined|superseded|retaken) .*");

    private Trouble() {}

    static List<String> in(String log) {
        return log.lines().filter(line -> LINE.matcher(line).matches()).toList();
    }
}
