package dev.taskdirector.coordinator.kafka;

import dev.taskdirector.coordinator.runtime.StartWait;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/** Waits until Kafka answers. A client can't even be made while the broker's name is unknown to the network. */
final class FirstContact {
    private static final long ANSWER_SECONDS = 3;
    private static final String CURE =
            "start it, or correct kafka.bootstrap.servers or the file that task-director.kafka.properties-file names;"
                    + " the coordinator starts when it answers";

    private FirstContact() {}

    /** A client that has been answered. */
    static Admin await(BrokerClients clients, StartWait wait) {
        AtomicReference<Admin> answered = new AtomicReference<>();
        wait.until("Kafka at " + clients.addresses(), CURE, () -> {
            try {
                answered.set(asked(clients.admin()));
                return Optional.empty();
            } catch (KafkaException | ExecutionException | TimeoutException e) {
                return Optional.of(reason(e));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.of("interrupted");
            }
        });
        return Objects.requireNonNull(answered.get());
    }

    private static Admin asked(Admin admin) throws ExecutionException, TimeoutException, InterruptedException {
        boolean isAnswered = false;
        try {
            admin.describeCluster().clusterId().get(ANSWER_SECONDS, TimeUnit.SECONDS);
            isAnswered = true;
            return admin;
        } finally {
            if (!isAnswered) {
                admin.close(Duration.ZERO);
            }
        }
    }

    private static String reason(Exception e) {
        if (e instanceof TimeoutException) {
            return "nothing heard for " + ANSWER_SECONDS + " s";
        }
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = String.valueOf(root.getMessage());
        // Kafka quotes what it does not understand there, and that may be a part of a password
        return message.contains("JAAS")
                ? "sasl.jaas.config is not of the form MODULE required username=\"NAME\" password=\"PASSWORD\"; (quotes and"
                        + " semicolon included)"
                : message;
    }
}
