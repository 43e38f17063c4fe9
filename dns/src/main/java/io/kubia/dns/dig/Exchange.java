package io.kubia.dns.dig;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.PortUnreachableException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;
import org.xbill.DNS.WireParseException;

/** Sends the question and waits for the answer, by UDP or TCP. */
final class Exchange {
    private static final int MAX_DATAGRAM = 65_535;

    /** Of one zone. */
    private static final int MAX_MESSAGES = 100_000;

    private final Server server;
    private final Question question;
    private final Message query;
    private final InstantSource clock;
    private final List<String> notes = new ArrayList<>();

    private Exchange(Command command, RandomGenerator random, InstantSource clock) {
        this.server = command.server();
        this.question = command.question();
        this.query = question.message(random);
        this.clock = clock;
    }

    /**
     * Asks.
     *
     * @throws NoReplyException nobody answered
     * @throws IOException what came is no message
     */
    static Reply ask(Command command, RandomGenerator random, InstantSource clock) throws IOException {
        var exchange = new Exchange(command, random, clock);
        if (command.question().isTcp()) {
            return exchange.tcp();
        }
        var reply = exchange.udp();
        boolean isCut = reply.message().getHeader().getFlag(Flags.TC);
        if (!isCut || command.question().ignoresTruncation()) {
            return reply;
        }
        if (!command.isShort()) {
            exchange.notes.add(";; Truncated, retrying in TCP mode.");
        }
        return exchange.tcp();
    }

    private Reply udp() throws IOException {
        var wire = query.toWire();
        for (int i = 0; i < question.tries(); i++) {
            try (var socket = new DatagramSocket()) {
                socket.connect(server.address());
                long start = System.nanoTime();
                socket.send(new DatagramPacket(wire, wire.length));
                var bytes = receive(socket, start + question.timeout().toNanos());
                return reply(List.of(new Message(bytes)), bytes.length, false, start);
            } catch (SocketTimeoutException e) {
                notes.add(";; communications error to " + server.place() + ": timed out");
            } catch (PortUnreachableException e) {
                notes.add(";; communications error to " + server.place() + ": connection refused");
            }
        }
        throw new NoReplyException(notes);
    }

    /** Passes over what is no answer to this question. */
    private byte[] receive(DatagramSocket socket, long deadline) throws IOException {
        var packet = new DatagramPacket(new byte[MAX_DATAGRAM], MAX_DATAGRAM);
        while (true) {
            socket.setSoTimeout(remaining(deadline));
            socket.receive(packet);
            var bytes = Arrays.copyOf(packet.getData(), packet.getLength());
            if (isAnswer(bytes)) {
                return bytes;
            }
        }
    }

    private boolean isAnswer(byte[] bytes) {
        int id = query.getHeader().getID();
        return bytes.length >= 12
                && (bytes[0] & 0xFF) == id >>> 8
                && (bytes[1] & 0xFF) == (id & 0xFF)
                && (bytes[2] & 0x80) != 0;
    }

    private Reply tcp() throws IOException {
        for (int i = 0; i < question.tries(); i++) {
            try (var socket = new Socket()) {
                socket.connect(server.address(), (int) question.timeout().toMillis());
                long start = System.nanoTime();
                var wire = query.toWire();
                var framed = new byte[wire.length + 2];
                framed[0] = (byte) (wire.length >>> 8);
                framed[1] = (byte) wire.length;
                System.arraycopy(wire, 0, framed, 2, wire.length);
                socket.getOutputStream().write(framed);
                return read(socket, start);
            } catch (SocketTimeoutException e) {
                notes.add(failed("timed out"));
                notes.add(";; no servers could be reached");
            } catch (ConnectException e) {
                notes.add(failed("connection refused"));
                notes.add(";; no servers could be reached");
            } catch (EOFException e) {
                notes.add(";; communications error to " + server.place() + ": end of file");
                notes.add(";; no servers could be reached");
            }
        }
        throw new NoReplyException(notes);
    }

    private Reply read(Socket socket, long start) throws IOException {
        var in = new DataInputStream(socket.getInputStream());
        var messages = new ArrayList<Message>();
        long bytes = 0;
        int soas = 0;
        boolean isTransfer = question.type() == Type.AXFR;
        do {
            // For each message anew: a large zone takes longer than an answer.
            socket.setSoTimeout((int) question.timeout().toMillis());
            int length = in.readUnsignedShort();
            var message = in.readNBytes(length);
            if (message.length < length) {
                throw new EOFException();
            }
            if (!isAnswer(message)) {
                throw new WireParseException("not an answer to what was asked");
            }
            bytes += length;
            var parsed = new Message(message);
            messages.add(parsed);
            soas += Math.toIntExact(parsed.getSection(Section.ANSWER).stream()
                    .filter(record -> record.getType() == Type.SOA)
                    .count());
            // A zone begins and ends with the same record (RFC 5936, section 2.2).
            isTransfer &= soas == 1 && parsed.getRcode() == Rcode.NOERROR;
        } while (isTransfer && messages.size() < MAX_MESSAGES);
        return reply(messages, bytes, true, start);
    }

    private Reply reply(List<Message> messages, long bytes, boolean isTcp, long start) {
        var took = Duration.ofNanos(System.nanoTime() - start);
        var when = clock.instant().atZone(ZoneId.systemDefault());
        return new Reply(query, messages, bytes, isTcp, took, when, notes);
    }

    private String failed(String why) {
        return ";; Connection to %s(%s) for %s failed: %s."
                .formatted(server.place(), server.text(), question.text(), why);
    }

    private static int remaining(long deadline) throws SocketTimeoutException {
        long millis = (deadline - System.nanoTime()) / 1_000_000;
        if (millis <= 0) {
            throw new SocketTimeoutException();
        }
        return (int) millis;
    }
}
