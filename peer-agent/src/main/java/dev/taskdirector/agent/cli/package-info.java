/**
 * The command line: options and surroundings in, an agent with its runner, transport and log out. It decides nothing
 * that a session, a runner or the coordinator decides.
 */
@NullMarked
package dev.taskdirector.agent.cli;

import org.jspecify.annotations.NullMarked;
