package dev.taskdirector.agent.kafka;

/** What the agent's Kafka user must be allowed to do with a topic, and what a person reads where it isn't. */
enum Right {
    WRITE("write", "Write", "no coordinator hears of this peer", ""),
    READ(
            "read",
            "Read",
            "this peer hears of no coordinator",
            ", or name by --peer the id of the peer for which the user was made");

    private final String verb;
    private final String operation;
    private final String harm;
    private final String otherCure;

    Right(String verb, String operation, String harm, String otherCure) {
        this.verb = verb;
        this.operation = operation;
        this.harm = harm;
        this.otherCure = otherCure;
    }

    /** A topic that isn't there looks the same to a user without rights, so this says nothing about that. */
    String isMissing(String topic, ClientSettings settings) {
        return "this agent's Kafka user may not " + verb + " topic " + topic + ", so " + harm
                + "; give it that right, with kafka-acls.sh --bootstrap-server " + settings.brokers()
                + " --add --allow-principal User:NAME --operation " + operation + " --topic " + topic + otherCure;
    }
}
