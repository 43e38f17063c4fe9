package io.kubia.dns.server;

import io.kubia.dns.answer.AnswerConfig;
import io.kubia.dns.answer.CookieSecret;
import io.kubia.dns.model.DnsName;
import io.kubia.dns.world.World;
import io.kubia.dns.world.WorldText;
import io.kubia.dns.zone.LiveZone;
import io.kubia.dns.zone.ZoneConfig;
import io.kubia.role.metrics.Metrics;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** A server with a small cluster, and how to talk to it. */
final class RunningServer implements AutoCloseable {
    static final String NAME = "kubia.default.svc.cluster.local.";

    /** For what does not come, and for slow machines. */
    static final int PATIENCE_MILLIS = 30_000;

    private final LiveZone zone;
    private final Metrics metrics = new Metrics();
    private final DnsServer server;

    private RunningServer(ServerConfig config, Upstreams upstreams, World world) throws IOException {
        zone = world.zone(ZoneConfig.defaults(DnsName.parse("cluster.local")));
        var answers = new AnswerConfig(1232, Optional.empty(), Optional.of(new CookieSecret(1, 2)), true);
        server = new DnsServer(config, zone, answers, upstreams, metrics, Optional.empty(), World.CLOCK);
        server.start();
    }

    static RunningServer start() throws IOException {
        return start(config("127.0.0.1"), Upstreams.NONE);
    }

    static RunningServer start(ServerConfig config, Upstreams upstreams) throws IOException {
        return new RunningServer(config, upstreams, smallCluster());
    }

    static RunningServer of(World world) throws IOException {
        return new RunningServer(config("127.0.0.1"), Upstreams.NONE, world);
    }

    static ServerConfig config(String... addresses) {
        var listen = Arrays.stream(addresses)
                .map(address -> new InetSocketAddress(InetAddress.ofLiteral(address), 0))
                .toList();
        var defaults = ServerConfig.defaults(listen.getFirst());
        return new ServerConfig(
                listen, 1, defaults.transfers(), defaults.maxConnections(), Duration.ofSeconds(PATIENCE_MILLIS / 1000));
    }

    static World smallCluster() {
        var text = new WorldText();
        for (var line : List.of(
                "headless default/kubia",
                "slice default/kubia-1 kubia http:8080/TCP",
                "endpoint kubia-0 10.42.0.3",
                "endpoint kubia-1 10.42.0.4",
                "endpoint kubia-2 10.42.0.5",
                "external default/shop shop.example.com")) {
            text.read(line);
        }
        return text.world();
    }

    LiveZone zone() {
        return zone;
    }

    String metrics() {
        return metrics.render();
    }

    InetSocketAddress address() {
        return server.addresses().getFirst();
    }

    List<InetSocketAddress> addresses() {
        return server.addresses();
    }

    /** dnsjava's view of it, which asks again by TCP when an answer was cut. */
    SimpleResolver resolver() {
        var resolver = new SimpleResolver(address());
        resolver.setTimeout(Duration.ofMillis(PATIENCE_MILLIS));
        return resolver;
    }

    static Message question(String name, int type) {
        return Message.newQuery(Record.newRecord(Name.fromConstantString(name), type, DClass.IN));
    }

    /** A question that is always to be answered in the same way, to see that the server is well. */
    void checkAlive() throws IOException {
        var answer = resolver().send(question(NAME, Type.SRV));
        if (answer.getSection(org.xbill.DNS.Section.ANSWER).size() != 3) {
            throw new AssertionError("not well: " + answer);
        }
    }

    Socket connect() throws IOException {
        var socket = new Socket();
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(address(), PATIENCE_MILLIS);
        return socket;
    }

    static void send(Socket socket, byte[] message) throws IOException {
        socket.getOutputStream().write(framed(message));
    }

    static byte[] framed(byte[] message) {
        var framed = new byte[message.length + 2];
        framed[0] = (byte) (message.length >>> 8);
        framed[1] = (byte) message.length;
        System.arraycopy(message, 0, framed, 2, message.length);
        return framed;
    }

    static Message receive(Socket socket) throws IOException {
        var in = new DataInputStream(socket.getInputStream());
        return new Message(in.readNBytes(in.readUnsignedShort()));
    }

    /** Asks from an address by UDP, and takes the answer only from the one that was asked. */
    static Message askUdp(InetSocketAddress server, Message question) throws IOException {
        try (var socket = new DatagramSocket()) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(server);
            var wire = question.toWire();
            socket.send(new DatagramPacket(wire, wire.length));
            var packet = new DatagramPacket(new byte[4096], 4096);
            socket.receive(packet);
            return new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
        }
    }

    @Override
    public void close() {
        server.stop();
    }
}
