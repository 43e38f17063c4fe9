package io.kubia.controller.kubelet.probe;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * The gRPC health protocol's Check over HTTP/2 without TLS, as one question needs it: one stream, headers without
 * compression (RFC 7541, 6.2.2), and of the answer only the message (grpc.health.v1) is looked at.
 */
final class GrpcCheck {
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int GO_AWAY = 7;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;
    private static final int ACK = 1;
    private static final int MAX_FRAME = 16 * 1024;
    private static final int MAX_FRAMES = 100;
    private static final int SERVING = 1;

    private GrpcCheck() {}

    static ProbeResult ask(Check.Grpc grpc, String address, Duration timeout) {
        var where = address + ":" + grpc.port();
        long end = System.nanoTime() + timeout.toNanos();
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, grpc.port()), (int) timeout.toMillis());
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) timeout.toMillis());
            socket.getOutputStream().write(request(grpc, where));
            int status = answer(socket, end);
            return status == SERVING
                    ? ProbeResult.SUCCESS
                    : ProbeResult.failure("service unhealthy (responded with \"" + word(status) + "\")");
        } catch (SocketTimeoutException e) {
            return ProbeResult.failure("timeout: failed to connect service \"" + where + "\" within "
                    + timeout.toSeconds() + "s: context deadline exceeded");
        } catch (IOException e) {
            return ProbeResult.failure(
                    "error: rpc to \"" + where + "\" failed: dial tcp " + where + ": " + Refusals.words(e));
        }
    }

    private static String word(int status) {
        return switch (status) {
            case 0 -> "UNKNOWN";
            case 2 -> "NOT_SERVING";
            case 3 -> "SERVICE_UNKNOWN";
            default -> Integer.toString(status);
        };
    }

    private static byte[] request(Check.Grpc grpc, String authority) throws IOException {
        var headers = new ByteArrayOutputStream();
        headers.write(0x83); // :method POST
        headers.write(0x86); // :scheme http
        header(headers, ":path", "/grpc.health.v1.Health/Check");
        header(headers, ":authority", authority);
        header(headers, "content-type", "application/grpc");
        header(headers, "te", "trailers");
        header(headers, "user-agent", "kube-probe/1.33");

        var service = grpc.service().getBytes(StandardCharsets.UTF_8);
        int length = service.length == 0 ? 0 : service.length + 2;
        if (service.length > 127) {
            throw new IOException("service: " + service.length + " bytes (expected: at most 127)");
        }
        var message = new ByteArrayOutputStream();
        message.write(new byte[] {0, 0, 0, 0, (byte) length});
        if (length > 0) {
            message.write(0x0a); // field 1, a string
            message.write(service.length);
            message.write(service);
        }

        var out = new ByteArrayOutputStream();
        out.write(PREFACE);
        frame(out, SETTINGS, 0, 0, new byte[0]);
        frame(out, HEADERS, END_HEADERS, 1, headers.toByteArray());
        frame(out, DATA, END_STREAM, 1, message.toByteArray());
        return out.toByteArray();
    }

    /** A literal field that is not indexed, with a new name; both shorter than 127 bytes. */
    private static void header(ByteArrayOutputStream out, String name, String value) throws IOException {
        out.write(0);
        out.write(name.length());
        out.write(name.getBytes(StandardCharsets.US_ASCII));
        out.write(value.length());
        out.write(value.getBytes(StandardCharsets.US_ASCII));
    }

    private static void frame(ByteArrayOutputStream out, int type, int flags, int stream, byte[] payload)
            throws IOException {
        out.write(new byte[] {0, (byte) (payload.length >> 8), (byte) payload.length, (byte) type, (byte) flags});
        out.write(new byte[] {0, 0, 0, (byte) stream});
        out.write(payload);
    }

    private static int answer(Socket socket, long end) throws IOException {
        var in = new DataInputStream(socket.getInputStream());
        for (int i = 0; i < MAX_FRAMES; i++) {
            if (System.nanoTime() > end) {
                throw new SocketTimeoutException("no time is left");
            }
            int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
            int type = in.readUnsignedByte();
            int flags = in.readUnsignedByte();
            in.readInt();
            if (length > MAX_FRAME) {
                throw new IOException("frame: " + length + " bytes (expected: at most " + MAX_FRAME + ")");
            }
            var payload = in.readNBytes(length);
            switch (type) {
                case DATA -> {
                    if (payload.length >= 5) {
                        return status(payload);
                    }
                }
                case SETTINGS -> {
                    if ((flags & ACK) == 0) {
                        var acknowledgement = new ByteArrayOutputStream();
                        frame(acknowledgement, SETTINGS, ACK, 0, new byte[0]);
                        socket.getOutputStream().write(acknowledgement.toByteArray());
                    }
                }
                case RST_STREAM, GO_AWAY -> throw new IOException("the server ended the call");
                case HEADERS -> {
                    if ((flags & END_STREAM) != 0) {
                        throw new IOException("the server has no answer: it may not implement the health protocol");
                    }
                }
                default -> {}
            }
        }
        throw new IOException("more than " + MAX_FRAMES + " frames without an answer");
    }

    /** Field 1 of the message; it is left out when it is 0. */
    private static int status(byte[] payload) {
        return payload.length >= 7 && payload[5] == 0x08 ? payload[6] : 0;
    }
}
