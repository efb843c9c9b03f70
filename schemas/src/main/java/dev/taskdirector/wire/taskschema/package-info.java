/**
 * Task schema files, YAML or JSON, in three notations. A file is read as a whole, and all that is wrong with it is said
 * at once: file, line, task and cure.
 */
@NullMarked
package dev.taskdirector.wire.taskschema;

import org.jspecify.annotations.NullMarked;
