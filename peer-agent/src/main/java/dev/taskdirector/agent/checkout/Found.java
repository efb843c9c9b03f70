package dev.taskdirector.agent.checkout;

/**
 * A value and where it came from, for people who wonder.
 *
 * @param origin as a phrase: {@code --peer}, {@code git remote origin}
 */
public record Found<T>(T value, String origin) {

    /** The same origin for what was made of the value. */
    public <R> Found<R> with(R other) {
        return new Found<>(other, origin);
    }
}
