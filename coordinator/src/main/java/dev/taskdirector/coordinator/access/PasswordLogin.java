package dev.taskdirector.coordinator.access;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.UsernamePasswordAuthenticationRequest;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Logs users of the file in. A browser sends the password with each request, so what was right is remembered; what is new
 * is checked by two at a time, so that guessing takes no more than that from builds.
 */
@Singleton
class PasswordLogin implements IdentityProvider<UsernamePasswordAuthenticationRequest> {

    private static final int AT_ONCE = 2;
    private static final long PATIENCE_SECONDS = 2;

    private final Entrance entrance;
    private final Semaphore checks = new Semaphore(AT_ONCE);
    private final PasswordMemory memory = new PasswordMemory();
    /** By name; no more than there are users. */
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    private record Known(PasswordMemory.Trace password, String role) {}

    PasswordLogin(Entrance entrance) {
        this.entrance = entrance;
    }

    @Override
    public Class<UsernamePasswordAuthenticationRequest> getRequestType() {
        return UsernamePasswordAuthenticationRequest.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(
            UsernamePasswordAuthenticationRequest request, AuthenticationRequestContext context) {
        String password = new String(request.getPassword().getPassword());
        return context.runBlocking(() -> {
            String role = role(request.getUsername(), password)
                    .orElseThrow(() -> new AuthenticationFailedException("name or password is wrong"));
            return QuarkusSecurityIdentity.builder()
                    .setPrincipal(new QuarkusPrincipal(request.getUsername()))
                    .addRole(role)
                    .build();
        });
    }

    private Optional<String> role(String name, String password) {
        PasswordMemory.Trace trace = memory.traceOf(password);
        Known before = known.get(name);
        if (before != null && before.password().isSame(trace)) {
            return Optional.of(before.role());
        }
        Optional<String> role = checked(name, password);
        role.ifPresent(one -> known.put(name, new Known(trace, one)));
        return role;
    }

    private Optional<String> checked(String name, String password) {
        try {
            if (!checks.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return Optional.empty();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
        try {
            return entrance.users().flatMap(users -> users.role(name, password));
        } finally {
            checks.release();
        }
    }
}
