/** Placeholder. */
@NullMarked
package dev.taskdirector.deploy.standalone;

import org.jspecify.annotations.NullMarked;
