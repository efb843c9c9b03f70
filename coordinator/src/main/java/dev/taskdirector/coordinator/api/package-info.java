/**
 * Shows runs, tasks and peers over HTTP, for people and programs. It reads what the store answers and changes nothing.
 */
@NullMarked
package dev.taskdirector.coordinator.api;

import org.jspecify.annotations.NullMarked;
