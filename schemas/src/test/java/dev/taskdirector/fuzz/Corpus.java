package dev.taskdirector.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;

/** The inputs of one target, where Jazzer looks for them: beside the class, in {@code <Class>Inputs/<method>}. */
public final class Corpus {
    private final List<byte[]> inputs;

    private Corpus(List<byte[]> inputs) {
        this.inputs = inputs;
    }

    /** What is tried. It throws for what must not be. */
    public interface Target {
        void run(byte[] input) throws Exception;
    }

    public static Corpus of(Class<?> test, String method) {
        String name = test.getSimpleName() + "Inputs/" + method;
        URL folder = Objects.requireNonNull(test.getResource(name), () -> "no corpus " + name);
        try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
            return new Corpus(files.sorted().map(Corpus::read).toList());
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException(name, e);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Runs a target on the corpus and on mutations of it, the same ones each time.
     *
     * @param pieces what the inputs' language is made of
     */
    public void run(int mutations, List<String> pieces, Target target) {
        inputs.forEach(input -> run("an input of the corpus", input, target));
        for (int seed = 0; seed < mutations; seed++) {
            byte[] input = new Mutation(new Random(seed), inputs, pieces).next();
            run("mutation " + seed + ", which belongs into the corpus", input, target);
        }
    }

    private static void run(String what, byte[] input, Target target) {
        try {
            target.run(input);
        } catch (Exception | Error e) {
            throw new AssertionError(what + ": " + shown(input), e);
        }
    }

    private static String shown(byte[] input) {
        StringBuilder shown = new StringBuilder();
        for (byte b : input) {
            shown.append(b >= 0x20 && b < 0x7f && b != '\\' ? "" + (char) b : String.format("\\x%02x", b & 0xff));
        }
        return shown.toString();
    }
}
