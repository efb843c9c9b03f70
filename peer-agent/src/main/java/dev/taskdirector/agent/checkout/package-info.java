/**
 * Looks at what is checked out: repository, base ref and patchsets, and the keys that say which tasks have equal inputs.
 * It never fails a build: what can't be found is said and left out.
 */
@NullMarked
package dev.taskdirector.agent.checkout;

import org.jspecify.annotations.NullMarked;
