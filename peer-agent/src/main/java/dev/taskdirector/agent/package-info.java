/** Placeholder. */
@NullMarked
package dev.taskdirector.agent;

import org.jspecify.annotations.NullMarked;
