package dev.taskdirector.coordinator.kafka;

import dev.taskdirector.coordinator.runtime.Backlog;
import dev.taskdirector.coordinator.runtime.Condition;
import dev.taskdirector.coordinator.runtime.Counted;
import dev.taskdirector.coordinator.runtime.LogRecord;
import dev.taskdirector.coordinator.runtime.PartitionProcessor;
import dev.taskdirector.coordinator.runtime.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * A partition's way to its one thread. What is on the way is bounded: records beyond the bound are left in the log, from
 * which the processor reads them later. Thread-safe.
 */
final class Lane {
    private static final Logger LOG = Logger.getLogger(Lane.class);
    static final int MAX_RECORDS = 20_000;
    static final long MAX_BYTES = 64L << 20;

    private final int partition;
    private final PartitionProcessor processor;
    private final Executor thread;
    private final LongSupplier clockMillis;
    private final Tally tally;
    private final AtomicInteger records = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final Queue<List<LogRecord>> batches = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean isToProcess = new AtomicBoolean();
    private final AtomicBoolean missed = new AtomicBoolean();
    private final AtomicBoolean timeIsOnItsWay = new AtomicBoolean();
    private Condition told = new Condition.Unassigned();

    /**
     * A lane to a processor.
     *
     * @param processor makes the processor, given what brings work to its thread
     * @param thread one thread, in order
     * @param clockMillis never goes back
     */
    Lane(
            int partition,
            Function<Executor, PartitionProcessor> processor,
            Executor thread,
            LongSupplier clockMillis,
            Tally tally) {
        this.partition = partition;
        this.thread = thread;
        this.processor = processor.apply(thread);
        this.clockMillis = clockMillis;
        this.tally = tally;
    }

    Condition condition() {
        return processor.condition();
    }

    Backlog backlog() {
        return processor.backlog();
    }

    int recordsUnderWay() {
        return records.get();
    }

    long bytesUnderWay() {
        return bytes.get();
    }

    void assigned() {
        thread.execute(() -> processor.assigned(clockMillis.getAsLong()));
    }

    void lost() {
        thread.execute(processor::lost);
    }

    CompletionStage<Void> revoked() {
        return leaving(PartitionProcessor::revoked);
    }

    CompletionStage<Void> stop() {
        processor.halt();
        return leaving(PartitionProcessor::stop);
    }

    private CompletionStage<Void> leaving(Function<PartitionProcessor, CompletionStage<Void>> how) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        thread.execute(() -> how.apply(processor).whenComplete((nothing, failure) -> done.complete(null)));
        return done;
    }

    /** Brings records, or leaves them in the log if there are too many on the way. */
    void process(List<LogRecord> batch) {
        if (batch.isEmpty()) {
            return;
        }
        long size = sizeOf(batch);
        if (records.get() >= MAX_RECORDS || bytes.get() >= MAX_BYTES) {
            tally.add(Counted.LEFT_IN_LOG, batch.size());
            missed.set(true);
            return;
        }
        records.addAndGet(batch.size());
        bytes.addAndGet(size);
        batches.add(batch);
        if (isToProcess.compareAndSet(false, true)) {
            thread.execute(this::processAll);
        }
    }

    /**
     * What has come while the thread was busy is one batch: of it each session gets one answer. Records that go back begin
     * another one, since by its first record a batch is known to be of another log.
     */
    private void processAll() {
        isToProcess.set(false);
        List<LogRecord> all = new ArrayList<>();
        for (List<LogRecord> next = batches.poll(); next != null; next = batches.poll()) {
            if (!all.isEmpty()
                    && next.get(0).offset() <= all.get(all.size() - 1).offset()) {
                processNow(all);
                all = new ArrayList<>();
            }
            all.addAll(next);
        }
        if (!all.isEmpty()) {
            processNow(all);
        }
    }

    private void processNow(List<LogRecord> batch) {
        records.addAndGet(-batch.size());
        bytes.addAndGet(-sizeOf(batch));
        processor.process(batch, clockMillis.getAsLong());
    }

    private static long sizeOf(List<LogRecord> batch) {
        return batch.stream().mapToLong(LogRecord::size).sum();
    }

    /** Lets time pass, unless it is still on its way. */
    void onTime() {
        if (timeIsOnItsWay.compareAndSet(false, true)) {
            thread.execute(() -> {
                timeIsOnItsWay.set(false);
                long now = clockMillis.getAsLong();
                if (missed.compareAndSet(true, false)) {
                    processor.missed(now);
                }
                processor.onTime(now);
                tellStandstill();
            });
        }
    }

    /** One line when the partition comes to stand still, and one when it goes on. */
    private void tellStandstill() {
        Condition now = processor.condition();
        if (now instanceof Condition.Parked parked && !now.equals(told)) {
            LOG.error(parked.reason());
        } else if (told instanceof Condition.Parked && now instanceof Condition.Running) {
            LOG.infof("partition %d goes on", partition);
        }
        told = now;
    }
}
