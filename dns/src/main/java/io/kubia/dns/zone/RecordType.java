package io.kubia.dns.zone;

/** The numbers of the types and classes that occur here (IANA's DNS parameters). */
public final class RecordType {
    public static final int A = 1;
    public static final int NS = 2;
    public static final int CNAME = 5;
    public static final int SOA = 6;
    public static final int PTR = 12;
    public static final int HINFO = 13;
    public static final int TXT = 16;
    public static final int AAAA = 28;
    public static final int SRV = 33;
    public static final int OPT = 41;
    public static final int IXFR = 251;
    public static final int AXFR = 252;
    public static final int ANY = 255;

    /** The class of everything in a zone. */
    public static final int IN = 1;

    /** The class in which servers tell of themselves. */
    public static final int CHAOS = 3;

    private static final int FIRST_META = 128;

    private RecordType() {}

    /** Whether the zone itself is asked for by it. */
    public static boolean isTransfer(int type) {
        return type == AXFR || type == IXFR;
    }

    /** Whether it is a type of questions or of what is said about messages, and none that data has (RFC 6895). */
    public static boolean isMeta(int type) {
        return type >= FIRST_META && type < ANY;
    }
}
