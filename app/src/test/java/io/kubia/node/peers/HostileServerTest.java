package io.kubia.node.peers;

import static io.kubia.node.peers.DnsText.message;
import static io.kubia.node.peers.DnsText.name;
import static io.kubia.node.peers.DnsText.records;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.SRVRecord;

/** Answers of DNS servers that are broken on purpose: each is understood or refused, and nothing else happens. */
@ExtendWith(LeakCheck.class)
@Timeout(120)
class HostileServerTest {
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void whateverAServerSendsIsUnderstoodOrRefused(long seed) {
        var random = Mutation.random(seed);
        var server = new InetSocketAddress(InetAddress.getLoopbackAddress(), 53);
        var config = PeersConfig.defaults(DnsText.SERVICE);
        var wire = message(
                        Rcode.NOERROR,
                        records("@ CNAME x", "x SRV 0 1 80 kubia-0", "x SRV 0 1 80 kubia-1", "x SRV 1 0 81 kubia-1"),
                        records("@ NS ns", "@ SOA ns h 1 2 3 4 5"),
                        records("kubia-0 A 10.0.0.1", "kubia-0 AAAA fd00::1", "kubia-1 CNAME y", "y A 10.0.0.2"))
                .toWire();
        int understood = 0;
        for (int i = 0; i < 20_000; i++) {
            Message message;
            try {
                message = new Message(Mutation.mutate(wire, random));
            } catch (IOException | RuntimeException e) {
                // What dnsjava refuses, whichever way, is this server's failure.
                continue;
            }
            understood++;
            var answer = new DnsAnswer(message);
            var reason = answer.unusable();
            assertThat(reason == null || Mutation.isPrintable(reason)).isTrue();
            var targets = SrvTargets.of(answer.answers(answer.follow(name("@")).name(), SRVRecord.class));
            var found = new TargetAddresses(targets, Long.MAX_VALUE, answer.glue(), config, Map.of())
                    .result(server, answer.isTruncated());
            assertThat(found.peers()).isSorted().allMatch(peer -> HostName.isValid(peer.name()));
            assertThat(found.unusable()).allMatch(Mutation::isPrintable);
            assertThat(found.ttl()).isNotNegative();
        }
        // Else the test would be about dnsjava alone.
        assertThat(understood).isGreaterThan(2_000);
    }
}
