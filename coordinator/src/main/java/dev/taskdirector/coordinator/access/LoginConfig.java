package dev.taskdirector.coordinator.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** What can be configured about logging in, beside {@code quarkus.oidc}. */
@ConfigMapping(prefix = "task-director.login")
public interface LoginConfig {

    /** A file with a line for each user, {@code NAME:HASH:ROLE}, for HTTP basic authentication. */
    Optional<Path> usersFile();

    /** Whether whoever reaches the port may read; something in front of it has to keep strangers out. */
    @WithDefault("false")
    boolean openToAll();

    /** The hosts by which it may be asked for, without a port; any where none is configured. Health answers by any. */
    Optional<Set<String>> hostNames();
}
