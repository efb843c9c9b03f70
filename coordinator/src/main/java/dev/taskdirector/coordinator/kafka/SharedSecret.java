package dev.taskdirector.coordinator.kafka;

import dev.taskdirector.coordinator.runtime.RefusalException;
import dev.taskdirector.coordinator.runtime.SecretVault;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/** The secret that all replicas must have: the configured one, else one that the first replica made and the store keeps. */
final class SharedSecret {
    private static final int SHORTEST = 16;
    private static final int BYTES = 32;

    private SharedSecret() {}

    static String of(Optional<String> configured, SecretVault vault) {
        if (configured.isPresent()) {
            if (configured.get().length() < SHORTEST) {
                throw new RefusalException(
                        "task-director.secret has " + configured.get().length() + " characters and should have "
                                + SHORTEST + " or more; try: openssl rand -base64 32");
            }
            return configured.get();
        }
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        return vault.keepOrGet(Base64.getUrlEncoder().withoutPadding().encodeToString(random));
    }
}
