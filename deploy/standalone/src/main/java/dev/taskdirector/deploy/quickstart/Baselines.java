package dev.taskdirector.deploy.quickstart;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/** The same build without direction, really run: by one peer, and by peers that share the results but don't talk. */
record Baselines(Workload workload, List<String> peers, double limitSeconds, Path folder) {

    Outcome alone() throws InterruptedException {
        return run("alone", peers.subList(0, 1), peer -> workload.tasks());
    }

    /** All begin with the same task: whoever looks for a result looks too early, and each builds everything. */
    Outcome sameOrder() throws InterruptedException {
        return run("same-order", peers, peer -> workload.tasks());
    }

    /** Each in an order of its own, drawn from its name and so the same each time. */
    Outcome ownOrders() throws InterruptedException {
        return run("own-orders", peers, peer -> shuffled(workload.tasks(), peer));
    }

    private Outcome run(String name, List<String> names, Function<String, List<String>> order)
            throws InterruptedException {
        Path place = folder.resolve(name);
        Workload fresh = workload.afresh(place.resolve("results"));
        return Fleet.run(
                fresh,
                names,
                peer -> {
                    Workload own = fresh.inOrder(order.apply(peer));
                    return PeerProcess.start(peer, own.universeCommand(), own.environment(peer), place.resolve(peer));
                },
                limitSeconds,
                line -> {});
    }

    private static List<String> shuffled(List<String> tasks, String peer) {
        List<String> order = new ArrayList<>(tasks);
        Collections.shuffle(order, new Random(peer.hashCode()));
        return order;
    }
}
