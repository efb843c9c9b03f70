package dev.taskdirector.wire;

import java.util.regex.Pattern;

/**
 * The bounds of the contract. What is missing, of the wrong type or not of the pattern is malformed; what is well-formed
 * and outside of these is beyond a limit, and its peer is told so.
 */
public final class Limits {

    /** Version of the contract. */
    public static final int VERSION = 1;

    /** Peers, sessions and caches. No underscore: Kafka lets the names {@code a_b} and {@code a.b} collide. */
    public static final Pattern ID = Pattern.compile("[A-Za-z0-9.-]{1,128}");

    /** A task schema's digest. */
    public static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");

    /** Bytes of one record once decompressed; a batch is at most 8 MiB compressed. */
    public static final int RECORD_BYTES = 64 * 1024 * 1024;

    /** The greatest integer that every JSON library keeps exactly. */
    public static final long INTEGER = 9_007_199_254_740_991L;

    /** Any number of seconds. */
    public static final double SECONDS = 1_000_000;

    public static final int TASKS = 100_000;
    public static final int SLOTS = 64;
    public static final int EXIT_CODE = 255;

    /** Bytes of all targets of one task, in UTF-8. */
    public static final int TARGET_BYTES = 64 * 1024;

    /** Targets of all tasks of one join. */
    public static final int TARGETS = 1_000_000;

    /** What all tasks of one join need, counted for each of them. */
    public static final int NEEDS = 1_000_000;

    /** Names of tasks, schemas, repositories and refs, in Unicode characters (code points), as all lengths of texts here. */
    public static final int NAME = 1024;

    /** Leases, runs, patchsets, keys, contexts, tokens, changes, pipelines. */
    public static final int WORD = 512;

    /** Values of labels. */
    public static final int LABEL = 256;

    /** Bytes of all labels of a join with their names, in UTF-8. */
    public static final int LABEL_BYTES = 8 * 1024;

    /** Sentences for people and values of settings and arguments. */
    public static final int SENTENCE = 4096;

    public static final int REPOSITORIES = 1_000;

    /** Additional patchsets of a repository. */
    public static final int ADDITIONAL_PATCHSETS = 1_000;

    /** Additional patchsets of all repositories of one join. */
    public static final int PATCHSETS = 10_000;

    /** Bytes of all texts of a join's repositories, in UTF-8: they are kept for as long as the session lives. */
    public static final int REPOSITORY_BYTES = 512 * 1024;

    /** Labels, settings or arguments of one record. */
    public static final int ENTRIES = 100;

    /** Failures named by one assignment; {@code failureCount} says how many there are. */
    public static final int FAILURES = 100;

    /** Attempts named by one failure, and tasks that one assignment names as waited for. */
    public static final int NAMED = 1_000;

    /** Tasks that one assignment names as built by others. */
    public static final int NEWS = 20;

    private Limits() {}
}
