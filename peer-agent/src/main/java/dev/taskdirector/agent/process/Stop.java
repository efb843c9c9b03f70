package dev.taskdirector.agent.process;

import java.util.concurrent.CompletableFuture;

/**
 * That a command is wanted no more.
 *
 * @param asked done when the command is to be asked to end
 * @param hurried done when it is to be ended without further grace
 */
record Stop(CompletableFuture<Void> asked, CompletableFuture<Void> hurried) {

    Stop() {
        this(new CompletableFuture<>(), new CompletableFuture<>());
    }

    void ask() {
        asked.complete(null);
    }

    void hurry() {
        hurried.complete(null);
        asked.complete(null);
    }
}
