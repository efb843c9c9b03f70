/**
 * The quickstart: three peers as real processes share a build of six small tasks, and the tasks' own log says who built what.
 * What is reported comes from that log and the processes' exit codes, never from what the agents say about themselves.
 */
@NullMarked
package dev.taskdirector.deploy.quickstart;

import org.jspecify.annotations.NullMarked;
