package io.kubia.node.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubia.node.peers.LeakCheck;
import io.kubia.node.peers.Mutation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers of peers that are broken on purpose: each is understood or refused, and costs nothing but its own line. */
@ExtendWith(LeakCheck.class)
@Timeout(120)
class HostilePeerTest {
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void whateverAPeerSendsIsUnderstoodOrRefused(long seed) throws IOException {
        var random = Mutation.random(seed);
        var answers = List.of("""
                HTTP/1.1 200 OK\r
                Content-Length: 10\r
                Kubia-Sequence: 7\r
                Kubia-Time: 2026-11-21T03:04:05Z\r
                Kubia-Data: text\r
                \r
                0123456789""", """
                HTTP/1.1 200 OK\r
                Transfer-Encoding: chunked\r
                Content-Type: a/b\r
                \r
                5\r
                01234\r
                5;a=b\r
                56789\r
                0\r
                Trailer: x\r
                \r
                """, """
                HTTP/1.1 100 Continue\r
                \r
                HTTP/1.0 200 OK\r
                Kubia-Data: none\r
                \r
                No data posted yet""");
        StubPeer.Behaviour broken = (out, _) -> {
            var bytes = answers.get(random.nextInt(answers.size())).getBytes(StandardCharsets.ISO_8859_1);
            out.write(Mutation.mutate(bytes, random));
            return false;
        };
        try (var test = TestCluster.start(config -> config.withPeers(Duration.ofSeconds(20), 1 << 20))
                .withPeers(
                        new StubPeer("127.244.6.1", 0, broken),
                        new StubPeer("127.244.6.2", 0, StubPeer.holds("two")))) {
            for (int i = 0; i < 500; i++) {
                var readings = ((ClusterAnswer.Complete) test.read()).readings();
                assertThat(TestCluster.line(readings.get(0))).isEqualTo("kubia-0: own");
                assertThat(TestCluster.line(readings.get(2))).isEqualTo("kubia-2: two");
                switch (readings.get(1)) {
                    case PeerReading.Failed failed ->
                        assertThat(Mutation.isPrintable(failed.reason())).isTrue();
                    case PeerReading.Read read ->
                        assertThat(read.info().length())
                                .isEqualTo(read.content().length());
                }
            }
        }
    }
}
