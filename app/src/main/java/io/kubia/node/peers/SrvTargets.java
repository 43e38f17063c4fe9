package io.kubia.node.peers;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import org.xbill.DNS.Name;
import org.xbill.DNS.SRVRecord;

/**
 * The hosts that SRV records name, each once. A service with several named ports has several records for each host; the
 * one that RFC 2782 would have tried first decides the port: the lowest priority, then the highest weight, then, so that
 * every node decides alike, the lowest port.
 *
 * @param targets in the order of the records
 * @param unusable names that are no host names
 * @param ttl the lowest among the records, in seconds
 */
record SrvTargets(List<Target> targets, List<String> unusable, long ttl) {
    private static final Comparator<SRVRecord> BEST_FIRST = Comparator.comparingInt(SRVRecord::getPriority)
            .thenComparing(SRVRecord::getWeight, Comparator.reverseOrder())
            .thenComparingInt(SRVRecord::getPort);

    SrvTargets {
        targets = List.copyOf(targets);
        unusable = List.copyOf(unusable);
    }

    static SrvTargets of(List<SRVRecord> records) {
        var best = new LinkedHashMap<Name, SRVRecord>();
        long ttl = Long.MAX_VALUE;
        for (var record : records) {
            ttl = Math.min(ttl, DnsAnswer.ttl(record));
            best.merge(
                    record.getTarget(),
                    record,
                    (known, other) -> BEST_FIRST.compare(known, other) <= 0 ? known : other);
        }
        // A single dot says that the service is decidedly not there (RFC 2782).
        best.remove(Name.root);
        var targets = new ArrayList<Target>();
        var unusable = new ArrayList<String>();
        for (var record : best.values()) {
            var name = record.getTarget().toString(true);
            if (HostName.isValid(name)) {
                targets.add(new Target(record.getTarget(), name, record.getPort()));
            } else {
                unusable.add(Reason.printable(name));
            }
        }
        return new SrvTargets(targets, unusable, ttl);
    }

    /** A host: its name for DNS and for people, and the port that its records say. */
    record Target(Name name, String host, int port) {}
}
