package dev.taskdirector.coordinator.store;

import io.quarkus.narayana.jta.QuarkusTransaction;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Runs a query in a transaction of its own, with a bound, and tells trouble with the database from an error of ours. Half
 * of the connections are enough for readers: the others save what the coordinator decides.
 */
final class Reading {

    /** Of the 16 connections that a replica has by default. */
    private static final int AT_ONCE = 8;

    private static final int WAIT_SECONDS = 2;
    private static final int TIMEOUT_SECONDS = 20;
    private static final Semaphore PLACES = new Semaphore(AT_ONCE, true);

    private Reading() {}

    static <T> T of(Callable<T> query) {
        takePlace();
        try {
            return QuarkusTransaction.requiringNew().timeout(TIMEOUT_SECONDS).call(query);
        } catch (RuntimeException e) {
            throw isTrouble(e) ? new StoreAwayException(e) : e;
        } finally {
            PLACES.release();
        }
    }

    private static void takePlace() {
        try {
            if (!PLACES.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
                throw new TooManyReadersException();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreAwayException(e);
        }
    }

    /** All but wrong statements and wrong values (states 42, 22, 23): those are ours, and fail again. */
    private static boolean isTrouble(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                String state = String.valueOf(sql.getSQLState());
                return !state.startsWith("42") && !state.startsWith("22") && !state.startsWith("23");
            }
        }
        return false;
    }
}
