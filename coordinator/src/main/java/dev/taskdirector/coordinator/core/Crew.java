package dev.taskdirector.coordinator.core;

import java.util.TreeMap;

/** The builders of a plan that take new work: how quick the quickest is, and how much all of them do. */
final class Crew {

    private record Member(long slowness, long slots) {

        /** What it does in a second, in milliseconds of work at common speed, in thousandths. */
        long capacity() {
            return slots * MachineSpeeds.COMMON * MachineSpeeds.COMMON / slowness;
        }
    }

    private final TreeMap<Long, Member> members = new TreeMap<>();
    private final TreeMap<Long, Integer> bySlowness = new TreeMap<>();
    private long capacity;

    /** Counts a session as its machine and slots are now. */
    void put(PeerSession session) {
        remove(session);
        Member member = new Member(session.slowness, session.buildingSlots());
        members.put(session.order, member);
        bySlowness.merge(member.slowness, 1, Integer::sum);
        capacity += member.capacity();
    }

    void remove(PeerSession session) {
        Member member = members.remove(session.order);
        if (member == null) {
            return;
        }
        bySlowness.computeIfPresent(member.slowness, (slowness, count) -> count == 1 ? null : count - 1);
        capacity -= member.capacity();
    }

    /** Whether nobody is in it but one session. */
    boolean isOnly(PeerSession session) {
        return members.size() == 1 && members.containsKey(session.order);
    }

    /** Whether somebody is in it beside one session. */
    boolean hasOthersThan(PeerSession session) {
        return members.size() > (members.containsKey(session.order) ? 1 : 0);
    }

    /** How slow the quickest of them is, in thousandths; somebody is in it. */
    long quickest() {
        return bySlowness.firstKey();
    }

    /** How long all of them together take for so much work at common speed, in milliseconds. */
    long millisFor(long commonMillis) {
        return commonMillis * MachineSpeeds.COMMON / Math.max(1, capacity);
    }
}
