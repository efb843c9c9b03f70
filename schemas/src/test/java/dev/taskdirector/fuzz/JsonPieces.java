package dev.taskdirector.fuzz;

import java.util.List;

/** What hostile records are made of. */
public final class JsonPieces {

    public static final List<String> ALL = List.of(
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"",
            "\\",
            "\\ud800",
            "\\u0000",
            "\ufeff",
            "null",
            "true",
            "[]",
            "{}",
            "\"\"",
            "0",
            "-1",
            "65",
            "1e999999999",
            "-0.0",
            "3.0",
            "9007199254740992",
            "9".repeat(500),
            "\0",
            "\u007f",
            "𐍈",
            "\"control\":\"tick\",",
            "\"v\":1,",
            "\"seq\":2,",
            "\"seenEpoch\":1,",
            "\"slots\":64,",
            "\"token\":\"t\",",
            "\"session\":\"s\",",
            "\"holding\":[{\"task\":\"a\",\"lease\":\"1.1\"}],",
            "\"finished\":[{\"task\":\"a\",\"outcome\":\"failed\"}],",
            "\"leaving\":\"complete\",",
            "\"join\":{",
            "\"tasks\":[",
            "\"needs\":[\"a\"],",
            "\"keys\":[\"k\"],",
            "\"expectedSeconds\":0.0004,");

    private JsonPieces() {}
}
