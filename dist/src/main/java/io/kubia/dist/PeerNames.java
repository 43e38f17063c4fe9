package io.kubia.dist;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.Map;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * A DNS server over UDP for one headless service, which answers as CoreDNS does: SRV records with their addresses. Every
 * name that it is asked the SRV records of is taken for the service's, since what a node asks for without being told
 * depends on where it runs.
 *
 * <p>One thread of its own, which ends when the socket is closed.
 */
final class PeerNames implements AutoCloseable {
    /** Short, so that a training run of seconds sees names expire and be looked up again. */
    private static final long TTL_SECONDS = 1;

    private static final int MAX_MESSAGE = 4096;

    private final Map<Name, InetSocketAddress> peers;
    private final DatagramSocket socket;

    private PeerNames(Map<Name, InetSocketAddress> peers, DatagramSocket socket) {
        this.peers = Map.copyOf(peers);
        this.socket = socket;
    }

    static PeerNames serve(Map<Name, InetSocketAddress> peers) throws SocketException {
        DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        PeerNames names = new PeerNames(peers, socket);
        Thread.ofVirtual().name("peer-names").start(names::answerUntilClosed);
        return names;
    }

    /** As {@code --dns} takes it. */
    String address() {
        return socket.getLocalAddress().getHostAddress() + ":" + socket.getLocalPort();
    }

    @Override
    public void close() {
        socket.close();
    }

    Message answer(Message question) {
        Record asked = question.getQuestion();
        Message answer = new Message(question.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setFlag(Flags.AA);
        if (asked == null) {
            answer.getHeader().setRcode(Rcode.FORMERR);
            return answer;
        }
        answer.addRecord(asked, Section.QUESTION);
        InetSocketAddress peer = peers.get(asked.getName());
        if (peer != null && asked.getType() == Type.A) {
            answer.addRecord(address(asked.getName(), peer), Section.ANSWER);
        } else if (asked.getType() == Type.SRV) {
            peers.forEach((name, address) -> {
                answer.addRecord(
                        new SRVRecord(asked.getName(), DClass.IN, TTL_SECONDS, 0, 50, address.getPort(), name),
                        Section.ANSWER);
                answer.addRecord(address(name, address), Section.ADDITIONAL);
            });
        } else if (peer == null) {
            answer.getHeader().setRcode(Rcode.NXDOMAIN);
        }
        return answer;
    }

    private void answerUntilClosed() {
        byte[] buffer = new byte[MAX_MESSAGE];
        while (!socket.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                byte[] question = new byte[packet.getLength()];
                System.arraycopy(packet.getData(), packet.getOffset(), question, 0, question.length);
                byte[] answer = answer(new Message(question)).toWire();
                socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            } catch (IOException e) {
                // Closed, which ends the loop, or no DNS message, which has no answer: whoever waits for one will say
                // so.
            }
        }
    }

    private static ARecord address(Name name, InetSocketAddress peer) {
        return new ARecord(name, DClass.IN, TTL_SECONDS, peer.getAddress());
    }
}
