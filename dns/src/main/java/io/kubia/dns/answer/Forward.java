package io.kubia.dns.answer;

import io.kubia.dns.model.DnsName;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * A question that only another server can answer, and all that is needed to answer the client once that one has.
 *
 * <p>The question may differ from the client's: of a service that is an alias of a name outside the zone, the alias is
 * known here and its target is asked for.
 */
public final class Forward {
    private static final int[] ANSWER_SECTIONS = {Section.ANSWER, Section.AUTHORITY, Section.ADDITIONAL};

    private final byte[] head;
    private final byte[] opt;
    private final int limit;
    private final List<DnsName> aliases;
    private final int ttl;
    private final int type;
    private final boolean isDnssecOk;

    /**
     * @param head the request's header and question
     * @param opt the answer's OPT record, if it is to have one
     * @param limit bytes that the answer may have
     * @param aliases the names that the question's is an alias of, one after the other
     * @param ttl of the aliases
     */
    Forward(byte[] head, byte[] opt, int limit, List<DnsName> aliases, int ttl, int type, boolean isDnssecOk) {
        this.head = head;
        this.opt = opt;
        this.limit = limit;
        this.aliases = List.copyOf(aliases);
        this.ttl = ttl;
        this.type = type;
        this.isDnssecOk = isDnssecOk;
    }

    /** What to ask for. */
    public DnsName name() {
        return aliases.isEmpty() ? asked() : aliases.getLast();
    }

    /** What the client asked for. */
    public DnsName asked() {
        return DnsName.ofWire(Arrays.copyOfRange(head, Query.HEADER, head.length - 4));
    }

    /** Which type to ask for, as a number. */
    public int type() {
        return type;
    }

    /** Whether the client wants servers to be asked on its behalf. */
    public boolean isRecursionDesired() {
        return question().getHeader().getFlag(Flags.RD);
    }

    /** Whether the client wants data that does not validate, too. */
    public boolean isCheckingDisabled() {
        return question().getHeader().getFlag(Flags.CD);
    }

    /** Whether the client understands DNSSEC's records. */
    public boolean isDnssecOk() {
        return isDnssecOk;
    }

    /**
     * Appends the answer to the client.
     *
     * @param upstream what the other server said to {@link #name} and {@link #type}; nothing when none answered, which is
     *     a SERVFAIL to the client
     * @return the answer's code, as a number
     */
    public int finish(Optional<Message> upstream, ByteBuf out) {
        var answer = question();
        upstream.ifPresentOrElse(said -> take(said, answer), () -> {
            answer.getHeader().unsetFlag(Flags.AD);
            answer.getHeader().setRcode(org.xbill.DNS.Rcode.SERVFAIL);
        });
        write(answer, out);
        return answer.getHeader().getRcode();
    }

    private void take(Message upstream, Message answer) {
        var said = upstream.getHeader();
        boolean wantsAuthenticity = isDnssecOk || answer.getHeader().getFlag(Flags.AD);
        set(answer, Flags.TC, said.getFlag(Flags.TC));
        // What this server says itself, of an alias, is not signed.
        set(answer, Flags.AD, wantsAuthenticity && aliases.isEmpty() && said.getFlag(Flags.AD));
        answer.getHeader().setRcode(said.getRcode());
        addAliases(answer);
        for (int section : ANSWER_SECTIONS) {
            for (var record : upstream.getSection(section)) {
                if (record.getType() != Type.OPT && record.getType() != Type.TSIG) {
                    answer.addRecord(record, section);
                }
            }
        }
    }

    private void addAliases(Message answer) {
        var owner = answer.getQuestion().getName();
        for (var alias : aliases) {
            var target = name(alias.wire());
            answer.addRecord(new CNAMERecord(owner, DClass.IN, ttl, target), Section.ANSWER);
            owner = target;
        }
    }

    private void write(Message answer, ByteBuf out) {
        var header = answer.getHeader();
        header.setFlag(Flags.QR);
        header.setFlag(Flags.RA);
        header.unsetFlag(Flags.AA);
        int start = out.writerIndex();
        out.writeBytes(answer.toWire(limit - opt.length)).writeBytes(opt);
        if (opt.length > 0) {
            int additionals = start + 10;
            out.setShort(additionals, out.getUnsignedShort(additionals) + 1);
        }
    }

    /** A new message each time, with the request's header and question. */
    private Message question() {
        try {
            return new Message(head);
        } catch (IOException e) {
            throw new IllegalStateException("question: " + name() + " (expected: as it was read before)", e);
        }
    }

    private static void set(Message message, int flag, boolean value) {
        if (value) {
            message.getHeader().setFlag(flag);
        } else {
            message.getHeader().unsetFlag(flag);
        }
    }

    private static Name name(byte[] wire) {
        try {
            return new Name(wire);
        } catch (IOException e) {
            throw new IllegalStateException("name: " + DnsName.ofWire(wire) + " (expected: a name)", e);
        }
    }
}
