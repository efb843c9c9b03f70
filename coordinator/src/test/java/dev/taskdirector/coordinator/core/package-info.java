/**
 * Scenarios of the core: facts as names, whole results asserted, no waiting. {@link
 * dev.taskdirector.coordinator.core.Fleet} writes the log that a fleet of peers would write.
 */
package dev.taskdirector.coordinator.core;
