package dev.taskdirector.agent.checkout;

import dev.taskdirector.agent.checkout.Capture.Captured;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Asks git about one checkout. Each question is one short command; no answer is an ordinary result. */
public final class Git {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** Two letters and a blank stand before each path. */
    private static final int STATUS = 3;

    private final Path folder;

    public Git(Path folder) {
        this.folder = folder;
    }

    /** The top folder of the checkout; empty outside of one, and where there is no git. */
    public Optional<Path> top() {
        return line("rev-parse", "--show-toplevel").flatMap(Git::path);
    }

    public Optional<String> head() {
        return line("rev-parse", "--verify", "HEAD^{commit}");
    }

    public Optional<String> remoteAddress(String remote) {
        return line("remote", "get-url", remote);
    }

    /** The branch that is checked out; empty when none is. */
    public Optional<String> branch() {
        return line("symbolic-ref", "--short", "-q", "HEAD");
    }

    /** The branch that the present one follows, such as {@code origin/main}. */
    public Optional<String> upstream() {
        return line("rev-parse", "--abbrev-ref", "--symbolic-full-name", "@{upstream}");
    }

    /** The default branch of a remote, such as {@code origin/main}. */
    public Optional<String> defaultBranch(String remote) {
        return line("symbolic-ref", "--short", "-q", "refs/remotes/" + remote + "/HEAD");
    }

    /** Whether a name stands for a commit here. */
    public boolean isCommit(String ref) {
        return line("rev-parse", "--verify", "-q", "--end-of-options", ref + "^{commit}")
                .isPresent();
    }

    /** The newest commits of a ref, first parents only, newest first. */
    public List<String> firstParents(String ref, int most) {
        return lines("rev-list", "--first-parent", "--max-count=" + most, "--end-of-options", ref);
    }

    /** The commit where two refs part. */
    public Optional<String> mergeBase(String one, String other) {
        return line("merge-base", one, other);
    }

    /** The id of the tree of the commit that is checked out. */
    public Optional<String> tree() {
        return line("rev-parse", "--verify", "-q", "HEAD^{tree}");
    }

    /**
     * Mode, kind and id of what is at each path in the commit that is checked out, by path. What isn't there is left out;
     * so may be a path that lies inside of another one asked for.
     */
    public Map<String, String> objectsAt(List<String> paths) {
        List<String> arguments = new ArrayList<>(List.of("ls-tree", "-z", "--full-name", "HEAD", "--"));
        arguments.addAll(paths);
        Map<String, String> objects = new TreeMap<>();
        for (String entry : entries(arguments.toArray(String[]::new)).orElse(List.of())) {
            int tab = entry.indexOf('\t');
            objects.put(entry.substring(tab + 1), entry.substring(0, tab));
        }
        return objects;
    }

    /**
     * What differs from the commit, as paths from the top; a folder that is not known to git at all ends in a slash. Empty
     * when git can't tell.
     */
    public Optional<List<String>> changes() {
        return entries("status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=normal")
                .map(all -> all.stream().map(entry -> entry.substring(STATUS)).toList());
    }

    /** Nothing for a name that can't be one in the locale of this process. */
    private static Optional<Path> path(String name) {
        try {
            return Optional.of(Path.of(name));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private Optional<List<String>> entries(String... arguments) {
        return run(arguments) instanceof Captured.Printed printed
                ? Optional.of(Arrays.stream(printed.text().split("\0"))
                        .filter(entry -> !entry.isEmpty())
                        .toList())
                : Optional.empty();
    }

    private Optional<String> line(String... arguments) {
        return lines(arguments).stream().findFirst().filter(line -> !line.isEmpty());
    }

    private List<String> lines(String... arguments) {
        return run(arguments) instanceof Captured.Printed printed
                ? printed.text().lines().toList()
                : List.of();
    }

    private Captured run(String... arguments) {
        List<String> command = new ArrayList<>(List.of("git", "--literal-pathspecs", "--no-optional-locks"));
        command.addAll(List.of(arguments));
        return Capture.run(command, folder, LIMIT);
    }
}
