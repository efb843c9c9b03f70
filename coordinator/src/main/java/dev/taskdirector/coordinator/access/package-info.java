/**
 * Decides who may read pages and REST, and who may change anything by them. It knows requests and roles, and nothing of what
 * is shown.
 */
@NullMarked
package dev.taskdirector.coordinator.access;

import org.jspecify.annotations.NullMarked;
