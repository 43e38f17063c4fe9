package io.kubia.node.peers;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;

/** A DNS server's answer to one question, read as it is meant. Pure: message in, facts out. */
final class DnsAnswer {
    /** Longer chains of aliases are mistakes, and a loop is endless. */
    private static final int MAX_ALIASES = 8;

    private static final int MAX_ADDRESSES = 8;

    private final Message message;

    DnsAnswer(Message message) {
        this.message = message;
    }

    /**
     * Why this says nothing of the name that was asked for, so that another server should be asked; null when it does.
     * A referral is such an answer (RFC 2308, section 2.2: NS records and no SOA): this client does not walk the tree.
     */
    @Nullable
    String unusable() {
        int rcode = message.getRcode();
        if (rcode != Rcode.NOERROR && rcode != Rcode.NXDOMAIN) {
            return Rcode.string(rcode);
        }
        var isReferral = rcode == Rcode.NOERROR
                && records(Section.ANSWER).isEmpty()
                && has(Section.AUTHORITY, NSRecord.class)
                && !saysNoData();
        return isReferral ? "it refers to other servers" : null;
    }

    /** There is no such name: NXDOMAIN (RFC 8020). */
    boolean isNoSuchName() {
        return message.getRcode() == Rcode.NXDOMAIN;
    }

    /** The server says itself that more belongs to this answer. */
    boolean isTruncated() {
        return message.getHeader().getFlag(Flags.TC);
    }

    /** The name exists, and this is all there is of the type that was asked for (RFC 2308, section 2.2). */
    boolean saysNoData() {
        return has(Section.AUTHORITY, SOARecord.class);
    }

    /** Where the aliases that the answer begins with lead; the name that was asked for, when it is no alias. */
    Alias follow(Name asked) {
        var end = new Alias(asked, Long.MAX_VALUE);
        for (int i = 0; i < MAX_ALIASES; i++) {
            var next = aliasOf(end.name);
            if (next == null) {
                break;
            }
            end = new Alias(next.getTarget(), Math.min(end.ttl, ttl(next)));
        }
        return end;
    }

    /** The answer's records of this type for this name. */
    <R extends Record> List<R> answers(Name name, Class<R> type) {
        var found = new ArrayList<R>();
        for (var record : records(Section.ANSWER)) {
            if (type.isInstance(record) && record.getName().equals(name)) {
                found.add(type.cast(record));
            }
        }
        return found;
    }

    /** The addresses that were asked for, following aliases. */
    Addresses addresses(Name asked) {
        var alias = follow(asked);
        var found = new Addresses(new ArrayList<>(), alias.ttl);
        for (var record : records(Section.ANSWER)) {
            if (record.getName().equals(alias.name)) {
                found = found.with(record);
            }
        }
        return found;
    }

    /** The addresses that came along, by name, so that nobody needs to ask for them. */
    Map<Name, Addresses> glue() {
        var glue = new HashMap<Name, Addresses>();
        for (var record : records(Section.ADDITIONAL)) {
            if (addressOf(record) != null) {
                glue.merge(record.getName(), Addresses.NONE.with(record), (known, one) -> known.with(record));
            }
        }
        return glue;
    }

    /** In seconds; what has its highest bit set counts as 0 (RFC 2181, section 8). */
    static long ttl(Record record) {
        return record.getTTL() > Integer.MAX_VALUE ? 0 : record.getTTL();
    }

    private @Nullable CNAMERecord aliasOf(Name name) {
        var aliases = answers(name, CNAMERecord.class);
        return aliases.isEmpty() ? null : aliases.getFirst();
    }

    private boolean has(int section, Class<? extends Record> type) {
        return records(section).stream().anyMatch(type::isInstance);
    }

    private List<Record> records(int section) {
        return message.getSection(section).stream()
                .filter(record -> record.getDClass() == DClass.IN)
                .toList();
    }

    /** Null for other records, and for addresses that no node can have. */
    private static @Nullable InetAddress addressOf(Record record) {
        var address = switch (record) {
            case ARecord a -> a.getAddress();
            case AAAARecord aaaa -> aaaa.getAddress();
            default -> null;
        };
        return address == null || address.isAnyLocalAddress() || address.isMulticastAddress() ? null : address;
    }

    /** A name at the end of a chain of aliases, and the lowest TTL on the way, in seconds. */
    record Alias(Name name, long ttl) {}

    /** Addresses of one name, and the lowest TTL among them, in seconds. */
    record Addresses(List<InetAddress> addresses, long ttl) {
        static final Addresses NONE = new Addresses(List.of(), Long.MAX_VALUE);

        Addresses {
            addresses = List.copyOf(addresses);
        }

        Addresses with(Record record) {
            var address = addressOf(record);
            return address == null ? this : with(new Addresses(List.of(address), DnsAnswer.ttl(record)));
        }

        Addresses with(Addresses others) {
            var all = new LinkedHashSet<>(addresses);
            all.addAll(others.addresses);
            return new Addresses(all.stream().limit(MAX_ADDRESSES).toList(), Math.min(ttl, others.ttl));
        }
    }
}
