package dev.taskdirector.agent.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A folder for files that nobody needs once the agent has ended. It is made when it is first wanted and goes when it is
 * closed. An agent that is killed leaves its folder behind, and the next one of the same user removes it: a living agent
 * holds a lock, which is gone with its process, whatever its process id was and in whichever container it ran.
 */
final class Scratch implements AutoCloseable {

    static final String PREFIX = "task-director-";

    private static final String LOCK = "lock";
    private static final int MOST_LOOKED_AT = 10_000;
    private static final Duration YOUNG = Duration.ofMinutes(1);

    /** To open and close the lock file of one's own process would give the lock away. */
    private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

    private final Path parent;
    private Optional<Path> folder = Optional.empty();
    private Optional<FileChannel> lock = Optional.empty();

    /** @param parent where the folder will be */
    Scratch(Path parent) {
        this.parent = parent;
    }

    static Scratch inTempFolder() {
        return new Scratch(Path.of(System.getProperty("java.io.tmpdir")));
    }

    /** A new, empty file. */
    synchronized Path file(String suffix) throws IOException {
        if (folder.isEmpty()) {
            open();
        }
        return Files.createTempFile(folder.orElseThrow(), "", suffix);
    }

    private void open() throws IOException {
        Path made = Files.createTempDirectory(parent, PREFIX);
        OWN.add(made);
        folder = Optional.of(made);
        lock = lock(made);
        sweep(parent, Files.getOwner(made));
    }

    /** Where a file system knows no locks, nobody can take the folder for one that was left behind either. */
    private static Optional<FileChannel> lock(Path folder) throws IOException {
        FileChannel channel =
                FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try {
            channel.lock();
            return Optional.of(channel);
        } catch (IOException e) {
            release(channel);
            return Optional.empty();
        }
    }

    /** What can't be removed now is removed by the next agent. */
    @Override
    public synchronized void close() {
        folder.ifPresent(Scratch::remove);
        lock.ifPresent(Scratch::release);
        folder.ifPresent(OWN::remove);
        folder = Optional.empty();
        lock = Optional.empty();
    }

    private static void sweep(Path parent, UserPrincipal owner) {
        int looked = 0;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path one : all) {
                if (looked++ == MOST_LOOKED_AT) {
                    return;
                }
                if (!OWN.contains(one) && isOldAndOf(owner, one)) {
                    removeIfLeft(one);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // what is left behind there stays
        }
    }

    /** A young one may be about to take its lock. */
    private static boolean isOldAndOf(UserPrincipal owner, Path path) {
        try {
            Instant changed =
                    Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS).toInstant();
            return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
                    && Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).equals(owner)
                    && changed.plus(YOUNG).isBefore(Instant.now());
        } catch (IOException e) {
            return false;
        }
    }

    /** One without a lock file was not made by an agent, or is just being removed. */
    private static void removeIfLeft(Path folder) {
        Path file = folder.resolve(LOCK);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            if (channel.tryLock() != null) {
                remove(folder);
            }
        } catch (IOException | OverlappingFileLockException e) {
            // somebody else, maybe in this JVM, removes it, or it can't be told whether it is in use
        }
    }

    /** The lock file goes last, so that what is left can be found again. */
    private static void remove(Path folder) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                if (!file.endsWith(LOCK)) {
                    Files.deleteIfExists(file);
                }
            }
            Files.deleteIfExists(folder.resolve(LOCK));
            Files.deleteIfExists(folder);
        } catch (IOException | DirectoryIteratorException e) {
            // it stays for the next one
        }
    }

    private static void release(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // the lock goes with the process
        }
    }
}
