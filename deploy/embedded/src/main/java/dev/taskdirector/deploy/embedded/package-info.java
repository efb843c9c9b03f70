/** Placeholder. */
@NullMarked
package dev.taskdirector.deploy.embedded;

import org.jspecify.annotations.NullMarked;
