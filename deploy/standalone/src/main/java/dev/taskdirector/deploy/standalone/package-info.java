/**
 * Kafka, PostgreSQL and coordinators as one process tree, for a laptop and for the end-to-end tests. The coordinators are the
 * packaged ones, as processes of their own, so that they can be killed and replaced like anywhere else.
 */
@NullMarked
package dev.taskdirector.deploy.standalone;

import org.jspecify.annotations.NullMarked;
