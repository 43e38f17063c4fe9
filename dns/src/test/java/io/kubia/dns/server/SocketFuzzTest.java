package io.kubia.dns.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubia.dns.fuzz.Mutations;
import io.kubia.dns.fuzz.Worlds;
import io.netty.util.ResourceLeakDetector;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Socket;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A hundred thousand requests, most of them broken, through sockets; the server is well all the while. */
class SocketFuzzTest {
    private static final int DATAGRAMS = 40_000;
    private static final int STREAMS = 500;
    private static final int ALIVE_EVERY = 1_000;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12})
    void datagrams(long seed) throws IOException {
        var random = new SplittableRandom(seed);
        var mutations = new Mutations(random);
        try (var server = RunningServer.of(Worlds.varied());
                var socket = new DatagramSocket()) {
            socket.connect(server.address());
            for (int i = 0; i < DATAGRAMS; i++) {
                var request = random.nextInt(5) == 0 ? mutations.real() : mutations.mutated();
                socket.send(new DatagramPacket(request, Math.min(request.length, 65_000)));
                if (i % ALIVE_EVERY == 0) {
                    checkAlive(server);
                }
            }
            checkAlive(server);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {21, 22})
    void streams(long seed) throws IOException {
        var level = ResourceLeakDetector.getLevel();
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        var random = new SplittableRandom(seed);
        var mutations = new Mutations(random);
        try (var server = RunningServer.of(Worlds.varied())) {
            for (int i = 0; i < STREAMS; i++) {
                try (var socket = server.connect()) {
                    write(socket, stream(random, mutations), random);
                } catch (IOException e) {
                    // It was closed in the middle of what it could not read: that is for the server to decide.
                    assertThat(e).isInstanceOf(java.net.SocketException.class);
                }
                if (i % 50 == 0) {
                    checkAlive(server);
                }
            }
            checkAlive(server);
        } finally {
            ResourceLeakDetector.setLevel(level);
        }
    }

    private static void checkAlive(RunningServer server) throws IOException {
        var answer =
                server.resolver().send(RunningServer.question("api.default.svc.cluster.local.", org.xbill.DNS.Type.A));
        assertThat(answer.getSection(org.xbill.DNS.Section.ANSWER)).hasSize(1);
    }

    private static byte[] stream(RandomGenerator random, Mutations mutations) {
        var out = new ByteArrayOutputStream();
        for (int i = random.nextInt(40); i >= 0; i--) {
            var message = random.nextInt(3) == 0 ? mutations.mutated() : mutations.real();
            out.writeBytes(RunningServer.framed(message));
        }
        return out.toByteArray();
    }

    /** In pieces of any size, perhaps not to the end, and with or without looking at the answers. */
    private static void write(Socket socket, byte[] bytes, RandomGenerator random) throws IOException {
        int end = random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length;
        for (int at = 0; at < end; ) {
            int piece = Math.min(end - at, 1 + random.nextInt(random.nextBoolean() ? 3 : 3_000));
            socket.getOutputStream().write(bytes, at, piece);
            at += piece;
        }
        if (random.nextBoolean()) {
            socket.shutdownOutput();
            socket.getInputStream().readAllBytes();
        }
    }
}
