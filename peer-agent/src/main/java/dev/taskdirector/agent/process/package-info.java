/**
 * Runs tasks and the verdict as commands: each in a process group of its own, without a shell, stopped as a group. It
 * knows processes, their output and their report files, and nothing of sessions or Kafka.
 */
@NullMarked
package dev.taskdirector.agent.process;

import org.jspecify.annotations.NullMarked;
