package dev.taskdirector.deploy.embedded;

import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/** The life of a process that is nothing but a server: it starts, says that it is ready, and stops in order on TERM. */
final class ServerLife {

    private ServerLife() {}

    static void untilTerm(String name, Supplier<? extends AutoCloseable> server) throws InterruptedException {
        AutoCloseable running = server.get();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(name, running), name + "-stop"));
        System.out.println("ready");
        System.out.flush();
        new CountDownLatch(1).await();
    }

    private static void close(String name, AutoCloseable running) {
        try {
            running.close();
        } catch (Exception e) {
            throw new IllegalStateException("the " + name + " did not stop in order", e);
        }
    }
}
