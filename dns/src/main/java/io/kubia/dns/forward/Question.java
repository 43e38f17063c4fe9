package io.kubia.dns.forward;

import io.kubia.dns.answer.Forward;
import io.kubia.dns.model.DnsName;
import java.io.IOException;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * What is asked, equal for all who can be given the same answer.
 *
 * @param name in any case
 */
record Question(DnsName name, int type, boolean isDnssecOk, boolean isCheckingDisabled) {
    /** What passes every network unfragmented (DNS flag day 2020). */
    static final int UDP_SIZE = 1232;

    static Question of(Forward forward) {
        return new Question(forward.name(), forward.type(), forward.isDnssecOk(), forward.isCheckingDisabled());
    }

    /** Without EDNS for servers that do not know it (RFC 6891, section 6.2.2). */
    Message message(int id, boolean withEdns) {
        var message = Message.newQuery(Record.newRecord(dnsjavaName(), type, DClass.IN));
        message.getHeader().setID(id);
        if (isCheckingDisabled) {
            message.getHeader().setFlag(Flags.CD);
        }
        if (withEdns) {
            message.addRecord(new OPTRecord(UDP_SIZE, 0, 0, isDnssecOk ? 0x8000 : 0), Section.ADDITIONAL);
        }
        return message;
    }

    /** Whether a message is a response to it, as far as its id, its kind and what it repeats can tell. */
    boolean isAnsweredBy(Message message, int id) {
        var asked = message.getQuestion();
        return message.getHeader().getID() == id
                && message.getHeader().getFlag(Flags.QR)
                && asked != null
                && asked.getType() == type
                && asked.getDClass() == DClass.IN
                && asked.getName().equals(dnsjavaName());
    }

    private Name dnsjavaName() {
        try {
            return new Name(name.wire());
        } catch (IOException e) {
            throw new IllegalStateException("name: " + name + " (expected: one that was read before)", e);
        }
    }

    @Override
    public String toString() {
        return Type.string(type) + " " + name;
    }
}
