package dev.taskdirector.coordinator.kafka;

import dev.taskdirector.coordinator.runtime.ConfiguredFile;
import dev.taskdirector.coordinator.runtime.RefusalException;
import dev.taskdirector.coordinator.runtime.SecretVault;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/** The secret that all replicas must have: the configured one, else one that the first replica made and the store keeps. */
final class SharedSecret {
    private static final int SHORTEST = 16;
    private static final int BYTES = 32;

    private SharedSecret() {}

    static String of(Optional<String> configured, SecretVault vault) {
        return configured.orElseGet(() -> vault.keepOrGet(random()));
    }

    /**
     * A secret as it is configured, by value or by file.
     *
     * @param name the setting's; the file's has {@code -file} behind it
     */
    static Optional<String> configured(String name, Optional<String> value, Optional<Path> file) {
        if (value.isPresent() && file.isPresent()) {
            throw new RefusalException(name + " and " + name + "-file are both set; leave one of them out");
        }
        Optional<String> secret = value.or(
                () -> file.map(path -> new ConfiguredFile(name + "-file", path)).map(ConfiguredFile::text));
        secret.filter(text -> text.length() < SHORTEST).ifPresent(text -> {
            throw new RefusalException((file.isPresent() ? "the secret in the file " + file.get() : name) + " has "
                    + text.length() + " characters and should have " + SHORTEST
                    + " or more; try: openssl rand -base64 32");
        });
        return secret;
    }

    private static String random() {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }
}
