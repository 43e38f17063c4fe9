package io.kubia.node.peers;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** A real DNS server on loopback, UDP and TCP on one port, that can be told to answer, fail, hang and lie. */
public final class FakeDns implements AutoCloseable {
    private final DatagramSocket udp;
    private final ServerSocket tcp;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final List<String> questions = new CopyOnWriteArrayList<>();
    private volatile @Nullable Message besides;
    private volatile Behaviour behaviour = (query, _) -> error(query, Rcode.SERVFAIL);

    public FakeDns() throws IOException {
        var loopback = InetAddress.getLoopbackAddress();
        tcp = new ServerSocket(0, 50, loopback);
        udp = new DatagramSocket(tcp.getLocalPort(), loopback);
        Thread.ofVirtual().start(this::serveUdp);
        Thread.ofVirtual().start(this::serveTcp);
    }

    /** How it answers; null for not at all. */
    interface Behaviour {
        @Nullable
        Message answer(Message query, boolean isTcp) throws IOException;
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(tcp.getInetAddress(), tcp.getLocalPort());
    }

    FakeDns behave(Behaviour next) {
        behaviour = next;
        return this;
    }

    /** Answers every question from these records, and glue for SRV targets where there is some. */
    public FakeDns serve(String... records) {
        var zone = DnsText.zone(records);
        return behave((query, _) -> DnsText.answerFrom(zone, query));
    }

    FakeDns fail(int rcode) {
        return behave((query, _) -> error(query, rcode));
    }

    FakeDns hang() {
        return behave((_, _) -> null);
    }

    /** What was asked, such as {@code SRV udp}, in order. */
    List<String> questions() {
        return List.copyOf(questions);
    }

    public long asked(String question) {
        return questions.stream().filter(question::equals).count();
    }

    /** For a behaviour: another datagram, before the answer. */
    void sendBesides(Message message) {
        besides = message;
    }

    static Message error(Message query, int rcode) {
        var answer = DnsText.reply(query);
        answer.getHeader().setRcode(rcode);
        return answer;
    }

    private @Nullable Message answer(byte[] bytes, boolean isTcp) throws IOException {
        var query = new Message(bytes);
        questions.add(Type.string(query.getQuestion().getType()) + (isTcp ? " tcp" : " udp"));
        return behaviour.answer(query, isTcp);
    }

    private void serveUdp() {
        try {
            while (true) {
                var packet = new DatagramPacket(new byte[4096], 4096);
                udp.receive(packet);
                var bytes = Arrays.copyOf(packet.getData(), packet.getLength());
                var answer = answer(bytes, false);
                var first = besides;
                besides = null;
                if (first != null) {
                    udp.send(new DatagramPacket(first.toWire(), first.toWire().length, packet.getSocketAddress()));
                }
                if (answer != null) {
                    var opt = new Message(bytes).getOPT();
                    // Too long for what the client takes: cut, with the flag that says so.
                    var wire = answer.toWire(opt == null ? 512 : opt.getPayloadSize());
                    udp.send(new DatagramPacket(wire, wire.length, packet.getSocketAddress()));
                }
            }
        } catch (IOException e) {
            if (!udp.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void serveTcp() {
        try {
            while (true) {
                var socket = tcp.accept();
                connections.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException e) {
            if (!tcp.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            var in = new DataInputStream(socket.getInputStream());
            var out = new DataOutputStream(socket.getOutputStream());
            while (true) {
                var answer = answer(in.readNBytes(in.readUnsignedShort()), true);
                if (answer != null) {
                    var wire = answer.toWire(Message.MAXLENGTH);
                    // In two pieces, as a network would.
                    out.writeByte(wire.length >>> 8);
                    out.flush();
                    out.writeByte(wire.length);
                    out.write(wire);
                    out.flush();
                }
            }
        } catch (IOException e) {
            // The client is done, or this server is.
        } finally {
            connections.remove(socket);
        }
    }

    @Override
    public void close() throws IOException {
        udp.close();
        tcp.close();
        for (var connection : connections) {
            connection.close();
        }
    }
}
