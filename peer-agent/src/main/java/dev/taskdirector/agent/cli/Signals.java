package dev.taskdirector.agent.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;

/**
 * Hears HUP, INT and TERM, so that the peer can leave, stop its commands and still exit with 128 and the signal's number.
 * A shutdown hook would not know which signal it was, and nothing could be written after it. The JDK's way to hear signals
 * is not in a standard package (it is exported by {@code jdk.unsupported}), so it is looked up; without it the JVM ends
 * at once, as any JVM does.
 */
final class Signals {

    private static final List<String> HEARD = List.of("HUP", "INT", "TERM");

    private Signals() {}

    /**
     * Hears the signals, and that the process that started this one is gone, which counts as HUP unless a signal was heard; not
     * under {@code nohup}, which is for processes that outlive their parents.
     *
     * @param listener called on a thread of its own, at each signal
     * @param parent what started this process
     */
    static void listen(StopListener listener, Optional<Long> parent) {
        boolean mayOutliveItsParent = false;
        for (String name : HEARD) {
            try {
                boolean isIgnored = !listenTo(name, listener);
                mayOutliveItsParent |= isIgnored && name.equals("HUP");
            } catch (ReflectiveOperationException | IllegalArgumentException e) {
                // this JVM keeps the signal to itself, or has none of that name
            }
        }
        if (!mayOutliveItsParent) {
            ParentWatch.listen(
                    parent, () -> listener.abandon(ExitCodes.HUNG_UP, "the process that started this agent is gone"));
        }
    }

    /** Returns false if the process was started with the signal ignored: then it stays so. */
    private static boolean listenTo(String name, StopListener listener) throws ReflectiveOperationException {
        Class<?> type = Class.forName("sun.misc.Signal");
        Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
        Object signal = type.getConstructor(String.class).newInstance(name);
        int number = (Integer) type.getMethod("getNumber").invoke(signal);
        InvocationHandler heard = (proxy, method, arguments) -> answer(
                proxy,
                method.getName(),
                arguments,
                () -> listener.stop(ExitCodes.SIGNAL_BASE + number, "signal " + name));
        Object handler = Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[] {handlerType}, heard);
        Object before = type.getMethod("handle", type, handlerType).invoke(null, signal, handler);
        return !handlerType.getField("SIG_IGN").get(null).equals(before);
    }

    private static Object answer(Object proxy, String method, Object[] arguments, Runnable heard) {
        return switch (method) {
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            case "toString" -> "Signals";
            default -> {
                heard.run();
                yield true;
            }
        };
    }
}
