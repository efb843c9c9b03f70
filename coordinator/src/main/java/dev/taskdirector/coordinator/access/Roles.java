package dev.taskdirector.coordinator.access;

import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** Two roles: a viewer reads, an operator changes too. Where no login is needed, whoever comes is a viewer. */
@Singleton
class Roles implements SecurityIdentityAugmentor {

    static final String VIEWER = "viewer";
    static final String OPERATOR = "operator";

    private final Entrance entrance;

    Roles(Entrance entrance) {
        this.entrance = entrance;
    }

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context) {
        boolean isGuest = identity.isAnonymous() && entrance.access().isWithoutLogin();
        return Uni.createFrom()
                .item(
                        isGuest || identity.hasRole(OPERATOR)
                                ? QuarkusSecurityIdentity.builder(identity)
                                        .addRole(VIEWER)
                                        .build()
                                : identity);
    }
}
