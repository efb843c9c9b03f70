package dev.taskdirector.benchmarks.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import picocli.CommandLine;

/** The replay command as somebody types it, in a folder with files of their own. */
final class Console {

    /** What came of a command. */
    record Said(int exitCode, String out, String err) {}

    private final Path folder;

    Console(Path folder) {
        this.folder = folder;
    }

    Path file(String name, String... lines) throws IOException {
        return Files.writeString(folder.resolve(name), String.join("\n", lines) + "\n");
    }

    Path packed(String name, String... lines) throws IOException {
        Path file = folder.resolve(name);
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }

    Said run(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = new CommandLine(new ReplayCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(List.of(arguments).stream().map(String::valueOf).toArray(String[]::new));
        return new Said(exitCode, out.toString(), err.toString());
    }

    /** The report of a command that went well. */
    JsonNode report(Object... arguments) throws IOException {
        Path report = folder.resolve("report.json");
        List<Object> all = new ArrayList<>(List.of(arguments));
        all.add("--report");
        all.add(report);
        Said said = run(all.toArray());
        if (said.exitCode != 0) {
            throw new AssertionError("exit code " + said.exitCode + ": " + said.err + said.out);
        }
        return new ObjectMapper().readTree(report.toFile());
    }

    /** The report of a policy. */
    static JsonNode policy(JsonNode report, String name) {
        for (JsonNode policy : report.get("policies")) {
            if (policy.get("policy").asText().equals(name)) {
                return policy;
            }
        }
        throw new AssertionError("no policy " + name + " in " + report);
    }

    static double makespan(JsonNode figures) {
        return figures.get("makespanSeconds").asDouble();
    }
}
