package io.kubia.dns.forward;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;

/** A server on loopback that says what a test wants, by UDP and TCP. */
final class FakeServer implements AutoCloseable {
    private final DatagramSocket datagrams;
    private final ServerSocket connections;
    private final Behaviour byUdp;
    private final Behaviour byTcp;
    private final AtomicInteger questions = new AtomicInteger();
    private final List<Message> asked = new CopyOnWriteArrayList<>();

    /** What is sent for a question; empty for nothing. */
    interface Behaviour {
        List<byte[]> answer(Message question) throws IOException;
    }

    private FakeServer(DatagramSocket datagrams, ServerSocket connections, Behaviour byUdp, Behaviour byTcp) {
        this.datagrams = datagrams;
        this.connections = connections;
        this.byUdp = byUdp;
        this.byTcp = byTcp;
        Thread.ofVirtual().start(this::serveDatagrams);
        Thread.ofVirtual().start(this::serveConnections);
    }

    static FakeServer start(Behaviour byUdp, Behaviour byTcp) throws IOException {
        while (true) {
            var datagrams = new DatagramSocket(0, InetAddress.getLoopbackAddress());
            try {
                var connections = new ServerSocket(datagrams.getLocalPort(), 50, InetAddress.getLoopbackAddress());
                return new FakeServer(datagrams, connections, byUdp, byTcp);
            } catch (IOException e) {
                // That port is another's by TCP.
                datagrams.close();
            }
        }
    }

    static FakeServer start(Behaviour both) throws IOException {
        return start(both, both);
    }

    /** One that answers every question with an address. */
    static FakeServer good(String address, int ttl) throws IOException {
        return start(question -> List.of(address(question, address, ttl).toWire()));
    }

    /** One that says nothing. */
    static FakeServer silent() throws IOException {
        return start(_ -> List.of());
    }

    static Message reply(Message question) {
        var reply = new Message(question.getHeader().getID());
        reply.getHeader().setFlag(Flags.QR);
        reply.getHeader().setFlag(Flags.RA);
        reply.addRecord(question.getQuestion(), Section.QUESTION);
        return reply;
    }

    static Message address(Message question, String address, int ttl) {
        var reply = reply(question);
        reply.addRecord(
                new ARecord(question.getQuestion().getName(), DClass.IN, ttl, InetAddress.ofLiteral(address)),
                Section.ANSWER);
        return reply;
    }

    static Message error(Message question, int rcode) {
        var reply = reply(question);
        reply.getHeader().setRcode(rcode);
        return reply;
    }

    static Message nothing(Message question, int rcode, int minimum) {
        var reply = error(question, rcode);
        var zone = Name.fromConstantString("example.");
        reply.addRecord(new SOARecord(zone, DClass.IN, 3600, zone, zone, 1, 1, 1, 1, minimum), Section.AUTHORITY);
        return reply;
    }

    InetSocketAddress address() {
        return (InetSocketAddress) datagrams.getLocalSocketAddress();
    }

    int questions() {
        return questions.get();
    }

    List<Message> asked() {
        return asked;
    }

    private void serveDatagrams() {
        var packet = new DatagramPacket(new byte[4096], 4096);
        try {
            while (true) {
                packet.setLength(4096);
                datagrams.receive(packet);
                for (var answer : answers(byUdp, Arrays.copyOf(packet.getData(), packet.getLength()))) {
                    datagrams.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            }
        } catch (SocketException e) {
            // closed
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void serveConnections() {
        while (!connections.isClosed()) {
            try (var socket = connections.accept()) {
                var in = new DataInputStream(socket.getInputStream());
                var out = new DataOutputStream(socket.getOutputStream());
                for (var answer : answers(byTcp, in.readNBytes(in.readUnsignedShort()))) {
                    out.writeShort(answer.length);
                    out.write(answer);
                }
            } catch (IOException e) {
                // closed, by either side
            }
        }
    }

    private List<byte[]> answers(Behaviour behaviour, byte[] question) throws IOException {
        var message = new Message(question);
        questions.incrementAndGet();
        asked.add(message);
        return behaviour.answer(message);
    }

    @Override
    public void close() throws IOException {
        datagrams.close();
        connections.close();
    }
}
