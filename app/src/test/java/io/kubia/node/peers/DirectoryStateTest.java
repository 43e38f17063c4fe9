package io.kubia.node.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubia.node.peers.DirectoryState.Need;
import io.kubia.node.peers.Discovery.Failure;
import io.kubia.node.peers.Discovery.Known;
import io.kubia.node.peers.Discovery.Unknown;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When the directory asks again, and what it believes meanwhile. */
class DirectoryStateTest {
    private static final InetSocketAddress SERVER = new InetSocketAddress(InetAddress.getLoopbackAddress(), 53);
    private static final Instant TIME = Instant.parse("2026-11-21T03:00:00Z");
    private static final Peer PEER = new Peer(
            "kubia-0.kubia", List.of(new InetSocketAddress(InetAddress.ofLiteral("127.244.0.1"), 80)), 80, null);
    private static final List<Peer> PEERS = List.of(PEER);

    private final PeersConfig config = PeersConfig.defaults(DnsText.SERVICE);
    private final DirectoryState initial = DirectoryState.initial(DnsText.SERVICE, seconds(0));

    @Test
    void theFirstReadLooksUp() {
        assertThat(initial.discovery()).isEqualTo(new Unknown(DnsText.SERVICE, null));
        assertThat(initial.need(seconds(0), config)).isEqualTo(Need.LOOKUP_FIRST);
        assertThat(initial.suspect()).isEqualTo(initial);
    }

    @Test
    void anAnswerIsUsedForItsTtlBetweenFloorAndCeiling() {
        assertThat(freshFor(5)).isEqualTo(5);
        assertThat(freshFor(0)).isEqualTo(1);
        assertThat(freshFor(1)).isEqualTo(1);
        assertThat(freshFor(30)).isEqualTo(30);
        assertThat(freshFor(31)).isEqualTo(30);
        assertThat(freshFor(Long.MAX_VALUE)).isEqualTo(30);
    }

    @Test
    void aFloorAndACeilingMayBeFractionsOfASecond() {
        var fine = config.withTtl(Duration.ofMillis(1_300), Duration.ofMillis(2_700));
        assertThat(((Known) found(1, fine).discovery()).freshUntil()).isEqualTo(TIME.plusMillis(1_300));
        assertThat(((Known) found(2, fine).discovery()).freshUntil()).isEqualTo(TIME.plusMillis(2_000));
        assertThat(((Known) found(3, fine).discovery()).freshUntil()).isEqualTo(TIME.plusMillis(2_700));
    }

    @Test
    void noPeersIsBelievedButNotForLong() {
        var state = initial.found(List.of(), SERVER, 30, seconds(0), TIME, config);
        assertThat(((Known) state.discovery()).peers()).isEmpty();
        assertThat(state.need(millis(999), config)).isEqualTo(Need.NOTHING);
        assertThat(state.need(seconds(1), config)).isEqualTo(Need.LOOKUP_FIRST);
    }

    @Test
    void noSuchNameForgetsThePeersAndIsNotBelievedForLong() {
        var state = found(5, config).noSuchName("NXDOMAIN", seconds(10), TIME, config);
        assertThat(state.discovery()).isEqualTo(new Unknown(DnsText.SERVICE, new Failure("NXDOMAIN", TIME)));
        assertThat(state.need(millis(10_999), config)).isEqualTo(Need.NOTHING);
        assertThat(state.need(seconds(11), config)).isEqualTo(Need.LOOKUP_FIRST);
    }

    @Test
    void aFailureKeepsTheLastGoodPeersAndIsRepeatedBesideThemNotBeforeTheFloor() {
        var later = TIME.plusSeconds(5);
        var state = found(5, config).failed("SERVFAIL", seconds(5), later, config);
        assertThat(state.discovery())
                .isEqualTo(new Known(
                        DnsText.SERVICE, PEERS, TIME, SERVER, TIME.plusSeconds(5), new Failure("SERVFAIL", later)));
        assertThat(state.need(millis(5_999), config)).isEqualTo(Need.NOTHING);
        assertThat(state.need(seconds(6), config)).isEqualTo(Need.LOOKUP_BESIDE);
        assertThat(state.suspect().need(millis(5_999), config)).isEqualTo(Need.NOTHING);
    }

    @Test
    void afterALongSilenceEvenStalePeersAreLookedUpFirst() {
        var state = found(5, config).failed("SERVFAIL", seconds(5), TIME, config);
        assertThat(state.need(millis(34_999), config)).isEqualTo(Need.LOOKUP_BESIDE);
        assertThat(state.need(seconds(35), config)).isEqualTo(Need.LOOKUP_FIRST);
    }

    @Test
    void aFailureWithNothingKnownIsRepeatedAfterTheFloor() {
        var state = initial.failed("SERVFAIL", seconds(0), TIME, config);
        assertThat(state.discovery()).isEqualTo(new Unknown(DnsText.SERVICE, new Failure("SERVFAIL", TIME)));
        assertThat(state.need(millis(999), config)).isEqualTo(Need.NOTHING);
        assertThat(state.need(seconds(1), config)).isEqualTo(Need.LOOKUP_FIRST);
    }

    @Test
    void recoveryForgetsTheFailure() {
        var state = found(5, config)
                .failed("SERVFAIL", seconds(5), TIME, config)
                .found(PEERS, SERVER, 5, seconds(6), TIME, config);
        assertThat(((Known) state.discovery()).stale()).isNull();
        assertThat(state.need(seconds(10), config)).isEqualTo(Need.NOTHING);
    }

    @Test
    void aPeerThatCannotBeConnectedToIsReasonToLookAgainOnceTheFloorHasPassed() {
        var state = found(30, config).suspect();
        assertThat(state.need(millis(999), config)).isEqualTo(Need.NOTHING);
        assertThat(state.need(seconds(1), config)).isEqualTo(Need.LOOKUP_FIRST);
        assertThat(state.found(PEERS, SERVER, 30, seconds(1), TIME, config).need(seconds(30), config))
                .isEqualTo(Need.NOTHING);
    }

    @Test
    void theClockMayWrapAround() {
        long end = Long.MAX_VALUE - 10;
        var state = DirectoryState.initial(DnsText.SERVICE, end).found(PEERS, SERVER, 5, end, TIME, config);
        assertThat(state.need(end + seconds(4), config)).isEqualTo(Need.NOTHING);
        assertThat(state.need(end + seconds(5), config)).isEqualTo(Need.LOOKUP_FIRST);
    }

    private long freshFor(long ttl) {
        var state = found(ttl, config);
        long fresh =
                Duration.between(TIME, ((Known) state.discovery()).freshUntil()).toSeconds();
        assertThat(state.need(seconds(fresh) - 1, config)).isEqualTo(Need.NOTHING);
        assertThat(state.need(seconds(fresh), config)).isEqualTo(Need.LOOKUP_FIRST);
        return fresh;
    }

    private DirectoryState found(long ttl, PeersConfig with) {
        return initial.found(PEERS, SERVER, ttl, seconds(0), TIME, with);
    }

    private static long seconds(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }

    private static long millis(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }
}
