package io.kubia.node.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubia.node.cluster.Content;
import io.kubia.node.cluster.DataInfo;
import io.kubia.node.cluster.DataInfo.Form;
import io.kubia.node.cluster.DataInfo.State;
import io.kubia.node.cluster.PeerReading;
import io.kubia.node.cluster.PeerStream.Piece;
import io.kubia.node.peers.Discovery;
import io.kubia.node.peers.Peer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

@SuppressWarnings("AddressSelection") // literals
class ClusterRenderingTest {
    private static final Instant TIME = Instant.parse("2026-11-21T10:00:00Z");
    private static final Peer ZERO = peer("kubia-0", 2);
    private static final Peer ONE = peer("kubia-1", 3);
    private static final Peer TWO = peer("kubia-2", 4);

    @Test
    void textHasALineForEachPeer() {
        assertThat(whole(new ClusterText("kubia-1"), sample())).isEqualTo("""
                You've hit kubia-1
                Data stored in the cluster:
                - kubia-0.kubia.default.svc.cluster.local: Hey "there"
                - kubia-1.kubia.default.svc.cluster.local: No data posted yet
                - kubia-2.kubia.default.svc.cluster.local: Error: no answer within 3 s
                """);
    }

    @Test
    void jsonHasTheSameFacts() {
        assertThat(whole(new ClusterJson("kubia-1"), sample()))
                .isEqualTo("{\"name\":\"kubia-1\",\"service\":\"kubia.default.svc.cluster.local\",\"peers\":["
                        + "{\"name\":\"kubia-0.kubia.default.svc.cluster.local\",\"address\":\"127.244.0.2:8080\",\"ordinal\":0,"
                        + "\"state\":\"stored\",\"sequence\":7,\"time\":\"2026-11-21T10:00:00Z\",\"contentType\":\"text/plain\","
                        + "\"length\":11,\"encoding\":\"text\",\"data\":\"Hey \\\"there\\\"\"},"
                        + "{\"name\":\"kubia-1.kubia.default.svc.cluster.local\",\"address\":\"127.244.0.3:8080\",\"ordinal\":1,"
                        + "\"state\":\"empty\",\"sequence\":0,\"length\":0},"
                        + "{\"name\":\"kubia-2.kubia.default.svc.cluster.local\",\"address\":\"127.244.0.4:8080\",\"ordinal\":2,"
                        + "\"state\":\"error\",\"error\":\"no answer within 3 s\"}]}\n");
    }

    @Test
    void bytesThatAreNoTextAreBase64InJson() {
        var bytes = new byte[] {(byte) 0xFF, 0, 1, 2};
        var readings = List.<PeerReading>of(new PeerReading.Read(
                ZERO,
                new DataInfo(State.STORED, DataInfo.UNKNOWN, null, null, 4, Form.TEXT /* which is a lie */),
                Content.of(bytes)));
        assertThat(whole(new ClusterJson("x"), readings)).contains("\"encoding\":\"base64\",\"data\":\"/wABAg==\"}");
    }

    @Test
    void noPeersAndNoDiscoveryHaveTheirWords() {
        assertThat(whole(new ClusterText("kubia-0"), List.of()))
                .isEqualTo("You've hit kubia-0\nData stored in the cluster:\nNo peers discovered.");
        var out = Unpooled.buffer();
        new ClusterText("kubia-0").notDiscovered("no answer", out);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo("You've hit kubia-0\nData stored in the cluster:\n"
                        + "Could not look up DNS SRV records: no answer");
    }

    @Test
    void failureMidwayEndsTheLineAndTheString() {
        var info = new DataInfo(State.STORED, 1, TIME, null, 100, Form.TEXT);
        assertThat(cutOff(new ClusterText("x"), info))
                .contains("- kubia-0.kubia.default.svc.cluster.local: half Error: connection closed\n");
        assertThat(cutOff(new ClusterJson("x"), info))
                .endsWith("\"data\":\"half\",\"error\":\"connection closed\"}]}\n");
    }

    @Test
    void charactersCutByPiecesAreWholeInJson() {
        var rendering = new ClusterJson("x");
        var out = Unpooled.buffer();
        rendering.begin(discovery(), out);
        rendering.piece(new Piece.Started(ZERO, new DataInfo(State.STORED, 1, null, null, 5, Form.TEXT)), out);
        for (var b : "é\n€".getBytes(StandardCharsets.UTF_8)) {
            rendering.piece(new Piece.Bytes(Unpooled.wrappedBuffer(new byte[] {b})), out);
        }
        rendering.piece(new Piece.Finished(ZERO), out);
        rendering.piece(new Piece.End(), out);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("\"data\":\"é\\n€\"}]}");
    }

    private static String cutOff(ClusterRendering rendering, DataInfo info) {
        ByteBuf out = Unpooled.buffer();
        rendering.begin(discovery(), out);
        rendering.piece(new Piece.Started(ZERO, info), out);
        rendering.piece(new Piece.Bytes(Unpooled.copiedBuffer("half", StandardCharsets.UTF_8)), out);
        rendering.piece(new Piece.Failed(ZERO, "connection closed"), out);
        rendering.piece(new Piece.End(), out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static List<PeerReading> sample() {
        var hey = "Hey \"there\"".getBytes(StandardCharsets.UTF_8);
        return List.of(
                new PeerReading.Read(
                        ZERO,
                        new DataInfo(State.STORED, 7, TIME, "text/plain", hey.length, Form.TEXT),
                        Content.of(hey)),
                new PeerReading.Read(ONE, new DataInfo(State.EMPTY, 0, null, null, 0, Form.TEXT), Content.EMPTY),
                new PeerReading.Failed(TWO, "no answer within 3 s"));
    }

    private static String whole(ClusterRendering rendering, List<PeerReading> readings) {
        var out = Unpooled.buffer();
        rendering.begin(
                readings.isEmpty()
                        ? new Discovery.Known(
                                "kubia.default.svc.cluster.local",
                                List.of(),
                                TIME,
                                new InetSocketAddress(53),
                                TIME,
                                null)
                        : discovery(),
                out);
        var pieces = new CompleteStream(readings);
        for (var piece = pieces.poll(); piece != null; piece = pieces.poll()) {
            rendering.piece(piece, out);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static Discovery.Known discovery() {
        return new Discovery.Known(
                "kubia.default.svc.cluster.local",
                List.of(ZERO, ONE, TWO),
                TIME,
                new InetSocketAddress("127.0.0.1", 53),
                TIME,
                null);
    }

    private static Peer peer(String label, int lastByte) {
        return new Peer(
                label + ".kubia.default.svc.cluster.local",
                List.of(new InetSocketAddress("127.244.0." + lastByte, 8080)),
                8080,
                null);
    }
}
