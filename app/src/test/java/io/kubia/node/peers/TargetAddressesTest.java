package io.kubia.node.peers;

import static io.kubia.node.peers.DnsText.name;
import static io.kubia.node.peers.DnsText.records;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubia.node.peers.DnsAnswer.Addresses;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;
import org.xbill.DNS.SRVRecord;

/** From SRV records to peers. */
class TargetAddressesTest {
    private static final InetSocketAddress SERVER = new InetSocketAddress(InetAddress.getLoopbackAddress(), 53);

    private PeersConfig config = PeersConfig.defaults(DnsText.SERVICE);

    @Test
    void eachTargetIsOnePeerWhosePortIsThatOfItsBestRecord() {
        var targets = srv(
                "@ SRV 1 99 81 kubia-0",
                "@ SRV 0 10 82 kubia-0",
                "@ SRV 0 20 84 KUBIA-0",
                "@ SRV 0 20 83 kubia-0",
                "@ SRV 9 0 85 kubia-1");
        assertThat(targets.targets()).extracting(SrvTargets.Target::port).containsExactly(83, 85);
        assertThat(targets.targets())
                .extracting(SrvTargets.Target::host)
                .containsExactly("kubia-0." + DnsText.SERVICE, "kubia-1." + DnsText.SERVICE);
    }

    @Test
    void aSingleDotIsNoTarget() {
        assertThat(srv("@ SRV 0 0 0 .").targets()).isEmpty();
        assertThat(srv("@ SRV 0 0 0 .").unusable()).isEmpty();
    }

    @Test
    void namesThatAreNoHostNamesAreLeftOut() {
        var targets = srv(
                "@ SRV 0 0 80 a\\032b",
                "@ SRV 0 0 80 a\\010b",
                "@ SRV 0 0 80 a\\.b",
                "@ SRV 0 0 80 \\195\\164",
                "@ SRV 0 0 80 _under-score0");
        assertThat(targets.targets())
                .extracting(SrvTargets.Target::host)
                .containsExactly("_under-score0." + DnsText.SERVICE);
        assertThat(targets.unusable()).hasSize(4).allMatch(name -> name.chars().noneMatch(Character::isISOControl));
    }

    @Test
    void peersAreOrderedAndHaveTheirGlue() {
        var found = targets(
                srv("@ SRV 0 0 80 kubia-10", "@ SRV 0 0 80 kubia-9", "@ SRV 0 0 80 web"),
                Map.of(
                        name("kubia-9"), addresses(4, "fd00::9", "10.0.0.9"),
                        name("kubia-10"), addresses(3, "10.0.0.10"),
                        name("web"), addresses(9, "10.0.0.11")));
        assertThat(found.unknown()).isEmpty();
        assertThat(found.everyTargetIsSettled()).isTrue();
        var result = found.result(SERVER, false);
        assertThat(result.peers()).extracting(Peer::label).containsExactly("kubia-9", "kubia-10", "web");
        assertThat(result.peers().getFirst().addresses())
                .containsExactly(socket("10.0.0.9", 80), socket("fd00::9", 80));
        assertThat(result.ttl()).isEqualTo(3);
    }

    @Test
    void aConfiguredPortIsEveryPeersPort() {
        config = config.withPeers(OptionalInt.of(8080), 10);
        var found = targets(srv("@ SRV 0 0 0 kubia-0"), Map.of(name("kubia-0"), addresses(5, "10.0.0.1")));
        assertThat(found.result(SERVER, false).peers().getFirst().addresses())
                .containsExactly(socket("10.0.0.1", 8080));
    }

    @Test
    void theFirstOnesAreTakenWhenThereAreTooMany() {
        config = config.withPeers(OptionalInt.empty(), 2);
        var found = targets(srv("@ SRV 0 0 80 kubia-2", "@ SRV 0 0 80 kubia-0", "@ SRV 0 0 80 kubia-1"), Map.of());
        assertThat(found.unknown())
                .extracting(TargetAddresses.Host::name)
                .containsExactly(name("kubia-0"), name("kubia-1"));
        assertThat(found.result(SERVER, false).leftOut()).isEqualTo(1);
    }

    @Test
    void bothKindsOfAddressesAreCollected() {
        var found = targets(srv("@ SRV 0 0 80 kubia-0"), Map.of());
        var host = found.unknown().getFirst();
        assertThat(found.everyTargetIsSettled()).isFalse();
        host.answered(addresses(7, "fd00::1"));
        assertThat(found.everyTargetIsSettled()).isTrue();
        host.answered(addresses(6, "10.0.0.1"));
        var result = found.result(SERVER, false);
        assertThat(result.peers().getFirst().addresses())
                .containsExactly(socket("10.0.0.1", 80), socket("fd00::1", 80));
        assertThat(result.ttl()).isEqualTo(5);
    }

    @Test
    void aNameWithoutAddressesIsAPeerThatSaysSo() {
        var found = targets(srv("@ SRV 0 0 80 kubia-0"), Map.of());
        found.unknown().getFirst().answered(Addresses.NONE);
        found.unknown().getFirst().answered(Addresses.NONE);
        assertThat(found.unknown()).isEmpty();
        var result = found.result(SERVER, false);
        assertThat(result.peers().getFirst().noAddress()).isEqualTo("its name has no address");
        assertThat(result.ttl()).isEqualTo(5);
    }

    @Test
    void whatCouldNotBeAnsweredStaysAsItWasAndIsAskedAgainSoon() {
        var before = new Peer("kubia-0." + DnsText.SERVICE, List.of(socket("10.0.0.7", 79)), 79, null);
        var found = new TargetAddresses(
                srv("@ SRV 0 0 80 kubia-0", "@ SRV 0 0 80 kubia-1", "@ SRV 0 0 80 kubia-2"),
                60,
                Map.of(),
                config,
                Map.of(before.name(), before));
        // Those that had no address come first.
        assertThat(found.unknown())
                .extracting(TargetAddresses.Host::name)
                .containsExactly(name("kubia-1"), name("kubia-2"), name("kubia-0"));
        found.unknown().getFirst().failed("127.0.0.1:53: SERVFAIL");
        var result = found.result(SERVER, false);
        assertThat(result.ttl()).isZero();
        assertThat(result.peers().get(0).addresses()).containsExactly(socket("10.0.0.7", 80));
        assertThat(result.peers().get(1).noAddress())
                .isEqualTo("its address could not be looked up (127.0.0.1:53: SERVFAIL)");
        assertThat(result.peers().get(2).noAddress()).isEqualTo("its address was not answered in time");
    }

    private TargetAddresses targets(SrvTargets targets, Map<Name, Addresses> glue) {
        return new TargetAddresses(targets, Long.MAX_VALUE, glue, config, Map.of());
    }

    private static SrvTargets srv(String... lines) {
        return SrvTargets.of(records(lines).stream().map(SRVRecord.class::cast).toList());
    }

    private static Addresses addresses(long ttl, String... literals) {
        return new Addresses(
                List.of(literals).stream().map(InetAddress::ofLiteral).toList(), ttl);
    }

    private static InetSocketAddress socket(String literal, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(literal), port);
    }
}
