package io.kubia.dns.dig;

import io.kubia.dns.model.Address;
import java.net.Inet4Address;
import java.util.stream.Collectors;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/** A record in one line, in the columns of dig: filled with tabs, and with a single space where one is full already. */
final class RecordText {
    private static final int TTL = 24;
    private static final int CLASS = 32;
    private static final int TYPE = 40;
    private static final int DATA = 48;
    private static final int TAB = 8;

    private final StringBuilder line = new StringBuilder();

    /** Where the next character goes, were the line printed. */
    private int column;

    private RecordText() {}

    static String record(Record record) {
        return new RecordText()
                .add(record.getName().toString())
                .indent(TTL)
                .add(Long.toString(record.getTTL()))
                .indent(CLASS)
                .add(DClass.string(record.getDClass()))
                .indent(TYPE)
                .add(Type.string(record.getType()))
                .indent(DATA)
                .add(data(record))
                .line
                .toString();
    }

    static String question(Record question) {
        return ";"
                + new RecordText()
                        .add(question.getName().toString())
                        .indent(CLASS)
                        .add(DClass.string(question.getDClass()))
                        .indent(TYPE)
                        .add(Type.string(question.getType()))
                        .line;
    }

    /** What the record says, without its name. */
    static String data(Record record) {
        if (record instanceof AAAARecord aaaa && aaaa.getAddress() != null) {
            // dnsjava does not shorten them (RFC 5952).
            var address = Address.of(aaaa.getAddress());
            return aaaa.getAddress() instanceof Inet4Address ? "::ffff:" + address : address.toString();
        }
        // dnsjava puts quotes around those strings only that have a space.
        return record instanceof TXTRecord text
                ? text.getStrings().stream().map(string -> '"' + string + '"').collect(Collectors.joining(" "))
                : record.rdataToString();
    }

    private RecordText add(String text) {
        line.append(text);
        column += text.length();
        return this;
    }

    private RecordText indent(int wanted) {
        int to = Math.max(wanted, column + 1);
        int tabs = Math.max(0, to / TAB - column / TAB);
        line.repeat('\t', tabs);
        line.repeat(' ', to - (tabs > 0 ? to / TAB * TAB : column));
        column = to;
        return this;
    }
}
