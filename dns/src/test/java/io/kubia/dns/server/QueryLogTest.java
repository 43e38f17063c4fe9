package io.kubia.dns.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;

class QueryLogTest {
    private static final InetSocketAddress CLIENT = new InetSocketAddress(InetAddress.ofLiteral("10.42.0.7"), 4711);
    private static final InetSocketAddress V6_CLIENT = new InetSocketAddress(InetAddress.ofLiteral("::1"), 4711);

    @Test
    void aLineTellsWhoAskedWhatAndWasToldWhat() {
        var out = new ByteArrayOutputStream();
        try (var log = new QueryLog(new PrintStream(out, false, UTF_8))) {
            log.start();
            log.write(Via.UDP, CLIENT, Type.SRV, "kubia.default.svc.cluster.local", 0, 313, 250_000);
            log.write(Via.TCP, V6_CLIENT, Type.A, "nosuch.cluster.local", 3, 126, 1_234_567);
            log.write(Via.UDP, CLIENT, 0, "", 1, 12, 1_000);
            log.write(Via.UDP, CLIENT, 65_000, ".", 16, 40, 1_000);
            log.write(Via.TCP, CLIENT, Type.AXFR, "cluster.local", 0, 5_000_000_000L, 2_000_000_000L);
        }
        assertThat(out.toString(UTF_8).lines())
                .containsExactly(
                        "10.42.0.7:4711 udp SRV kubia.default.svc.cluster.local: NOERROR, 313 bytes, 0.250 ms",
                        "[::1]:4711 tcp A nosuch.cluster.local: NXDOMAIN, 126 bytes, 1.235 ms",
                        "10.42.0.7:4711 udp - -: FORMERR, 12 bytes, 0.001 ms",
                        "10.42.0.7:4711 udp TYPE65000 .: BADVERS, 40 bytes, 0.001 ms",
                        "10.42.0.7:4711 tcp AXFR cluster.local: NOERROR, 5000000000 bytes, 2000.000 ms");
    }

    @Test
    void nobodyWaitsForWhoReadsItAndWhatWasLeftOutIsCounted() throws Exception {
        var mayPrint = new CountDownLatch(1);
        var out = new ByteArrayOutputStream();
        var log = new QueryLog(new PrintStream(new Gate(mayPrint, out), true, UTF_8));
        log.start();
        int count = 25_000;
        for (int i = 0; i < count; i++) {
            log.write(Via.UDP, CLIENT, Type.A, "a", 0, 1, 1);
        }
        mayPrint.countDown();
        // What has been said so far is printed first.
        while (!out.toString(UTF_8).contains("left out")) {
            log.write(Via.UDP, CLIENT, Type.A, "a", 0, 1, 1);
            Thread.onSpinWait();
        }
        log.close();
        assertThat(out.toString(UTF_8)).containsPattern("\\(1[45]\\d{3} requests left out\\)");
    }

    /** A reader that takes nothing for a while. */
    private static final class Gate extends OutputStream {
        private final CountDownLatch opens;
        private final OutputStream out;

        Gate(CountDownLatch opens, OutputStream out) {
            this.opens = opens;
            this.out = out;
        }

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            try {
                opens.await();
                out.write(bytes, from, length);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
