package io.kubia.node.peers;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Master;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** DNS records and answers, written as in a zone file. */
public final class DnsText {
    public static final String SERVICE = "kubia.default.svc.cluster.local";

    private static final Name ORIGIN = Name.fromConstantString(SERVICE + ".");

    private DnsText() {}

    /** Names are relative to the service; {@code @} is the service itself; the TTL is 5 seconds unless it is given. */
    static List<Record> records(String... lines) {
        var text = String.join("\n", lines) + "\n";
        try (var master = new Master(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), ORIGIN, 5)) {
            var records = new ArrayList<Record>();
            for (var record = master.nextRecord(); record != null; record = master.nextRecord()) {
                records.add(record);
            }
            return records;
        } catch (IOException e) {
            throw new UncheckedIOException(text, e);
        }
    }

    static Name name(String relative) {
        try {
            return Name.fromString(relative, ORIGIN);
        } catch (IOException e) {
            throw new UncheckedIOException(relative, e);
        }
    }

    static Message reply(Message query) {
        var answer = new Message(query.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setFlag(Flags.AA);
        answer.addRecord(query.getQuestion(), Section.QUESTION);
        return answer;
    }

    /** What a server with these records, by name, and nothing else would answer. */
    static Message answerFrom(Map<Name, List<Record>> zone, Message query) {
        var answer = reply(query);
        var found = zone.get(query.getQuestion().getName());
        if (found == null) {
            answer.getHeader().setRcode(Rcode.NXDOMAIN);
        } else {
            found.stream()
                    .filter(record ->
                            record.getType() == query.getQuestion().getType() || record instanceof CNAMERecord)
                    .forEach(record -> answer.addRecord(record, Section.ANSWER));
        }
        for (var record : answer.getSection(Section.ANSWER)) {
            if (record instanceof SRVRecord srv) {
                zone.getOrDefault(srv.getTarget(), List.of()).stream()
                        .filter(glue -> glue instanceof ARecord || glue instanceof AAAARecord)
                        .forEach(glue -> answer.addRecord(glue, Section.ADDITIONAL));
            }
        }
        if (answer.getSection(Section.ANSWER).isEmpty()) {
            answer.addRecord(soa(), Section.AUTHORITY);
        }
        return answer;
    }

    static Map<Name, List<Record>> zone(String... lines) {
        return records(lines).stream().collect(Collectors.groupingBy(Record::getName));
    }

    static Record soa() {
        return records("@ 5 IN SOA ns hostmaster 1 7200 1800 86400 5").getFirst();
    }

    /** An answer to a question for the service's SRV records, with these records in its sections. */
    static Message message(int rcode, List<Record> answer, List<Record> authority, List<Record> additional) {
        var message = reply(Message.newQuery(Record.newRecord(ORIGIN, Type.SRV, DClass.IN)));
        message.getHeader().setRcode(rcode);
        answer.forEach(record -> message.addRecord(record, Section.ANSWER));
        authority.forEach(record -> message.addRecord(record, Section.AUTHORITY));
        additional.forEach(record -> message.addRecord(record, Section.ADDITIONAL));
        return message;
    }
}
