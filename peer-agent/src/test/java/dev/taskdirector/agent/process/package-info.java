/** Tests that run real processes. Each waits for what it expects, with a bound. */
package dev.taskdirector.agent.process;
