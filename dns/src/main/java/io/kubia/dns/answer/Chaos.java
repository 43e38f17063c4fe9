package io.kubia.dns.answer;

import io.kubia.dns.model.DnsName;
import io.kubia.dns.zone.RecordType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Questions of other classes than the Internet's: of those, what a server may tell of itself, if it is to. */
final class Chaos {
    private static final Set<DnsName> NAMES = Set.of(DnsName.parse("version.bind"), DnsName.parse("version.server"));

    private final byte @Nullable [] version;

    Chaos(Optional<String> version) {
        this.version =
                version.map(text -> text.getBytes(StandardCharsets.US_ASCII)).orElse(null);
    }

    void answer(Query query, Response response) {
        boolean isText = query.type() == RecordType.TXT || query.type() == RecordType.ANY;
        if (version != null && query.dnsClass() == RecordType.CHAOS && isText && asksForVersion(query, response)) {
            response.authoritative();
            response.addStrings(RecordType.TXT, RecordType.CHAOS, 0, version);
        } else {
            response.error(Rcode.REFUSED);
        }
    }

    private static boolean asksForVersion(Query query, Response response) {
        return NAMES.contains(DnsName.ofWire(
                Arrays.copyOfRange(response.message(), Query.HEADER, Query.HEADER + query.nameLength())));
    }
}
