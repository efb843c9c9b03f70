/** Tests of what is found in a checkout, with real git. */
package dev.taskdirector.agent.checkout;
