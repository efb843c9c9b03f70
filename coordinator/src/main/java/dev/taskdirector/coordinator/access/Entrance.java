package dev.taskdirector.coordinator.access;

import dev.taskdirector.coordinator.RefusedStart;
import dev.taskdirector.coordinator.runtime.ConfiguredFile;
import dev.taskdirector.coordinator.runtime.RefusalException;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.runtime.security.BasicAuthenticationMechanism;
import io.quarkus.vertx.http.security.HttpSecurity;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Finds out at the start who may come in, and how. */
@Singleton
class Entrance {

    private static final Logger LOG = Logger.getLogger(Entrance.class);
    private static final String REALM = "Task Director";

    private final boolean hasOidc;
    private final Access access;
    private final Optional<Users> users;
    private final Optional<Set<String>> hostNames;
    private final String address;

    Entrance(
            LoginConfig config,
            @ConfigProperty(name = "quarkus.http.host") String address,
            @ConfigProperty(name = "quarkus.oidc.tenant-enabled") boolean hasOidc) {
        this.users = config.usersFile().map(path -> read(new ConfiguredFile("task-director.login.users-file", path)));
        this.hasOidc = hasOidc;
        this.access = Access.of(config, hasLogin(), address);
        this.hostNames = config.hostNames();
        this.address = address;
    }

    private static Users read(ConfiguredFile file) {
        try {
            return Users.in(file);
        } catch (RefusalException e) {
            throw RefusedStart.because(e, LOG);
        }
    }

    Access access() {
        return access;
    }

    boolean hasLogin() {
        return hasOidc || users.isPresent();
    }

    /** Whether a request may ask for this host, which a page from elsewhere may have made to mean this machine. */
    boolean answersAs(String host) {
        return hostNames.isEmpty() || hostNames.get().stream().anyMatch(host::equalsIgnoreCase);
    }

    /** Those of the file; empty when there is none. */
    Optional<Users> users() {
        return users;
    }

    /** What those read who are turned away because there is no login. */
    String cureOfNoLogin() {
        return "no login is configured, and this coordinator listens on " + address
                + ", which is not this machine alone; set task-director.login.users-file or quarkus.oidc.*, or"
                + " task-director.login.open-to-all=true if something in front of it keeps strangers out";
    }

    /** Browsers are asked for a password only where they aren't sent to a provider's page. */
    void configure(@Observes HttpSecurity security) {
        if (users.isPresent()) {
            boolean isSilent = hasOidc;
            security.mechanism(new BasicAuthenticationMechanism(REALM, isSilent));
        }
    }

    void start(@Observes StartupEvent event) {
        switch (access) {
            case AFTER_LOGIN -> LOG.infof("pages and REST at %s ask for a login", address);
            case THIS_MACHINE -> LOG.infof("pages and REST at %s may be read by whoever is on this machine", address);
            case EVERYBODY -> LOG.warnf("pages and REST at %s may be read by whoever reaches them", address);
            case NOBODY -> LOG.warnf("pages and REST are shut: %s", cureOfNoLogin());
        }
    }
}
