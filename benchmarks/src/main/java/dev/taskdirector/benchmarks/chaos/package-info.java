/**
 * Chaos on real processes: coordinators, broker, database and agents are killed, paused and restarted while peers come and
 * go, and in the end what the database says is compared with what the agents really ran. The auditor shares no code with
 * the system under test but the reading of its tables and topics.
 */
@NullMarked
package dev.taskdirector.benchmarks.chaos;

import org.jspecify.annotations.NullMarked;
