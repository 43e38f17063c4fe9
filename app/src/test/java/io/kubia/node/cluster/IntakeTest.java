package io.kubia.node.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubia.node.cluster.DataInfo.Form;
import io.kubia.node.cluster.DataInfo.State;
import io.kubia.node.peers.Peer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One peer's part in a round, without any I/O. */
class IntakeTest {
    private static final DataInfo STORED = new DataInfo(State.STORED, 1, null, null, DataInfo.UNKNOWN, Form.TEXT);
    private static final DataInfo FOREIGN =
            new DataInfo(State.STORED, DataInfo.UNKNOWN, null, null, DataInfo.UNKNOWN, Form.UNTOLD);

    private final List<String> events = new ArrayList<>();
    private final ClusterConfig config = ClusterConfig.defaults("kubia-0").withPeers(Duration.ofNanos(1_000), 100_000);
    private final HeldBytes memory = new HeldBytes(20_000, 2);
    private boolean takesBytes;
    private Intake intake = intake();

    @BeforeEach
    void start() {
        intake = intake();
        events.clear();
        intake.start(0);
    }

    @Test
    void bytesAreHeldUntilTheyAreTaken() {
        intake.started(STORED);
        intake.bytes(bytes("ab"));
        intake.bytes(bytes("c"));
        assertThat(memory.held()).isEqualTo(3);
        assertThat(TestCluster.text(intake.takeHeld())).isEqualTo("abc");
        assertThat(memory.held()).isZero();
        intake.bytes(bytes("d"));
        assertThat(TestCluster.text(intake.takeHeld())).isEqualTo("d");
        intake.ended();
        assertThat(intake.info().length()).isEqualTo(4);
        assertThat(events).containsExactly("start", "received", "received", "received", "settled");
    }

    @Test
    void bytesThatTheOwnerTakesAreNotHeld() {
        takesBytes = true;
        intake.started(STORED);
        var bytes = bytes("ab");
        intake.bytes(bytes);
        assertThat(intake.holdsAnything()).isFalse();
        assertThat(bytes.refCnt()).isEqualTo(1);
        bytes.release();
    }

    @Test
    void timeInWhichItIsHeldBackDoesNotCount() {
        assertThat(intake.remaining(400)).isEqualTo(600);
        intake.started(STORED);
        intake.bytes(bytes("a"));
        intake.holdBack(500);
        assertThat(intake.remaining(1_000_000)).isEqualTo(Long.MAX_VALUE);
        intake.goOn(1_000_000);
        assertThat(intake.remaining(1_000_100)).isEqualTo(400);
        intake.expire();
        assertThat(intake.failure()).isEqualTo("too slow");
        assertThat(intake.remaining(2_000_000)).isEqualTo(Long.MAX_VALUE);
        assertThat(events).containsExactly("start", "received", "pause", "resume", "expire", "settled");
    }

    @Test
    void whatBreaksOffWhileItIsHeldBackIsReadAgainWhenItsTurnComes() {
        intake.started(STORED);
        intake.bytes(bytes("old"));
        intake.holdBack(10);
        intake.failed("connection reset");
        assertThat(intake.isSettled()).isFalse();
        assertThat(intake.startAgainIfHeldForLong(20)).isTrue();
        assertThat(memory.held()).isZero();
        intake.started(STORED);
        intake.bytes(bytes("new"));
        intake.ended();
        assertThat(TestCluster.text(intake.takeHeld())).isEqualTo("new");
        assertThat(events).containsExactly("start", "received", "pause", "abandon", "start", "received", "settled");
    }

    @Test
    void whatIsHeldBackForLongIsReadAgainOnceAndOnlyWhenNothingOfItWasTaken() {
        intake.started(STORED);
        intake.bytes(bytes("old"));
        intake.holdBack(0);
        long shortly = Duration.ofMillis(1_900).toNanos();
        long late = Duration.ofMillis(2_100).toNanos();
        assertThat(intake.startAgainIfHeldForLong(shortly)).isFalse();
        assertThat(intake.startAgainIfHeldForLong(late)).isTrue();
        assertThat(intake.startAgainIfHeldForLong(late)).isFalse();
        intake.started(STORED);
        intake.bytes(bytes("new"));
        assertThat(TestCluster.text(intake.takeHeld())).isEqualTo("new");
        intake.holdBack(late);
        assertThat(intake.startAgainIfHeldForLong(2 * late)).isFalse();
        intake.failed("connection reset");
        assertThat(intake.failure()).isEqualTo("connection reset");
    }

    @Test
    void aForeignPeerIsUndecidedUntilItsWordsCannotBeThoseForNothing() {
        intake.started(FOREIGN);
        assertThat(intake.isDecided()).isFalse();
        intake.bytes(bytes("No data posted yet"));
        assertThat(intake.isDecided()).isFalse();
        intake.bytes(bytes("?"));
        assertThat(intake.isDecided()).isTrue();
    }

    @Test
    void aForeignPeersWordsForNothingAreNothing() {
        intake.started(FOREIGN);
        intake.bytes(bytes("No data posted yet"));
        intake.ended();
        assertThat(intake.isDecided()).isTrue();
        var read = (PeerReading.Read) intake.reading();
        assertThat(read.info().state()).isEqualTo(State.EMPTY);
        assertThat(read.info().length()).isZero();
        assertThat(read.content()).isEqualTo(Content.EMPTY);
        assertThat(memory.held()).isZero();
    }

    @Test
    void aNodeMayHoldTheWordsForNothing() {
        intake.started(STORED);
        intake.bytes(bytes("No data posted yet"));
        intake.ended();
        assertThat(((PeerReading.Read) intake.reading()).info().state()).isEqualTo(State.STORED);
    }

    @Test
    void aContentIsNoLargerThanItsBytes() {
        intake.started(STORED);
        for (int i = 0; i < 70; i++) {
            intake.bytes(bytes("x".repeat(100)));
        }
        intake.ended();
        var content = ((PeerReading.Read) intake.reading()).content();
        assertThat(content.length()).isEqualTo(7_000);
        assertThat(TestCluster.text(content)).isEqualTo("x".repeat(7_000));
    }

    @Test
    void tooMuchIsTooMuchOfOneOrOfAll() {
        intake.started(STORED);
        intake.bytes(bytes("x".repeat(10_000)));
        assertThat(intake.isTooMuch()).isFalse();
        intake.bytes(bytes("x"));
        assertThat(intake.isTooMuch()).isTrue();
        intake.takeHeld();
        assertThat(intake.isTooMuch()).isFalse();
        memory.add(20_000);
        intake.bytes(bytes("x"));
        assertThat(intake.isTooMuch()).isTrue();
    }

    @Test
    void dataLargerThanAnyNodeMayHoldIsRefusedAtOnceOrWhenItShows() {
        intake.started(new DataInfo(State.STORED, 1, null, null, 100_001, Form.TEXT));
        assertThat(intake.failure()).isEqualTo("its data is larger than 100000 bytes");
        assertThat(events).containsExactly("start", "abandon", "settled");

        start();
        takesBytes = true;
        intake.started(STORED);
        for (int i = 0; i < 10; i++) {
            var bytes = bytes("x".repeat(10_000));
            intake.bytes(bytes);
            bytes.release();
        }
        var last = bytes("x");
        intake.bytes(last);
        assertThat(last.refCnt()).isZero();
        assertThat(intake.failure()).isEqualTo("its data is larger than 100000 bytes");
    }

    private Intake intake() {
        var address = new InetSocketAddress(InetAddress.ofLiteral("127.244.5.1"), 80);
        return new Intake(
                new Peer("kubia-1", List.of(address), 80, null), config, memory, _ -> new Source(), new Owner());
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
    }

    private final class Source implements PeerSource {
        @Override
        public void start() {
            events.add("start");
        }

        @Override
        public void pause() {
            events.add("pause");
        }

        @Override
        public void resume() {
            events.add("resume");
        }

        @Override
        public void abandon() {
            events.add("abandon");
        }

        @Override
        public String expire() {
            events.add("expire");
            return "too slow";
        }
    }

    private final class Owner implements Intake.Owner {
        @Override
        public boolean passOn(Intake from, ByteBuf bytes) {
            return takesBytes;
        }

        @Override
        public void received(Intake from) {
            events.add("received");
        }

        @Override
        public void settled(Intake from) {
            events.add("settled");
        }
    }
}
