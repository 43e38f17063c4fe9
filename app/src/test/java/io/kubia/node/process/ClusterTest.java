package io.kubia.node.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three real nodes behind one DNS server: what a client reads from the cluster, in the words it knows. */
class ClusterTest {
    private static final Duration TTLS = Duration.ofSeconds(10);

    @TempDir
    private Path directory;

    @Test
    void readsEveryPeerAndGoesOnWithoutOneThatDied() throws Exception {
        try (var dns = NameServer.start();
                var first = start(dns, 0);
                var second = start(dns, 1);
                var third = start(dns, 2)) {
            first.post("one".getBytes(UTF_8));
            second.post("two".getBytes(UTF_8));
            Await.until(
                    "nobody, which is what DNS says",
                    TTLS,
                    () -> first.get("/").text().equals(head(0) + "No peers discovered."));

            dns.pods(Stream.of(first, second, third).map(NodeProcess::address).toList());
            Await.until(
                    "all peers",
                    TTLS,
                    () -> first.get("/")
                            .text()
                            .equals(head(0) + line(0, "one") + line(1, "two") + line(2, "No data posted yet")));
            for (int i = 0; i < 100; i++) {
                var value = "value " + i;
                third.post(value.getBytes(UTF_8));
                assertThat(second.get("/").text())
                        .isEqualTo("You've hit kubia-1\nData stored in the cluster:\n" + line(0, "one") + line(1, "two")
                                + line(2, value));
            }

            second.kill();
            var lines = first.get("/").text().lines().toList();
            assertThat(lines).hasSize(5);
            assertThat(lines.get(2)).isEqualTo(line(0, "one").strip());
            assertThat(lines.get(3)).startsWith(line(1, "Error: ").strip());
            assertThat(lines.get(4)).isEqualTo(line(2, "value 99").strip());

            dns.pods(List.of(first.address()));
            Await.until(
                    "the one peer that is left",
                    TTLS,
                    () -> first.get("/").text().equals(head(0) + line(0, "one")));
        }
    }

    private NodeProcess start(NameServer dns, int ordinal) {
        return NodeProcess.start(
                directory.resolve("kubia-" + ordinal),
                "--dns",
                dns.address(),
                "--peer-port",
                "srv",
                "--name",
                "kubia-" + ordinal,
                "--dns-min-ttl",
                "100ms");
    }

    private static String head(int ordinal) {
        return "You've hit kubia-%d\nData stored in the cluster:\n".formatted(ordinal);
    }

    private static String line(int ordinal, String data) {
        return "- kubia-%d.kubia.default.svc.cluster.local: %s\n".formatted(ordinal, data);
    }
}
