package dev.taskdirector.benchmarks.chaos;

import java.time.Instant;

/** A record of a topic, as it was read. */
record TopicRecord(String topic, int partition, long offset, Instant at, String value) {}
