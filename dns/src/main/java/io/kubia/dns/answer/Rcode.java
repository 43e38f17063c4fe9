package io.kubia.dns.answer;

/** The response codes that occur here (IANA's DNS parameters). */
final class Rcode {
    static final int NOERROR = 0;
    static final int FORMERR = 1;
    static final int SERVFAIL = 2;
    static final int NXDOMAIN = 3;
    static final int NOTIMP = 4;
    static final int REFUSED = 5;

    /** The version of EDNS is not known. Needs an OPT record, which has its higher bits. */
    static final int BADVERS = 16;

    private Rcode() {}
}
