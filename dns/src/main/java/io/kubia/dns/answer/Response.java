package io.kubia.dns.answer;

import io.kubia.dns.zone.RecordType;
import io.kubia.dns.zone.Records;
import io.kubia.dns.zone.Soa;
import io.kubia.dns.zone.Zone;
import java.net.InetAddress;
import java.util.Arrays;

/**
 * An answer while it is made, in the very memory that the request was read into: the question stays where it stands, with
 * its case, and everything is put behind it. Used over and over by one {@link Answerer}.
 */
final class Response {
    /** Of a DNS message. */
    static final int MAX_LENGTH = 65535;

    /** For aliases before the longest records that a zone has, until they are cut. */
    private static final int SLACK = 4096;

    private static final int RESPONSE = 0x80;
    private static final int AUTHORITATIVE = 0x04;
    private static final int TRUNCATED = 0x02;
    private static final int RECURSION_DESIRED = 0x01;
    private static final int CHECKING_DISABLED = 0x10;

    private static final int POINTER = 0xC000;

    private final byte[] message = new byte[MAX_LENGTH + SLACK];
    private final EdnsPart edns;
    private int end;
    private int answers;
    private int authorities;
    private int additionals;
    private boolean isCut;
    private boolean isAuthoritative;
    private int rcode;

    Response(EdnsPart edns) {
        this.edns = edns;
    }

    /** Where the request is to be put. */
    byte[] message() {
        return message;
    }

    int end() {
        return end;
    }

    int rcode() {
        return rcode;
    }

    /** Begins an answer that has the question, and nothing else yet. */
    void begin(Query query) {
        end = query.questionEnd();
        answers = 0;
        authorities = 0;
        additionals = 0;
        isCut = false;
        isAuthoritative = false;
        rcode = Rcode.NOERROR;
    }

    void error(int code) {
        rcode = code;
    }

    void authoritative() {
        isAuthoritative = true;
    }

    /** Adds records of the name that was asked for. */
    void add(Records records) {
        var bytes = records.bytes();
        System.arraycopy(bytes, 0, message, end, bytes.length);
        end += bytes.length;
        count(records);
    }

    /**
     * Adds records that are all of one length, beginning in their middle.
     *
     * @param first which of them is to be the first
     */
    void addRotated(Records records, int first) {
        var bytes = records.bytes();
        int cut = bytes.length / records.answers() * first;
        System.arraycopy(bytes, cut, message, end, bytes.length - cut);
        System.arraycopy(bytes, 0, message, end + bytes.length - cut, cut);
        end += bytes.length;
        count(records);
    }

    /** Adds addresses of a name that stands at {@code owner}. */
    void addAddresses(Records records, int owner) {
        int length = records.bytes().length / records.answers();
        int start = end;
        add(records);
        for (int at = start; at < end; at += length) {
            Bytes.put16(message, at, POINTER | owner);
        }
    }

    /** Adds that the name at {@code owner} is another name for {@code target}; returns where that one stands. */
    int addAlias(int owner, byte[] target, int ttl) {
        int data = addHead(owner, RecordType.CNAME, RecordType.IN, ttl, target.length);
        System.arraycopy(target, 0, message, data, target.length);
        return data;
    }

    /** Adds a record of the name that was asked for, its data in strings. */
    void addStrings(int type, int dnsClass, int ttl, byte[]... strings) {
        int length = 0;
        for (var string : strings) {
            length += 1 + string.length;
        }
        int at = addHead(Query.HEADER, type, dnsClass, ttl, length);
        for (var string : strings) {
            message[at] = (byte) string.length;
            System.arraycopy(string, 0, message, at + 1, string.length);
            at += 1 + string.length;
        }
    }

    /** Adds what belongs to an answer that something is not there, or what tells of the zone itself. */
    void addSoa(Zone zone, int zoneStart, boolean isAnswer) {
        if (isAnswer) {
            zone.soa().writeAnswer(message, end, Query.HEADER + zoneStart);
            answers++;
        } else {
            zone.soa().writeNegative(message, end, Query.HEADER + zoneStart);
            authorities++;
        }
        end += Soa.LENGTH;
    }

    /** Gives the names of services in SRV records the zone's name in the case that the question has it in. */
    void adoptCase(Query query, byte[] zone) {
        int asked = Query.HEADER + query.nameLength() - zone.length;
        if (Arrays.equals(message, asked, asked + zone.length, zone, 0, zone.length)) {
            return;
        }
        int at = query.questionEnd();
        for (int i = 0; i < answers + additionals; i++) {
            int ownerEnd = Cut.nameEnd(message, at);
            if (ownerEnd - at > zone.length) {
                System.arraycopy(message, asked, message, ownerEnd - zone.length, zone.length);
            }
            at = Cut.end(message, at);
            if (i < answers) {
                System.arraycopy(message, asked, message, at - zone.length, zone.length);
            }
        }
    }

    /** Ends the answer: within a limit, with its OPT record and its header. */
    void finish(Query query, int limit, InetAddress client) {
        if (end > limit - edns.length(query)) {
            cut(query, limit - edns.length(query));
        }
        end = edns.write(query, rcode, client, message, end);
        message[2] = (byte) (RESPONSE
                | (message[2] & RECURSION_DESIRED)
                | (isAuthoritative ? AUTHORITATIVE : 0)
                | (isCut ? TRUNCATED : 0));
        message[3] = (byte) ((message[3] & CHECKING_DISABLED) | (rcode & 0xF));
        Bytes.put16(message, 4, query.nameLength() == 0 ? 0 : 1);
        Bytes.put16(message, 6, answers);
        Bytes.put16(message, 8, authorities);
        Bytes.put16(message, 10, query.hasEdns() ? additionals + 1 : additionals);
    }

    /** Ends an answer that is a header and nothing else, to what was not read any further. */
    void finishWithoutQuestion(int code) {
        rcode = code;
        end = Query.HEADER;
        message[2] = (byte) (RESPONSE | (message[2] & ~(AUTHORITATIVE | TRUNCATED)));
        message[3] = (byte) ((message[3] & CHECKING_DISABLED) | code);
        Arrays.fill(message, 4, Query.HEADER, (byte) 0);
    }

    /** Adds all of a record but its data, and returns where that is to be put. */
    private int addHead(int owner, int type, int dnsClass, int ttl, int dataLength) {
        Bytes.put16(message, end, POINTER | owner);
        Bytes.put16(message, end + 2, type);
        Bytes.put16(message, end + 4, dnsClass);
        Bytes.put32(message, end + 6, ttl);
        Bytes.put16(message, end + 10, dataLength);
        int data = end + 12;
        end = data + dataLength;
        answers++;
        return data;
    }

    private void count(Records records) {
        answers += records.answers();
        additionals += records.additionals();
        isCut |= records.isCut();
    }

    /**
     * Leaves out whole records until the rest fits. To leave out additional ones is no loss that must be told, but all
     * of one name are left out together (RFC 2181, section 9).
     */
    private void cut(Query query, int limit) {
        int start = query.questionEnd();
        int needed = answers + authorities;
        int fitting = Cut.fitting(message, start, needed, limit);
        if (fitting < needed) {
            isCut = true;
            authorities = Math.max(0, fitting - answers);
            answers = Math.min(answers, fitting);
            additionals = 0;
        } else {
            additionals = Cut.fittingByOwner(message, Cut.end(message, start, needed), additionals, limit);
        }
        end = Cut.end(message, start, answers + authorities + additionals);
    }
}
