package dev.taskdirector.coordinator.runtime;

/** Keeps the secret that replicas share when none is configured. Blocking. */
public interface SecretVault {

    /**
     * The secret that is kept, or, if there is none yet, this one from now on: the first replica decides.
     *
     * @throws IllegalStateException when the store does not answer
     */
    String keepOrGet(String candidate);
}
