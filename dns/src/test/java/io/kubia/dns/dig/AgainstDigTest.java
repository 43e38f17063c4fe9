package io.kubia.dns.dig;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubia.dns.interop.DnsProcess;
import io.kubia.dns.interop.Program;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything that is printed is what dig prints, ids, times, cookies and its version aside. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AgainstDigTest {
    private DnsProcess server;

    @BeforeAll
    void start(@TempDir Path scratch) throws IOException {
        Program.installedOrSkip("dig");
        server = DnsProcess.start(scratch, "--version-bind", "kubia", "--allow-transfer", "127.0.0.1");
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "SRV kubia.default.svc.cluster.local",
                "kubia.default.svc.cluster.local srv +tcp",
                "_http._tcp.kubia.default.svc.cluster.local SRV +noedns",
                "kubia-1.kubia.default.svc.cluster.local",
                "KUBIA-1.Kubia.default.svc.cluster.local A",
                "api.default.svc.cluster.local AAAA",
                "api.default.svc.cluster.local -t SRV",
                "alias.default.svc.cluster.local",
                "cluster.local SOA",
                "cluster.local NS",
                "dns-version.cluster.local TXT",
                "-x 10.42.0.3",
                "-x fd00:43::a",
                "-x 10.42.0.99",
                "nosuch.default.svc.cluster.local",
                "kubia.default.svc.cluster.local TXT",
                "kubia.default.svc.cluster.local TYPE65",
                "elsewhere.example",
                "version.bind TXT CH",
                "-c CH -t TXT -q hostname.bind",
                "kubia.default.svc.cluster.local ANY",
                "kubia.default.svc.cluster.local ANY +notcp",
                "many.default.svc.cluster.local SRV",
                "many.default.svc.cluster.local SRV +short",
                "many.default.svc.cluster.local SRV +ignore +bufsize=512",
                "cluster.local AXFR",
                "cluster.local AXFR +short",
                "cluster.local AXFR +noall +answer",
                "svc.cluster.local AXFR",
                "kubia.default.svc.cluster.local +norecurse +dnssec",
                "kubia.default.svc.cluster.local +nocookie",
                "kubia.default.svc.cluster.local +short",
                "dns-version.cluster.local TXT +short",
                "+short -x 10.42.0.4",
                "+noall +answer SRV kubia.default.svc.cluster.local",
                "+noall +answer +additional SRV kubia.default.svc.cluster.local",
                "+noall +authority nosuch.cluster.local",
                "+noall +question kubia.default.svc.cluster.local",
                "+noall +comments kubia.default.svc.cluster.local",
                "+noall +stats kubia.default.svc.cluster.local",
                "+nocmd +nostats kubia.default.svc.cluster.local",
                "+nocomments +noquestion kubia.default.svc.cluster.local",
                "+noadditional +noauthority SRV kubia.default.svc.cluster.local",
            })
    void printsWhatDigPrints(String words) throws Exception {
        var all = words(server.address().getPort(), words);
        var ours = ours(all);
        var digs = digs(all);
        assertThat(neutral(ours.out())).isEqualTo(neutral(digs.out()));
        assertThat(ours.code()).isZero();
        assertThat(digs.code()).isZero();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"a.b", "a.b +tcp", "a.b +short", "+noall +answer a.b", "a.b +tries=1"})
    void whenNobodyAnswersItSaysSoAndFails(String words) throws Exception {
        var all = words(unusedPort(), words);
        var ours = ours(all);
        assertThat(neutral(ours.out())).isEqualTo(neutral(digs(all).out()));
        assertThat(ours.code()).isEqualTo(1);
    }

    @Test
    void silenceIsATimeOut() throws Exception {
        try (var silent = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            var all = words(silent.getLocalPort(), "a.b +time=1 +tries=1");
            var ours = ours(all);
            assertThat(neutral(ours.out())).isEqualTo(neutral(digs(all).out()));
            assertThat(ours.code()).isEqualTo(1);
        }
    }

    private static List<String> words(int port, String words) {
        var all = new ArrayList<>(List.of("-p", String.valueOf(port), "@127.0.0.1"));
        all.addAll(Arrays.asList(words.split(" ", -1)));
        return all;
    }

    private static Program.Outcome digs(List<String> words) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("dig"));
        command.addAll(words);
        return Program.run(command);
    }

    private static Program.Outcome ours(List<String> words) {
        var bytes = new ByteArrayOutputStream();
        var out = new PrintStream(bytes, true, UTF_8);
        int code = Main.run(words, Map.of(), out, out);
        return new Program.Outcome(code, bytes.toString(UTF_8));
    }

    /** Without what differs from one time to the next; the server also turns the order of addresses. */
    private static List<String> neutral(String text) {
        return neutralOrder(text.replaceAll("id: \\d+", "id: N")
                .replaceAll("COOKIE: [0-9a-f]+", "COOKIE: C")
                .replaceAll("<<>> DiG .* <<>>", "<<>> DiG V <<>>")
                .replaceAll("Query time: \\d+", "Query time: N")
                .replaceAll("WHEN: .*", "WHEN: N")
                .lines()
                .toList());
    }

    /** Sorts what stands between two lines that are no records. */
    private static List<String> neutralOrder(List<String> lines) {
        var sorted = new ArrayList<String>();
        var records = new ArrayList<String>();
        for (var line : lines) {
            if (line.isEmpty() || line.startsWith(";")) {
                records.stream().sorted().forEach(sorted::add);
                records.clear();
                sorted.add(line);
            } else {
                records.add(line);
            }
        }
        records.stream().sorted().forEach(sorted::add);
        return sorted;
    }

    private static int unusedPort() throws IOException {
        try (var socket = new java.net.ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
