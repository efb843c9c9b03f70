package dev.taskdirector.coordinator.kafka;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jboss.logging.Logger;

/** Creates assignment topics, all that are missing in one call, and looks them up beside each other. */
final class AssignmentTopicOpener implements PeerTopics.TopicOpener {
    private static final Logger LOG = Logger.getLogger(AssignmentTopicOpener.class);
    private static final int TRIES = 5;
    private final Admin admin;
    private final TopicSettings settings;
    private final TopicAudit audit;
    private final BoundedProducer producer;
    private final Executor lookUps;

    AssignmentTopicOpener(
            Admin admin, TopicSettings settings, TopicAudit audit, BoundedProducer producer, Executor lookUps) {
        this.admin = admin;
        this.settings = settings;
        this.audit = audit;
        this.producer = producer;
        this.lookUps = lookUps;
    }

    @Override
    public Collection<String> open(Collection<String> names) {
        var created = admin.createTopics(
                        names.stream().map(settings::assignments).toList())
                .values();
        List<String> present = new ArrayList<>();
        List<String> old = new ArrayList<>();
        for (String name : names) {
            KafkaFuture<Void> result = created.get(name);
            if (result != null && isThere(name, result, old)) {
                present.add(name);
            }
        }
        audit.lookAt(old);
        return lookUp(present);
    }

    private static boolean isThere(String name, KafkaFuture<Void> result, List<String> old) {
        try {
            result.get(15, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TopicExistsException) {
                old.add(name);
                return true;
            }
            LOG.warnf("topic %s can't be created: %s", name, e.getMessage());
        } catch (TimeoutException e) {
            LOG.warnf("topic %s could not be created within 15 s", name);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    private Collection<String> lookUp(List<String> present) {
        List<CompletableFuture<Boolean>> known = present.stream()
                .map(name -> CompletableFuture.supplyAsync(() -> isKnown(name), lookUps))
                .toList();
        List<String> open = new ArrayList<>();
        for (int i = 0; i < present.size(); i++) {
            if (known.get(i).join()) {
                open.add(present.get(i));
            }
        }
        return open;
    }

    private boolean isKnown(String name) {
        for (int i = 0; i < TRIES; i++) {
            if (producer.lookUp(name)) {
                return true;
            }
        }
        return false;
    }
}
