/**
 * Stand-ins for what surrounds a processor, in memory and on the caller's thread. They can misbehave as the real ones do:
 * be away, lose, forget, come back as another.
 */
@NullMarked
package dev.taskdirector.coordinator.fakes;

import org.jspecify.annotations.NullMarked;
