/**
 * Kafka and PostgreSQL started from within a JVM, on loopback ports, without Docker and without an installation. Tests and
 * the standalone build on it; in production both are somebody else's.
 */
@NullMarked
package dev.taskdirector.deploy.embedded;

import org.jspecify.annotations.NullMarked;
