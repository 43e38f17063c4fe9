package io.kubia.dns.answer;

/** What is to be done with a request. */
public enum Verdict {
    /** The answer has been written: send it. */
    ANSWERED,
    /** Send nothing: it is no request. */
    DROPPED,
    /**
     * Another server is to be asked, see {@link Answerer#forward}. What to say when there is none, or none may be
     * asked, has been written.
     */
    FORWARD,
    /**
     * The zone itself is asked for, see {@link Answerer#transfer}. What to say to those who may not have it has been
     * written.
     */
    TRANSFER
}
