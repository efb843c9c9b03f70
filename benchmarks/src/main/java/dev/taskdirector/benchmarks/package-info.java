/**
 * Measures the system as its users meet it: real coordinator, real broker, real database. Every figure is set against raw
 * Kafka measured in the same run, since machines are noisy and ratios are not.
 */
@NullMarked
package dev.taskdirector.benchmarks;

import org.jspecify.annotations.NullMarked;
