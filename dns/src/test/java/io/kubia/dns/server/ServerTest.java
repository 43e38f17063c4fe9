package io.kubia.dns.server;

import static io.kubia.dns.server.RunningServer.NAME;
import static io.kubia.dns.server.RunningServer.question;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubia.dns.answer.Forward;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;
import org.xbill.DNS.ZoneTransferException;
import org.xbill.DNS.ZoneTransferIn;

class ServerTest {
    @Test
    void answersByUdpAndTcp() throws IOException {
        try (var server = RunningServer.start()) {
            var resolver = server.resolver();
            for (boolean tcp : new boolean[] {false, true}) {
                resolver.setTCP(tcp);
                var answer = resolver.send(question(NAME, Type.SRV));
                assertThat(answer.getSection(Section.ANSWER)).hasSize(3);
                // And the OPT record.
                assertThat(answer.getSection(Section.ADDITIONAL)).hasSize(4);
            }
            assertThat(server.metrics())
                    .contains("kubia_dns_queries_total{proto=\"udp\",type=\"SRV\"} 1")
                    .contains("kubia_dns_queries_total{proto=\"tcp\",type=\"SRV\"} 1")
                    .contains("kubia_dns_responses_total{rcode=\"NOERROR\"} 2");
        }
    }

    @Test
    void listensAtSeveralAddressesAndByIpv6() throws IOException {
        try (var server = RunningServer.start(RunningServer.config("127.0.0.1", "::1"), Upstreams.NONE)) {
            for (var address : server.addresses()) {
                assertThat(RunningServer.askUdp(address, question(NAME, Type.A)).getSection(Section.ANSWER))
                        .hasSize(3);
            }
        }
    }

    @Test
    void answersComeFromTheAddressThatWasAsked() throws IOException {
        try (var server = RunningServer.start(RunningServer.config("0.0.0.0"), Upstreams.NONE)) {
            for (var own : ownAddresses()) {
                var address = new InetSocketAddress(own, server.address().getPort());
                assertThat(RunningServer.askUdp(address, question(NAME, Type.A)).getSection(Section.ANSWER))
                        .as(address.toString())
                        .hasSize(3);
            }
        }
    }

    @Test
    void aPortInUseIsSaid() throws IOException {
        try (var server = RunningServer.start()) {
            var config = ServerConfig.defaults(server.address());
            assertThatThrownBy(() -> RunningServer.start(config, Upstreams.NONE))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("is in use by another process")
                    .hasMessageContaining("--listen");
        }
    }

    @Test
    void severalThreadsShareAnAddress() throws IOException {
        var one = RunningServer.config("127.0.0.1");
        var config = new ServerConfig(one.listen(), 3, one.transfers(), 1000, one.idleTimeout());
        try (var server = RunningServer.start(config, Upstreams.NONE)) {
            for (int i = 0; i < 50; i++) {
                server.checkAlive();
            }
        }
    }

    @Test
    void manyQuestionsAreSentWithoutWaiting() throws IOException {
        try (var server = RunningServer.start();
                var socket = server.connect()) {
            int count = 1_000;
            for (int id = 0; id < count; id++) {
                var question = question(NAME, Type.A);
                question.getHeader().setID(id);
                RunningServer.send(socket, question.toWire());
            }
            for (int id = 0; id < count; id++) {
                assertThat(RunningServer.receive(socket).getHeader().getID()).isEqualTo(id);
            }
        }
    }

    @Test
    void aQuestionMayComeByteByByte() throws IOException {
        try (var server = RunningServer.start();
                var socket = server.connect()) {
            socket.setTcpNoDelay(true);
            for (byte b : RunningServer.framed(question(NAME, Type.A).toWire())) {
                socket.getOutputStream().write(b);
            }
            assertThat(RunningServer.receive(socket).getSection(Section.ANSWER)).hasSize(3);
        }
    }

    @Test
    void whoSendsNoMoreIsStillAnswered() throws Exception {
        var upstreams = new HeldUpstreams();
        try (var server = RunningServer.start(RunningServer.config("127.0.0.1"), upstreams);
                var socket = server.connect()) {
            RunningServer.send(socket, question("elsewhere.example.", Type.A).toWire());
            RunningServer.send(socket, question(NAME, Type.A).toWire());
            socket.shutdownOutput();
            assertThat(RunningServer.receive(socket).getRcode()).isEqualTo(Rcode.NOERROR);
            upstreams.answerNext();
            assertThat(RunningServer.receive(socket).getRcode()).isEqualTo(Rcode.SERVFAIL);
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void aSlowUpstreamHoldsUpNobody() throws Exception {
        var upstreams = new HeldUpstreams();
        try (var server = RunningServer.start(RunningServer.config("127.0.0.1"), upstreams);
                var socket = server.connect()) {
            var slow = question("elsewhere.example.", Type.A);
            RunningServer.send(socket, slow.toWire());
            RunningServer.send(socket, question(NAME, Type.A).toWire());
            // The second question's answer comes first.
            assertThat(RunningServer.receive(socket).getQuestion().getName()).isEqualTo(Name.fromString(NAME));
            server.checkAlive();
            upstreams.answerNext();
            assertThat(RunningServer.receive(socket).getHeader().getID())
                    .isEqualTo(slow.getHeader().getID());
        }
    }

    @Test
    void aliasesOfOtherNamesAreAskedFor() throws Exception {
        var upstreams = new HeldUpstreams();
        try (var server = RunningServer.start(RunningServer.config("127.0.0.1"), upstreams)) {
            var answer = new ArrayList<Message>();
            var asking = Thread.ofVirtual().start(() -> {
                try {
                    answer.add(RunningServer.askUdp(
                            server.address(), question("shop.default.svc.cluster.local.", Type.A)));
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            assertThat(upstreams.answerNext().name()).hasToString("shop.example.com");
            asking.join();
            assertThat(answer.getFirst().getRcode()).isEqualTo(Rcode.SERVFAIL);
        }
    }

    @Test
    void noUpstreamMeansRefused() throws IOException {
        try (var server = RunningServer.start()) {
            assertThat(server.resolver()
                            .send(question("elsewhere.example.", Type.A))
                            .getRcode())
                    .isEqualTo(Rcode.REFUSED);
        }
    }

    @Test
    void whoIsSilentIsClosed() throws IOException {
        try (var server = RunningServer.start(impatient(Duration.ofMillis(200)), Upstreams.NONE);
                var silent = server.connect();
                var slow = server.connect()) {
            // A message that never comes whole is no use either.
            slow.getOutputStream().write(new byte[] {0, 100, 1});
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
            assertThat(slow.getInputStream().read()).isEqualTo(-1);
            server.checkAlive();
        }
    }

    @Test
    void ofTooManyConnectionsTheIdlestIsClosed() throws IOException {
        var one = RunningServer.config("127.0.0.1");
        var config = new ServerConfig(one.listen(), 1, one.transfers(), 3, one.idleTimeout());
        try (var server = RunningServer.start(config, Upstreams.NONE);
                var first = server.connect();
                var second = server.connect();
                var third = server.connect()) {
            for (var socket : List.of(second, third, first)) {
                RunningServer.send(socket, question(NAME, Type.A).toWire());
                RunningServer.receive(socket);
            }
            try (var fourth = server.connect()) {
                RunningServer.send(fourth, question(NAME, Type.A).toWire());
                RunningServer.receive(fourth);
                // The second one was used longest ago.
                assertThat(second.getInputStream().read()).isEqualTo(-1);
                for (var socket : List.of(third, first)) {
                    RunningServer.send(socket, question(NAME, Type.A).toWire());
                    assertThat(RunningServer.receive(socket).getRcode()).isEqualTo(Rcode.NOERROR);
                }
            }
        }
    }

    @Test
    void aFloodOfConnectionsLeavesUdpAnswering() throws IOException {
        var one = RunningServer.config("127.0.0.1");
        var config = new ServerConfig(one.listen(), 1, one.transfers(), 50, one.idleTimeout());
        var open = new ArrayList<Socket>();
        try (var server = RunningServer.start(config, Upstreams.NONE)) {
            for (int i = 0; i < 500; i++) {
                var socket = server.connect();
                socket.getOutputStream().write(0);
                open.add(socket);
            }
            server.checkAlive();
            var resolver = server.resolver();
            resolver.setTCP(true);
            assertThat(resolver.send(question(NAME, Type.A)).getSection(Section.ANSWER))
                    .hasSize(3);
        } finally {
            for (var socket : open) {
                socket.close();
            }
        }
    }

    @Test
    void whoTakesNoAnswersIsClosedAndKeepsNobodyWaiting() throws IOException {
        try (var server = RunningServer.start(impatient(Duration.ofSeconds(1)), Upstreams.NONE);
                var greedy = server.connect()) {
            var question = RunningServer.framed(question(NAME, Type.SRV).toWire());
            assertThatThrownBy(() -> {
                        // Until neither side's buffers take any more, and then until it is closed.
                        for (int i = 0; i < 10_000_000; i++) {
                            greedy.getOutputStream().write(question);
                        }
                    })
                    .isInstanceOf(IOException.class);
            server.checkAlive();
        }
    }

    @Test
    void noMessageEndsTheConnection() throws IOException {
        try (var server = RunningServer.start()) {
            for (var message : List.of(new byte[0], new byte[5], response())) {
                try (var socket = server.connect()) {
                    RunningServer.send(socket, message);
                    assertThat(socket.getInputStream().read()).isEqualTo(-1);
                }
            }
        }
    }

    @Test
    void theZoneIsGivenToWhoMayHaveIt() throws Exception {
        var one = RunningServer.config("127.0.0.1");
        var allowed = new ServerConfig(one.listen(), 1, ClientList.parse("127.0.0.0/8"), 100, one.idleTimeout());
        try (var server = RunningServer.start(allowed, Upstreams.NONE)) {
            var transfer = ZoneTransferIn.newAXFR(Name.fromString("cluster.local."), server.address(), null);
            transfer.run();
            var records = transfer.getAXFR().stream().map(Object::toString).toList();
            assertThat(records.getFirst()).contains("SOA").isEqualTo(records.getLast());
            assertThat(records).anyMatch(record -> record.contains("kubia-2.kubia.default.svc"));
            // By UDP there is the serial number and no more.
            var question = question("cluster.local.", Type.IXFR);
            assertThat(RunningServer.askUdp(server.address(), question).getSection(Section.ANSWER))
                    .hasSize(1);
        }
        try (var server = RunningServer.start()) {
            var transfer = ZoneTransferIn.newAXFR(Name.fromString("cluster.local."), server.address(), null);
            assertThatThrownBy(transfer::run).isInstanceOf(ZoneTransferException.class);
        }
    }

    @Test
    void whatIsCutByUdpIsWholeByTcp() throws IOException {
        var world = RunningServer.smallCluster();
        var text = new io.kubia.dns.world.WorldText();
        text.read("headless default/many");
        text.read("slice default/many-1 many http:80/TCP");
        for (int i = 0; i < 500; i++) {
            text.read("endpoint many-" + i + " 10.1." + i / 250 + "." + i % 250);
        }
        text.world().services.values().forEach(world::put);
        text.world().slices.values().forEach(world::put);
        try (var server = RunningServer.of(world)) {
            var resolver = server.resolver();
            resolver.setIgnoreTruncation(false);
            var answer = resolver.send(question("many.default.svc.cluster.local.", Type.SRV));
            assertThat(answer.getSection(Section.ANSWER)).hasSize(500);
        }
    }

    private static ServerConfig impatient(Duration idleTimeout) {
        var one = RunningServer.config("127.0.0.1");
        return new ServerConfig(one.listen(), 1, one.transfers(), 100, idleTimeout);
    }

    private static byte[] response() {
        var message = question(NAME, Type.A);
        message.getHeader().setFlag(org.xbill.DNS.Flags.QR);
        return message.toWire();
    }

    private static List<InetAddress> ownAddresses() throws IOException {
        return java.net.NetworkInterface.networkInterfaces()
                .flatMap(java.net.NetworkInterface::inetAddresses)
                .filter(java.net.Inet4Address.class::isInstance)
                .toList();
    }

    /** Keeps each question until it is told to say that there is no answer. */
    private static final class HeldUpstreams implements Upstreams {
        private final BlockingQueue<Held> held = new LinkedBlockingQueue<>();

        private record Held(Forward question, Consumer<Optional<Message>> then) {}

        @Override
        public boolean areThere() {
            return true;
        }

        @Override
        public void ask(Forward question, Consumer<Optional<Message>> then) {
            held.add(new Held(question, then));
        }

        Forward answerNext() throws InterruptedException {
            var next = held.poll(RunningServer.PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            if (next == null) {
                throw new AssertionError("nothing was forwarded");
            }
            next.then().accept(Optional.empty());
            return next.question();
        }
    }
}
