package dev.taskdirector.wire;

/** A value as it was read, or a sentence that says what was wrong with it. */
public sealed interface Read<T> {

    record Ok<T>(T value) implements Read<T> {}

    record Malformed<T>(String reason) implements Read<T> {}
}
