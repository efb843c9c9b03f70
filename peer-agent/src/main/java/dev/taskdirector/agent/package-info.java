/**
 * A peer's side: what runs beside the build, does what its assignments say, and ends with the peer's own verdict. The
 * session inside is pure; Kafka and processes are at the edge.
 */
@NullMarked
package dev.taskdirector.agent;

import org.jspecify.annotations.NullMarked;
