package dev.taskdirector.benchmarks.chaos;

import java.util.List;

/** What faults do to agents. */
final class AgentFaults {

    private final Crowd crowd;
    private final StormTime time;

    AgentFaults(Crowd crowd, StormTime time) {
        this.crowd = crowd;
        this.time = time;
    }

    void happen(Fault fault, AgentLife victim) throws InterruptedException {
        victim.suffers(fault.kind());
        switch (fault.kind()) {
            case AGENT_STOPPED -> Signal.TERM.sendTo(victim.pid());
            case AGENT_PAUSED -> time.pause(victim.pid(), fault);
            case AGENT_DOUBLED -> crowd.comeAgain(fault.target(), victim);
            case MACHINE_LOST -> {
                Signal.STOP.sendTo(victim.pid());
                List<ProcessHandle> all = victim.descendants();
                victim.kill();
                all.forEach(ProcessHandle::destroyForcibly);
            }
            case AGENT_RESTARTED -> {
                victim.kill();
                victim.end().join();
                crowd.comeAgain(fault.target(), victim);
            }
            default -> victim.kill();
        }
    }
}
