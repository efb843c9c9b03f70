/** The coordinator's program. What it does is in the packages below, one room each. */
@NullMarked
package dev.taskdirector.coordinator;

import org.jspecify.annotations.NullMarked;
