package dev.taskdirector.benchmarks.chaos;

import java.util.List;

/** What faults do to coordinators, broker and database. Each method returns when what was taken away is back. */
final class ServerFaults {

    private final Site site;
    private final StormTime time;

    ServerFaults(Site site, StormTime time) {
        this.site = site;
        this.time = time;
    }

    String victim(Fault fault) {
        return switch (fault.kind()) {
            case COORDINATOR_KILLED, COORDINATOR_PAUSED, COORDINATOR_CUT_OFF ->
                seat(fault).name();
            case COORDINATORS_ROLLED, COORDINATORS_GONE -> "both coordinators";
            case BROKER_KILLED, BROKER_PAUSED, BROKER_RESTARTED -> "the broker";
            default -> "the database";
        };
    }

    void happen(Fault fault) throws InterruptedException {
        lookAtThose(fault);
        switch (fault.kind()) {
            case COORDINATOR_KILLED -> replace(List.of(seat(fault)), fault);
            case COORDINATORS_GONE -> replace(site.seats(), fault);
            case COORDINATOR_PAUSED, COORDINATOR_CUT_OFF ->
                time.pause(seat(fault).present().pid(), fault);
            case COORDINATORS_ROLLED -> {
                roll(seat(fault));
                roll(site.seats().get(1 - fault.target()));
            }
            case BROKER_KILLED -> {
                site.broker().kill();
                time.last(fault);
                site.broker().start();
            }
            case BROKER_PAUSED -> time.pause(site.broker().pid(), fault);
            case BROKER_RESTARTED -> restart(site.broker(), fault);
            default -> restart(site.database(), fault);
        }
    }

    /** Those of the same stream: what another stream ends at present is not there by right. */
    private void lookAtThose(Fault fault) {
        if (fault.kind() == FaultKind.DATABASE_STOPPED) {
            site.database().lookAt();
        } else {
            site.broker().lookAt();
            site.seats().forEach(Seat::lookAt);
        }
    }

    private Seat seat(Fault fault) {
        return site.seats().get(fault.target());
    }

    private void replace(List<Seat> seats, Fault fault) throws InterruptedException {
        seats.forEach(Seat::kill);
        time.last(fault);
        seats.forEach(Seat::start);
        for (Seat seat : seats) {
            seat.awaitReady();
        }
    }

    private void restart(ServerProcess server, Fault fault) throws InterruptedException {
        server.stop();
        time.last(fault);
        server.start();
    }

    private void roll(Seat seat) throws InterruptedException {
        seat.stop();
        seat.start();
        seat.awaitReady();
    }
}
