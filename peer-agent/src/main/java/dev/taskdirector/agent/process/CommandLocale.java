package dev.taskdirector.agent.process;

import java.util.Map;

/**
 * The locale of commands. Where there is none the launcher gives the JVM one, so that it can pass on what isn't ASCII;
 * commands get the one that there was: compilers speak otherwise in another.
 */
public final class CommandLocale {

    private static final String BEFORE = "TASK_DIRECTOR_LC_ALL";
    private static final String LOCALE = "LC_ALL";

    private CommandLocale() {}

    /** Sets a command's environment to what it was before the launcher. */
    public static void restore(Map<String, String> environment) {
        String before = environment.remove(BEFORE);
        if (before != null && before.isEmpty()) {
            environment.remove(LOCALE);
        } else if (before != null) {
            environment.put(LOCALE, before);
        }
    }
}
