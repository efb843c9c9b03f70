package dev.taskdirector.agent.checkout;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What git knows of the inputs of all tasks, with few questions: a git command in a large checkout takes tenths of a
 * second, and there may be thousands of inputs.
 */
final class Inputs {

    private static final int PATHS_PER_QUESTION = 200;

    private final Git git;
    private final Optional<TreeSet<String>> changes;
    private final Map<String, String> objects = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();
    private final Map<String, Optional<String>> looked = new LinkedHashMap<>();

    private Inputs(Git git) {
        this.git = git;
        this.changes = git.changes().map(TreeSet::new);
    }

    /** @param paths as the schema names them, from the folder */
    static Inputs lookAt(Path folder, Collection<String> paths) {
        if (paths.isEmpty()) {
            return new Inputs(new Git(folder));
        }
        Optional<Path> top = new Git(folder).top();
        Inputs inputs = new Inputs(new Git(top.orElse(folder)));
        Map<String, String> fromTop = new LinkedHashMap<>();
        paths.forEach(path ->
                fromTop.put(path, top.map(root -> fromTop(root, folder, path)).orElse(path)));
        inputs.ask(List.copyOf(new TreeSet<>(fromTop.values())));
        fromTop.forEach((given, path) -> inputs.looked.put(given, inputs.look(given, path, folder)));
        return inputs;
    }

    /** What stands for an input's content; empty when it can't be told, with a note on why. */
    Optional<String> contentOf(String path) {
        return looked.getOrDefault(path, Optional.empty());
    }

    List<String> notes() {
        return notes;
    }

    private static String fromTop(Path top, Path folder, String path) {
        try {
            return top.toRealPath()
                    .relativize(folder.toRealPath().resolve(path).normalize())
                    .toString();
        } catch (IOException | IllegalArgumentException e) {
            return path;
        }
    }

    private void ask(List<String> paths) {
        for (int from = 0; from < paths.size(); from += PATHS_PER_QUESTION) {
            List<String> some = paths.subList(from, Math.min(paths.size(), from + PATHS_PER_QUESTION));
            objects.putAll(
                    git.objectsAt(some.stream().filter(path -> !path.isEmpty()).toList()));
        }
    }

    private Optional<String> look(String given, String path, Path folder) {
        Optional<String> content = path.isEmpty() ? git.tree() : objectAt(path);
        if (content.isEmpty() || changes.isEmpty()) {
            notes.add("input " + given + " is not in the git checkout at "
                    + folder.toAbsolutePath().normalize()
                    + ": tasks with it are not shared by key; is the path right and committed?");
            return Optional.empty();
        }
        if (isChanged(path)) {
            notes.add("input " + given + " has uncommitted changes: tasks with it are not shared by key");
            return Optional.empty();
        }
        return content;
    }

    private Optional<String> objectAt(String path) {
        return Optional.ofNullable(objects.get(path))
                .or(() -> Optional.ofNullable(git.objectsAt(List.of(path)).get(path)));
    }

    /** Whether something at the path or below it has changed; or it lies in a folder that git doesn't know. */
    private boolean isChanged(String path) {
        TreeSet<String> changed = changes.orElseThrow();
        if (path.isEmpty()) {
            return !changed.isEmpty();
        }
        String below = changed.ceiling(path + "/");
        return changed.contains(path) || (below != null && below.startsWith(path + "/"));
    }
}
