package io.kubia.dns.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;
import org.xbill.DNS.ZoneTransferIn;

class QueryLinesTest {
    private static final String TIMES = "\\d+ bytes, [0-9.]+ ms";

    @TempDir
    private Path scratch;

    @Test
    void logQueriesPrintsALineForEachRequest() throws Exception {
        try (var server = DnsProcess.start(scratch, "--log-queries", "--allow-transfer", "127.0.0.0/8")) {
            var resolver = new SimpleResolver(server.address());
            resolver.setTimeout(Duration.ofSeconds(Program.PATIENCE_SECONDS));
            ask(resolver, "Kubia.default.svc.cluster.local.", Type.SRV);
            ask(resolver, "nosuch.default.svc.cluster.local.", Type.A);
            ask(resolver, "elsewhere.example.", Type.AAAA);
            askNothing(server.address());
            resolver.setTCP(true);
            ask(resolver, "dns-version.cluster.local.", Type.TXT);
            var transfer = ZoneTransferIn.newAXFR(Name.fromString("cluster.local."), server.address(), null);
            transfer.run();
            assertThat(transfer.getAXFR()).hasSizeGreaterThan(Services.MANY);
            var lines = server.stop().stream()
                    .map(line -> line.replaceFirst("^127\\.0\\.0\\.1:\\d+ ", "").replaceFirst(TIMES, "..."))
                    .toList();
            assertThat(lines)
                    .containsExactly(
                            "udp SRV Kubia.default.svc.cluster.local: NOERROR, ...",
                            "udp A nosuch.default.svc.cluster.local: NXDOMAIN, ...",
                            "udp AAAA elsewhere.example: REFUSED, ...",
                            "udp - -: FORMERR, ...",
                            "tcp TXT dns-version.cluster.local: NOERROR, ...",
                            "tcp AXFR cluster.local: NOERROR, ...");
        }
    }

    /** A request without a question, which dnsjava would not take an answer to. */
    private static void askNothing(InetSocketAddress server) throws IOException {
        try (var socket = new DatagramSocket()) {
            socket.setSoTimeout(Program.PATIENCE_SECONDS * 1000);
            var request = new byte[12];
            socket.send(new DatagramPacket(request, request.length, server));
            socket.receive(new DatagramPacket(new byte[512], 512));
        }
    }

    private static void ask(SimpleResolver resolver, String name, int type) throws IOException {
        resolver.send(Message.newQuery(Record.newRecord(Name.fromConstantString(name), type, DClass.IN)));
    }
}
