/** Placeholder. */
@NullMarked
package dev.taskdirector.benchmarks;

import org.jspecify.annotations.NullMarked;
