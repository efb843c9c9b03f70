/**
 * What the agent says: one line of the CI log for each fact, in plain words, or one line that changes on a terminal. The
 * lines are a contract; people and scripts read them.
 */
@NullMarked
package dev.taskdirector.agent.log;

import org.jspecify.annotations.NullMarked;
