package dev.taskdirector.deploy.quickstart;

/** The build without direction, as it was really run. */
record Undirected(Outcome alone, Outcome sameOrder, Outcome ownOrders) {}
