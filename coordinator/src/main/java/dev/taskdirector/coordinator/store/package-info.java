/**
 * Keeps checkpoints and history in PostgreSQL, and answers queries about them. It publishes nothing and decides nothing;
 * nobody else sees SQL or JPA.
 */
@NullMarked
package dev.taskdirector.coordinator.store;

import org.jspecify.annotations.NullMarked;
