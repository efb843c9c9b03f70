package dev.taskdirector.coordinator.access;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Who may read without logging in. Nobody changes anything without. */
enum Access {
    /** Nobody, but there is a login. */
    AFTER_LOGIN,
    /** Whoever is on this machine. */
    THIS_MACHINE,
    /** Whoever reaches the port. */
    EVERYBODY,
    /** Nobody, and there is no login either: pages and REST are shut. */
    NOBODY;

    /**
     * What follows from the configuration.
     *
     * @param hasLogin whether there is any way to log in
     * @param address on which the coordinator listens
     */
    static Access of(LoginConfig config, boolean hasLogin, String address) {
        if (config.openToAll()) {
            return EVERYBODY;
        }
        if (hasLogin) {
            return AFTER_LOGIN;
        }
        return isLoopback(address) ? THIS_MACHINE : NOBODY;
    }

    boolean isWithoutLogin() {
        return this == THIS_MACHINE || this == EVERYBODY;
    }

    private static boolean isLoopback(String address) {
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            // whatever it is, it is not known to be this machine alone
            return false;
        }
    }
}
