package dev.taskdirector.agent.kafka;

import dev.taskdirector.agent.Transport;
import dev.taskdirector.wire.PeerAssignment;
import dev.taskdirector.wire.PeerStatus;
import dev.taskdirector.wire.Topics;
import dev.taskdirector.wire.WireCodec;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Statuses to the topic of all peers, assignments from the peer's own. */
public final class KafkaTransport implements Transport {

    private static final long CLOSE_MILLIS = 2_000;
    private static final long CLOSE_UNHEARD_MILLIS = 200;
    private static final int MOST_TROUBLES = 100;
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(5);

    private final ClientSettings settings;
    private final Topics topics;
    private final String peer;
    private final WireCodec codec;
    private final Mailbox mailbox = new Mailbox();
    private final Pause pause;
    private final Set<String> told = new HashSet<>();
    private Optional<Sender> sender = Optional.empty();
    private Optional<Thread> sending = Optional.empty();
    private Optional<Thread> receiving = Optional.empty();
    private Optional<Receiver> receiver = Optional.empty();

    public KafkaTransport(ClientSettings settings, Topics topics, String peer, WireCodec codec) {
        this(settings, topics, peer, codec, new Pause(BETWEEN_TRIES));
    }

    KafkaTransport(ClientSettings settings, Topics topics, String peer, WireCodec codec, Pause pause) {
        this.settings = settings;
        this.topics = topics;
        this.peer = peer;
        this.codec = codec;
        this.pause = pause;
    }

    @Override
    public void open(Listener listener) {
        Listener once = new Listener() {
            @Override
            public void assigned(PeerAssignment assignment) {
                listener.assigned(assignment);
            }

            @Override
            public void troubled(String sentence) {
                if (isNews(sentence)) {
                    listener.troubled(sentence);
                }
            }
        };
        receiver = Optional.of(new Receiver(settings, topics.assignments(peer), codec, pause, once));
        sender = Optional.of(new Sender(settings, topics, codec, mailbox, pause, once::troubled));
        sending = Optional.of(start("sender", sender.get()));
        receiving = Optional.of(start("receiver", receiver.get()));
    }

    @Override
    public void send(PeerStatus status) {
        mailbox.put(status);
    }

    /** Where nobody takes anything there is nothing to wait for: alone, a peer should be no slower for its agent. */
    @Override
    public void close() {
        mailbox.close();
        long limit = sender.filter(Sender::isHeard).isPresent() ? CLOSE_MILLIS : CLOSE_UNHEARD_MILLIS;
        long deadline = System.nanoTime() + limit * 1_000_000;
        sending.ifPresent(thread -> join(thread, deadline));
        pause.end();
        receiver.ifPresent(Receiver::wake);
        receiving.ifPresent(thread -> join(thread, deadline));
    }

    private synchronized boolean isNews(String sentence) {
        return told.size() < MOST_TROUBLES && told.add(sentence);
    }

    private static Thread start(String name, Runnable work) {
        Thread thread = new Thread(work, "task-director-" + name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Whoever hasn't ended by then is told to, and left: it is a daemon. */
    private static void join(Thread thread, long deadlineNanos) {
        try {
            thread.join(Math.max(1, (deadlineNanos - System.nanoTime()) / 1_000_000));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        thread.interrupt();
    }
}
