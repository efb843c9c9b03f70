package dev.taskdirector.agent.cli;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** The agent as a process of its own, started by the real launcher, with nobody behind the broker's address. */
final class AgentProcess {

    private static final String SCHEMA = """
            id: driving
            universe: //...
            tasks: [{name: common, targets: [//common]}]
            """;
    private static final int LIMIT_SECONDS = 120;
    private static final Path HOME = makeHome();

    private final Path folder;
    private final Process process;

    private AgentProcess(Path folder, Process process) {
        this.folder = folder;
        this.process = process;
    }

    /** How an agent is to be started. */
    static final class Start {

        private final Path folder;
        private final List<String> before = new ArrayList<>();
        private final List<String> options = new ArrayList<>();
        private final Map<String, String> environment = new LinkedHashMap<>();
        private boolean hasEnvironment = true;
        private final List<AgentProcess> started = new ArrayList<>();
        private boolean isRead = true;

        /** In this folder, which holds its schema and takes its output. */
        Start(Path folder) {
            this.folder = folder;
            schema(SCHEMA);
        }

        Start schema(String text) {
            try {
                Files.writeString(folder.resolve("task-schema.yaml"), text);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return this;
        }

        Start options(String... more) {
            options.addAll(List.of(more));
            return this;
        }

        Start environment(String name, String value) {
            environment.put(name, value);
            return this;
        }

        /** With no variables but PATH and JAVA_HOME. */
        Start withoutEnvironment() {
            hasEnvironment = false;
            return this;
        }

        /** Words before the agent's own. */
        Start after(String... words) {
            before.addAll(List.of(words));
            return this;
        }

        /** Its output is a pipe that nobody reads. */
        Start unread() {
            isRead = false;
            return this;
        }

        /** The whole line, for a test that starts it in its own way. */
        List<String> line(List<String> command) {
            return Stream.of(
                            before,
                            List.of(HOME.resolve("bin/task-director").toString(), "run"),
                            List.of("--schema", "task-schema.yaml", "--cache", "c", "--peer", "p"),
                            List.of("--bootstrap-servers", "127.0.0.1:1", "--patience", "100ms"),
                            options,
                            List.of("--"),
                            command)
                    .flatMap(List::stream)
                    .toList();
        }

        /** The command is a shell script, with the task's name and targets as its arguments. */
        AgentProcess script(String script) {
            return command("sh", "-c", script, "{task}", "{targets}");
        }

        AgentProcess command(String... command) {
            return run(line(List.of(command)));
        }

        void clear() {
            started.forEach(AgentProcess::clear);
        }

        AgentProcess run(List<String> line) {
            ProcessBuilder builder = new ProcessBuilder(line)
                    .directory(folder.toFile())
                    .redirectInput(new File("/dev/null"))
                    .redirectErrorStream(true);
            if (isRead) {
                builder.redirectOutput(folder.resolve("output").toFile());
            }
            if (!hasEnvironment) {
                builder.environment().keySet().removeIf(name -> !name.equals("PATH") && !name.equals("JAVA_HOME"));
            }
            builder.environment().putAll(environment);
            try {
                AgentProcess agent = new AgentProcess(folder, builder.start());
                started.add(agent);
                return agent;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Ends what a test that failed left running. */
    void clear() {
        end(process.toHandle());
        Path pid = folder.resolve("agent");
        if (Files.exists(pid)) {
            ProcessHandle.of(Long.parseLong(read("agent").strip())).ifPresent(AgentProcess::end);
        }
    }

    private static void end(ProcessHandle process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    Process process() {
        return process;
    }

    void signal(String name) {
        signal(name, process.pid());
    }

    static void signal(String name, long pid) {
        try {
            Process kill = new ProcessBuilder("sh", "-c", "kill -s \"$0\" \"$1\"", name, Long.toString(pid)).start();
            if (kill.waitFor() != 0) {
                throw new AssertionError("process " + pid + " is gone before " + name);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Its exit code, once it has ended. */
    int exitCode() {
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                clear();
                throw new AssertionError("the agent goes on");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** How long it takes from now on until it has ended. */
    Duration end() {
        long began = System.nanoTime();
        exitCode();
        return Duration.ofNanos(System.nanoTime() - began);
    }

    String output() {
        return read("output");
    }

    /** What a command wrote into a file of the folder, once it is there. */
    String await(String file) {
        awaitFile(folder.resolve(file));
        return read(file);
    }

    static void awaitFile(Path file) {
        Awaitility.await(file.toString()).atMost(LIMIT_SECONDS, SECONDS).until(() -> Files.exists(file));
    }

    private String read(String file) {
        try {
            return new String(Files.readAllBytes(folder.resolve(file)), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The folder that the build packs, with one jar that names the classes of this test run. */
    private static Path makeHome() {
        try {
            Path home = Files.createTempDirectory("agent-home");
            Path program = Files.createDirectories(home.resolve("bin")).resolve("task-director");
            Files.copy(Path.of("src/bin/task-director"), program);
            if (!program.toFile().setExecutable(true)) {
                throw new IOException(program + " can't be made executable");
            }
            Manifest manifest = new Manifest();
            manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
            manifest.getMainAttributes()
                    .put(
                            Attributes.Name.CLASS_PATH,
                            Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                                    .map(entry -> Path.of(entry).toUri().toString())
                                    .collect(Collectors.joining(" ")));
            Path jar = Files.createDirectories(home.resolve("lib")).resolve("agent.jar");
            new JarOutputStream(Files.newOutputStream(jar), manifest).close();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> deleteHome(home)));
            return home;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void deleteHome(Path home) {
        for (String file : List.of("lib/agent.jar", "lib", "bin/task-director", "bin", "")) {
            try {
                Files.deleteIfExists(home.resolve(file));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
