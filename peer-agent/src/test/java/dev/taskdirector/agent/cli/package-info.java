/** Tests of the command line, in this process, with a coordinator that says what the test wants. */
package dev.taskdirector.agent.cli;
