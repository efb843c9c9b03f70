/**
 * Where the coordinator meets Kafka: the channel that records come in by, topics, readers, publishers and what is shown of
 * them in health and metrics. It decides nothing about builds.
 */
@NullMarked
package dev.taskdirector.coordinator.kafka;

import org.jspecify.annotations.NullMarked;
