/**
 * The way to the coordinator through two Kafka topics. It carries bytes and decides nothing; everything else of the agent
 * is unaware of Kafka.
 */
@NullMarked
package dev.taskdirector.agent.kafka;

import org.jspecify.annotations.NullMarked;
