package dev.taskdirector.agent.process;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A pipe for the output of one command that stays open for as long as anybody writes to it. The JDK's own does not: at the
 * end of a process the JDK keeps what is in its pipe just then and closes it, before a reader of a short command could
 * prevent that; what a background process of the command has to say then is lost, and its writer meets a broken pipe.
 */
final class NamedPipe implements AutoCloseable {

    private static final File NOTHING = new File("/dev/null");
    private static final long MAKING_SECONDS = 5;

    private final Path path;
    private final FileChannel ownEnds;
    private final InputStream reader;

    /** The own writing end keeps the others' opening from waiting, and the reader from seeing an end too early. */
    private NamedPipe(Path path) throws IOException {
        this.path = path;
        this.ownEnds = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        this.reader = Channels.newInputStream(FileChannel.open(path, StandardOpenOption.READ));
    }

    /** A new one, or nothing where it can't be made. */
    static Optional<NamedPipe> in(Scratch scratch) {
        try {
            Path path = scratch.file(".output");
            Files.delete(path);
            return make(path) ? Optional.of(new NamedPipe(path)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean make(Path path) throws IOException {
        Process maker = new ProcessBuilder("mkfifo", "-m", "600", path.toString())
                .redirectInput(NOTHING)
                .redirectOutput(NOTHING)
                .redirectErrorStream(true)
                .start();
        try {
            return maker.waitFor(MAKING_SECONDS, TimeUnit.SECONDS) && maker.exitValue() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Where a command writes to. */
    File file() {
        return path.toFile();
    }

    /** Reads until the last writer has gone, once this is closed. Its close wakes up who reads. */
    InputStream reader() {
        return reader;
    }

    /** Nobody else can open it from now on; who has it open goes on. */
    @Override
    public void close() throws IOException {
        try (ownEnds) {
            Files.deleteIfExists(path);
        }
    }
}
