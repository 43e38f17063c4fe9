package io.kubia.dns.answer;

import io.kubia.dns.zone.NameNode;
import io.kubia.dns.zone.Soa;
import io.kubia.dns.zone.Zone;
import io.netty.buffer.ByteBuf;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * A zone on its way to somebody who asked for all of it (AXFR, RFC 5936). Changes since a serial number (IXFR, RFC 1995)
 * are not kept: who asks for those gets all of it as well, or only the SOA record when it is up to date or asked over
 * UDP. Addresses that pods might have, and the tree of addresses, are not part of the zone.
 */
public final class Transfer {
    /** So far pointers reach; most of what a longer message would save. */
    private static final int MAX_MESSAGE = 0x3FFF;

    private static final int POINTER = 0xC000;
    private static final int RESPONSE_AND_AUTHORITATIVE = 0x8400;
    private static final int KEPT_FLAGS = 0x0110;

    private final Zone zone;
    private final byte[] head;
    private final Iterator<NameNode> names;
    private final boolean isWhole;
    private final byte[] message = new byte[MAX_MESSAGE];

    private final byte[] opt;
    private @Nullable NameNode name;
    private byte[] records = {};
    private int position;
    private boolean isFirst = true;
    private boolean hasEnded;

    /**
     * @param head the request's header and question
     * @param opt the OPT record of the answer, if it is to have one
     * @param isWhole whether the SOA record alone will not do
     */
    Transfer(Zone zone, byte[] head, byte[] opt, boolean isWhole) {
        this.zone = zone;
        this.head = head;
        this.opt = opt;
        this.isWhole = isWhole;
        this.names = zone.namesInside().iterator();
    }

    /** Whether there are more messages. */
    public boolean hasNext() {
        return !hasEnded;
    }

    /** Appends the next message, without the length before it. */
    public void next(ByteBuf out) {
        if (hasEnded) {
            throw new NoSuchElementException("the transfer has ended");
        }
        System.arraycopy(head, 0, message, 0, head.length);
        int end = head.length;
        int count = 0;
        if (isFirst) {
            end = addSoa(end);
            count++;
        }
        int limit = MAX_MESSAGE - opt.length - Soa.LENGTH;
        int owner = 0;
        while (isWhole && advance()) {
            int next = addRecord(end, owner, limit);
            if (next == 0) {
                break;
            }
            owner = owner == 0 ? end : owner;
            end = next;
            count++;
            position = Cut.end(records, position);
            owner = position == records.length ? 0 : owner;
        }
        hasEnded = !isWhole || !advance();
        if (hasEnded && isWhole) {
            end = addSoa(end);
            count++;
        }
        // RFC 5936, section 2.2.5: needed in the first message, allowed in all; dig complains of each that has none.
        System.arraycopy(opt, 0, message, end, opt.length);
        end += opt.length;
        Bytes.put16(message, 2, RESPONSE_AND_AUTHORITATIVE | (Bytes.get16(head, 2) & KEPT_FLAGS));
        Bytes.put16(message, 6, count);
        Bytes.put16(message, 10, opt.length == 0 ? 0 : 1);
        out.writeBytes(message, 0, end);
        isFirst = false;
    }

    private int addSoa(int at) {
        zone.soa().writeAnswer(message, at, Query.HEADER);
        return at + Soa.LENGTH;
    }

    /** Goes to the next record, if the last one has been taken. Returns whether there is one. */
    private boolean advance() {
        while (position == records.length && names.hasNext()) {
            name = names.next();
            records = name.transferRecords(zone).bytes();
            position = 0;
        }
        return position < records.length;
    }

    /**
     * Adds the current record, which has a pointer to the question for its owner. The question is for the zone's name, in
     * which all names end.
     *
     * @param owner where in this message its owner stands already; 0 when it does not
     * @return where it ends; 0 when there is no room for it
     */
    private int addRecord(int at, int owner, int limit) {
        int rest = position + 2;
        int restLength = Cut.end(records, position) - rest;
        var wire = name == null ? new byte[1] : name.name();
        int labels = owner == 0 ? wire.length - zone.wireName().length : 0;
        int end = at + labels + 2 + restLength;
        if (end > limit) {
            return 0;
        }
        System.arraycopy(wire, 0, message, at, labels);
        Bytes.put16(message, at + labels, POINTER | (owner == 0 ? Query.HEADER : owner));
        System.arraycopy(records, rest, message, at + labels + 2, restLength);
        return end;
    }
}
