package dev.taskdirector.agent.cli;

import dev.taskdirector.wire.Limits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What command lines are made of, as the commands themselves tell it: their options, for each of them values at, below and
 * beyond what its type, its description and the contract's limits say, and the forms in which it can be given.
 */
final class CommandLinePieces {
    private static final Pattern NUMBER = Pattern.compile("\\d+");
    private static final Pattern WORD = Pattern.compile("[a-z-]{3,}|[A-Z_]{3,}");
    private static final List<Integer> LENGTHS = List.of(128, Limits.WORD, Limits.NAME, Limits.SENTENCE);
    private static final List<Integer> COUNTS = List.of(2, Limits.ENTRIES, Limits.ADDITIONAL_PATCHSETS);

    /** So many of an option's values are tried split, too. */
    private static final int MOST_SPLIT = 25;

    /** Values for any option. */
    private static final List<String> ODD_VALUES = List.of("", " ", "=", "-1", "a\nb", "\u001b[31m", "none");

    /** Texts that have been somebody's undoing. */
    private static final List<String> ODD_TEXTS = List.of(
            "a=b",
            "=b",
            "a=",
            "a=b=c",
            "-",
            "--",
            "--slots",
            "@file",
            "'open",
            "a 'b c' \"d\"",
            "\\",
            "''",
            "{targets}",
            "{task} {slot}",
            "a/b_c",
            "\u202e",
            "𐍈",
            "\ufeff",
            "%s%n%999999999d",
            "${sys:user.home}",
            "h",
            "h:9092",
            "h:0",
            "h:65535",
            "h:65536",
            "h:99999999999",
            ":9092",
            "[::1]:9092,h:1",
            ",",
            "https://td",
            "https://a b");

    private final List<Option> options;
    private final List<String> files;

    /** How an option is given. */
    enum Form {
        JOINED,
        SPLIT,
        WITHOUT_VALUE,
        WITHOUT_LAST_LETTER,
        IN_CAPITALS,
        /** With a value and with the next one. */
        TWICE,
        /** As often as some limit says, and once more. */
        MANY,
        TOO_MANY
    }

    /**
     * An option of a command.
     *
     * @param values at its bounds and beyond them
     */
    record Option(String command, String name, boolean takesValue, boolean takesMany, List<String> values) {}

    /**
     * Which option is given, with which of its values, in which form. Numbers beyond what there is begin anew.
     *
     * @param option from 0
     * @param value from 0
     * @param form from 0
     */
    record Choice(int option, int value, int form) {
        private static final Pattern NUMBERS = Pattern.compile("\\d{1,6}");

        /** The first three numbers of a text; what is missing counts as 0. */
        static Choice of(String text) {
            int[] numbers = new int[3];
            Matcher found = NUMBERS.matcher(text);
            for (int i = 0; i < numbers.length && found.find(); i++) {
                numbers[i] = Integer.parseInt(found.group());
            }
            return new Choice(numbers[0], numbers[1], numbers[2]);
        }

        @Override
        public String toString() {
            return option + " " + value + " " + form;
        }
    }

    /** @param files named where an option takes a path */
    CommandLinePieces(CommandLine line, List<String> files) {
        this.files = files;
        Map<String, Option> found = new LinkedHashMap<>();
        add("", line, found);
        options = List.copyOf(found.values());
    }

    private void add(String command, CommandLine line, Map<String, Option> found) {
        for (OptionSpec option : line.getCommandSpec().options()) {
            for (String name : option.names()) {
                // but for help, what several commands have is one class of options
                boolean isHelp = option.usageHelp() || option.versionHelp();
                found.putIfAbsent(isHelp ? command + name : name, optionOf(command, name, option));
            }
        }
        line.getSubcommands().forEach((name, sub) -> add((command + " " + name).strip(), sub, found));
    }

    private Option optionOf(String command, String name, OptionSpec option) {
        boolean takesMany = option.isMultiValue();
        boolean takesValue = option.arity().max() > 0;
        return new Option(command, name, takesValue, takesMany, List.copyOf(values(option)));
    }

    List<Option> options() {
        return options;
    }

    private Set<String> values(OptionSpec option) {
        Class<?> type = option.typeInfo().getType();
        String description = String.join(" ", option.description());
        if (type == boolean.class) {
            return new LinkedHashSet<>(List.of("true", "false", "TRUE", "maybe", ""));
        }
        Set<String> values = new LinkedHashSet<>();
        if (type == int.class) {
            numbers(description).forEach(number -> values.add(Long.toString(number)));
            values.addAll(List.of("0", "-1", "+1", "007", "0x10", "1e1", "1.0", " 1", "٣", "2147483647", "2147483648"));
        } else if (type == Duration.class) {
            addDurations(description, values);
        } else if (type.isEnum()) {
            for (Object constant : type.getEnumConstants()) {
                values.add(constant.toString());
                values.add(constant.toString().toLowerCase(Locale.ROOT));
            }
        } else if (type == Path.class) {
            values.addAll(files);
            values.addAll(List.of(".", "..", "/", "/dev/null", "/dev/zero", "missing", "a/b/c", "x".repeat(5_000)));
        } else {
            addTexts(option, description, values);
            values.addAll(ODD_TEXTS);
        }
        values.addAll(ODD_VALUES);
        return values;
    }

    /** What the description names, and one less and one more. */
    private static List<Long> numbers(String description) {
        List<Long> numbers = new ArrayList<>();
        for (Matcher found = NUMBER.matcher(description); found.find(); ) {
            long number = Long.parseLong(found.group());
            numbers.addAll(List.of(number - 1, number, number + 1));
        }
        return numbers;
    }

    private static void addDurations(String description, Set<String> values) {
        long most = (long) Limits.SECONDS;
        List<Long> numbers = numbers(description);
        numbers.addAll(List.of(0L, 1L, most, most + 1));
        for (long number : numbers) {
            for (String unit : List.of("", "ms", "s", "m", "h")) {
                values.add(number + unit);
            }
        }
        values.addAll(List.of("0.0", "0.4ms", "0.5ms", "0.001", "1.5m", "999999.999", "1000000.001", "277.777h"));
        values.addAll(
                List.of("277.778h", "9999999h", "99999999h", "-1s", "1e9", "NaN", "Infinity", "1d", "soon", "٣s"));
    }

    private static void addTexts(OptionSpec option, String description, Set<String> values) {
        boolean isMap = option.typeInfo().isMap();
        for (int length : LENGTHS) {
            values.add((isMap ? "k=" : "") + "𐍈".repeat(length));
            for (int one : List.of(length, length + 1)) {
                values.add((isMap ? "k=" : "") + "x".repeat(one));
                if (isMap) {
                    values.add("x".repeat(one) + "=");
                }
            }
        }
        int longestPrefix = 249 - ".assignments.".length() - 128;
        values.addAll(List.of("x".repeat(longestPrefix), "x".repeat(longestPrefix + 1)));
        for (Matcher found = WORD.matcher(description); found.find(); ) {
            values.add(found.group());
        }
    }

    /** All choices: joined each value, split many, the other forms once or a few times for each option. */
    List<Choice> choices() {
        List<Choice> all = new ArrayList<>();
        for (int option = 0; option < options.size(); option++) {
            for (Form form : Form.values()) {
                int values = values(options.get(option), form);
                for (int value = 0; value < values; value++) {
                    all.add(new Choice(option, value, form.ordinal()));
                }
            }
        }
        return all;
    }

    private static int values(Option option, Form form) {
        return switch (form) {
            case JOINED -> option.values().size();
            case SPLIT -> Math.min(option.values().size(), MOST_SPLIT);
            case WITHOUT_VALUE, WITHOUT_LAST_LETTER, IN_CAPITALS, TWICE -> 1;
            case MANY, TOO_MANY -> option.takesMany() ? COUNTS.size() : 1;
        };
    }

    /** The option that a choice gives. */
    Option option(Choice choice) {
        return options.get(choice.option() % options.size());
    }

    /** What a choice gives. */
    List<String> arguments(Choice choice) {
        Option option = option(choice);
        String name = option.name();
        String value = option.values().get(choice.value() % option.values().size());
        String next = option.values().get((choice.value() + 1) % option.values().size());
        int count = COUNTS.get(choice.value() % COUNTS.size());
        return switch (Form.values()[choice.form() % Form.values().length]) {
            case JOINED -> List.of(name + "=" + value);
            case SPLIT -> List.of(name, value);
            case WITHOUT_VALUE -> List.of(name);
            case WITHOUT_LAST_LETTER -> List.of(name.substring(0, name.length() - 1) + "=" + value);
            case IN_CAPITALS -> List.of(name.toUpperCase(Locale.ROOT), value);
            case TWICE -> List.of(name + "=" + value, name, next);
            case MANY -> many(option, count);
            case TOO_MANY -> many(option, count + 1);
        };
    }

    private static List<String> many(Option option, int count) {
        return IntStream.range(0, option.takesMany() ? count : 2)
                .mapToObj(i -> option.name() + "=k" + i + "=v")
                .toList();
    }
}
