/**
 * Orders what happens around the core: from a batch of records to decisions, to publishing, to the checkpoint. It talks
 * to ports only; no Kafka, no JPA, no CDI.
 */
@NullMarked
package dev.taskdirector.coordinator.runtime;

import org.jspecify.annotations.NullMarked;
