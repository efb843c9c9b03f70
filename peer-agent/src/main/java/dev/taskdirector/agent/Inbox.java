package dev.taskdirector.agent;

import dev.taskdirector.agent.session.Action;
import dev.taskdirector.agent.session.Session;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * What waits for the agent's loop. What comes from the network waits at the door once {@value #MOST_FROM_NETWORK} wait
 * here; what ends here is bounded by the slots and never waits, since it may come from the loop's own thread.
 */
final class Inbox {

    private static final int MOST_FROM_NETWORK = 256;

    /** What an event does to the session. */
    @FunctionalInterface
    interface Event {
        List<Action> applyTo(Session session, long nowMillis);
    }

    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final Semaphore door = new Semaphore(MOST_FROM_NETWORK);

    void add(Event event) {
        events.add(event);
    }

    /** Waits while the inbox is full; an interrupted caller's event is dropped. */
    void addFromNetwork(Event event) {
        try {
            door.acquire();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return;
        }
        events.add((session, now) -> {
            door.release();
            return event.applyTo(session, now);
        });
    }

    /** The next event; empty when none came in time. Without a time it waits for one. */
    Optional<Event> next(OptionalLong waitMillis) throws InterruptedException {
        return waitMillis.isPresent()
                ? Optional.ofNullable(events.poll(waitMillis.getAsLong(), TimeUnit.MILLISECONDS))
                : Optional.of(events.take());
    }
}
