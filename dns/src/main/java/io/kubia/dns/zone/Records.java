package io.kubia.dns.zone;

/**
 * All records of one type at one name, encoded as they follow the question in an answer: their owner is a pointer to the
 * question's name, so that they take its case. They are encoded once and then copied into every answer.
 */
public final class Records {
    /** The name has no such records. */
    static final Records NONE = new Records(new byte[0], 0, 0, false);

    private final byte[] bytes;
    private final int answers;
    private final int additionals;
    private final boolean isCut;

    Records(byte[] bytes, int answers, int additionals, boolean isCut) {
        this.bytes = bytes;
        this.answers = answers;
        this.additionals = additionals;
        this.isCut = isCut;
    }

    /** The records themselves, which nobody may change: first those of the answer section, then the additional ones. */
    public byte[] bytes() {
        return bytes;
    }

    /** How many belong into the answer section; 0 when there are none at all. */
    public int answers() {
        return answers;
    }

    /** How many belong into the additional section. */
    public int additionals() {
        return additionals;
    }

    /** Whether there are more answers than any message can hold. */
    public boolean isCut() {
        return isCut;
    }
}
