package dev.taskdirector.deploy.quickstart;

/** One building of a task by a peer, in seconds since the peers started. */
record Build(String task, String peer, double startedSeconds, double endedSeconds) {

    double seconds() {
        return endedSeconds - startedSeconds;
    }
}
