package io.kubia.node.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.Arrays;
import java.util.List;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A DNS server for one headless service, whose pods are the addresses that it was given last, by ordinal. */
final class NameServer implements AutoCloseable {
    private static final String SERVICE = "kubia.default.svc.cluster.local.";
    private static final long TTL = 1;

    private final DatagramSocket socket;
    private final Thread thread = Thread.ofPlatform().name("name-server").unstarted(this::serve);
    private volatile List<InetSocketAddress> pods = List.of();

    private NameServer() throws IOException {
        socket = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"));
    }

    static NameServer start() throws IOException {
        var server = new NameServer();
        server.thread.start();
        return server;
    }

    /** As {@code --dns} takes it. */
    String address() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    void pods(List<InetSocketAddress> addresses) {
        pods = List.copyOf(addresses);
    }

    private void serve() {
        var packet = new DatagramPacket(new byte[4096], 4096);
        try {
            while (true) {
                socket.receive(packet);
                byte[] answer = answer(new Message(Arrays.copyOf(packet.getData(), packet.getLength())));
                socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                packet.setLength(4096);
            }
        } catch (SocketException closed) {
            // That is how it ends.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] answer(Message query) throws IOException {
        var answer = new Message(query.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setFlag(Flags.AA);
        answer.addRecord(query.getQuestion(), Section.QUESTION);
        var service = Name.fromString(SERVICE);
        var now = pods;
        for (int i = 0; i < now.size(); i++) {
            var pod = Name.fromString("kubia-" + i, service);
            var address = new ARecord(pod, DClass.IN, TTL, now.get(i).getAddress());
            if (query.getQuestion().getName().equals(service)
                    && query.getQuestion().getType() == Type.SRV) {
                answer.addRecord(
                        new SRVRecord(service, DClass.IN, TTL, 0, 1, now.get(i).getPort(), pod), Section.ANSWER);
                answer.addRecord(address, Section.ADDITIONAL);
            } else if (query.getQuestion().getName().equals(pod)
                    && query.getQuestion().getType() == Type.A) {
                answer.addRecord(address, Section.ANSWER);
            }
        }
        return answer.toWire();
    }

    @Override
    public void close() {
        socket.close();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
