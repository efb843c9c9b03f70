package dev.taskdirector.wire;

/**
 * Ends the reading of a record at the first thing that is wrong with it. It never leaves this package: the codec turns
 * it into a value.
 */
final class ContractBreach extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean beyondLimit;

    private ContractBreach(String sentence, boolean beyondLimit) {
        super(sentence, null, false, false);
        this.beyondLimit = beyondLimit;
    }

    static ContractBreach malformed(String sentence) {
        return new ContractBreach(sentence, false);
    }

    static ContractBreach beyondLimit(String sentence) {
        return new ContractBreach(sentence, true);
    }

    boolean isBeyondLimit() {
        return beyondLimit;
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
