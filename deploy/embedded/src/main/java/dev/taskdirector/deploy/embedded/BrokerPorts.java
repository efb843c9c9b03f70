package dev.taskdirector.deploy.embedded;

import java.util.List;

/** Where one broker listens. The one for TLS is only used by a broker that asks for names and passwords. */
record BrokerPorts(int plain, int tls, int controller) {

    /** Free ports, but for those that are wanted: 0 is any. */
    static BrokerPorts choose(int plain, int controller) {
        List<Integer> free = FreePorts.take(3);
        return new BrokerPorts(
                plain == 0 ? free.get(0) : plain, free.get(1), controller == 0 ? free.get(2) : controller);
    }
}
