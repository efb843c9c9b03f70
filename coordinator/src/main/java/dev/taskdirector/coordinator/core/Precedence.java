package dev.taskdirector.coordinator.core;

/** Who comes first where not all can be served: merge gates, on which people wait, then quick machines, then who came first. */
record Precedence(boolean gate, long slowness, long order) implements Comparable<Precedence> {

    private static final long STEP = MachineSpeeds.COMMON / 4;

    /** Of a session; machines of nearly one speed count as equal. */
    static Precedence of(PeerSession session) {
        return new Precedence(session.join.dependentPipeline(), (session.slowness + STEP / 2) / STEP, session.order);
    }

    @Override
    public int compareTo(Precedence other) {
        if (gate != other.gate) {
            return gate ? -1 : 1;
        }
        int bySpeed = Long.compare(slowness, other.slowness);
        return bySpeed != 0 ? bySpeed : Long.compare(order, other.order);
    }
}
