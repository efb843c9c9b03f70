package dev.taskdirector.agent.process;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A command with places for a task: {@code {task}}, {@code {targets}} and {@code {slot}}. No shell ever sees what is put
 * in: a word that is {@code {targets}} and nothing else becomes one argument for each target, unchanged; inside a longer
 * word the targets are joined by a space. What was put in is not looked at again for further places.
 *
 * @param words the command and its arguments: one at least, and the first one not empty
 */
public record CommandTemplate(List<String> words) {

    private static final String TASK = "{task}";
    private static final String TARGETS = "{targets}";
    private static final Pattern PLACE = Pattern.compile("\\{(task|targets|slot)}");

    public CommandTemplate {
        words = List.copyOf(words);
        if (words.isEmpty()) {
            throw new IllegalArgumentException("the command has no word; name the program to run");
        }
        if (words.get(0).isEmpty()) {
            throw new IllegalArgumentException("the command's first word is empty; name the program to run");
        }
    }

    /** Splits a line into words as {@link Words} does. */
    public static CommandTemplate ofLine(String line) {
        return new CommandTemplate(Words.split(line));
    }

    /** The arguments for one task, or for several that have no name in common. */
    public List<String> expand(String task, List<String> targets, int slot) {
        List<String> arguments = new ArrayList<>();
        for (String word : words) {
            if (word.equals(TARGETS)) {
                arguments.addAll(targets);
            } else {
                arguments.add(fill(word, task, targets, slot));
            }
        }
        return arguments;
    }

    /** Whether the targets of several tasks can take the place of one task's: each is an argument, and no word names the task. */
    public boolean takesSeveralTasks() {
        return words.contains(TARGETS) && !namesTask();
    }

    /** Whether a word holds the task's name. */
    public boolean namesTask() {
        return words.stream().anyMatch(word -> word.contains(TASK));
    }

    /** The words as a person reads them, with the given targets in place. */
    public String describe(String task, List<String> targets) {
        return String.join(" ", expand(task, targets, 0));
    }

    private static String fill(String word, String task, List<String> targets, int slot) {
        return PLACE.matcher(word)
                .replaceAll(place -> Matcher.quoteReplacement(
                        switch (place.group(1)) {
                            case "task" -> task;
                            case "targets" -> String.join(" ", targets);
                            default -> Integer.toString(slot);
                        }));
    }
}
