/** What an operator does beside running coordinators, as a command of the coordinator's program. It asks the store. */
@NullMarked
package dev.taskdirector.coordinator.admin;

import org.jspecify.annotations.NullMarked;
