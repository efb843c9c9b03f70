/** Tests of what people and scripts read in the CI log. */
package dev.taskdirector.agent.log;
