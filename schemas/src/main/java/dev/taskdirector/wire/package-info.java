/**
 * The wire contract, version 1: what peers, the coordinator and other systems say to each other over Kafka. JDK and
 * Jackson only, so that any JVM system can use it as it is.
 */
@NullMarked
package dev.taskdirector.wire;

import org.jspecify.annotations.NullMarked;
