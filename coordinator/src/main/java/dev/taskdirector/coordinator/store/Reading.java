package dev.taskdirector.coordinator.store;

import io.quarkus.narayana.jta.QuarkusTransaction;
import java.sql.SQLException;
import java.util.concurrent.Callable;

/** Runs a query in a transaction of its own, with a bound, and tells trouble with the database from an error of ours. */
final class Reading {

    private static final int TIMEOUT_SECONDS = 20;

    private Reading() {}

    static <T> T of(Callable<T> query) {
        try {
            return QuarkusTransaction.requiringNew().timeout(TIMEOUT_SECONDS).call(query);
        } catch (RuntimeException e) {
            throw isTrouble(e) ? new StoreAwayException(e) : e;
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
