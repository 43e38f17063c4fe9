package io.kubia.controller.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.Locale;
import java.util.TreeMap;

/** One connection that sends exactly the bytes it is told to, right or wrong, and reads answers strictly. */
final class Wire implements Closeable {
    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket;
    private final InputStream in;
    private final ByteArrayOutputStream unread = new ByteArrayOutputStream();

    private Wire(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    static Wire to(InetSocketAddress address) throws IOException {
        return over(new Socket(address.getAddress(), address.getPort()));
    }

    static Wire over(Socket socket) throws IOException {
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        return new Wire(socket);
    }

    /** A connection that has room for nearly nothing that it has not read. */
    static Wire slowlyTo(InetSocketAddress address) throws IOException {
        var socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.connect(address);
        return over(socket);
    }

    Wire send(String text) throws IOException {
        return send(text.getBytes(ISO_8859_1));
    }

    Wire send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    /** Sends a request with a Host, and a body when it is not empty. */
    Wire request(String method, String path, String body, String... headers) throws IOException {
        var head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n");
        for (var header : headers) {
            head.append(header).append("\r\n");
        }
        byte[] bytes = body.getBytes(UTF_8);
        if (bytes.length > 0) {
            head.append("Content-Length: ").append(bytes.length).append("\r\n");
        }
        send(head.append("\r\n").toString());
        return bytes.length == 0 ? this : send(bytes);
    }

    /** The next answer, to its end. */
    Answer receive() throws IOException {
        var head = receiveHead();
        if ("chunked".equals(head.headers().get("transfer-encoding"))) {
            var body = new ByteArrayOutputStream();
            for (var chunk = chunk(); chunk.length > 0; chunk = chunk()) {
                body.writeBytes(chunk);
            }
            return head.with(body.toString(UTF_8));
        }
        var length = head.headers().get("content-length");
        return head.with(new String(length == null ? in.readAllBytes() : exactly(Integer.parseInt(length)), UTF_8));
    }

    /** The next answer's head; what follows is read by {@link #line}. */
    Answer receiveHead() throws IOException {
        var status = rawLine().split(" ", 3);
        if (status.length < 2 || !status[0].startsWith("HTTP/1.")) {
            throw new IOException("status line: " + String.join(" ", status));
        }
        var headers = new TreeMap<String, String>();
        for (var line = rawLine(); !line.isEmpty(); line = rawLine()) {
            int colon = line.indexOf(':');
            headers.merge(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip(),
                    (one, other) -> one + "\n" + other);
        }
        return new Answer(Integer.parseInt(status[1]), headers, "");
    }

    /** The next line of a body in chunks; fails at its end. */
    String line() throws IOException {
        while (true) {
            byte[] bytes = unread.toByteArray();
            for (int i = 0; i < bytes.length; i++) {
                if (bytes[i] == '\n') {
                    unread.reset();
                    unread.write(bytes, i + 1, bytes.length - i - 1);
                    return new String(bytes, 0, i, UTF_8);
                }
            }
            byte[] chunk = chunk();
            if (chunk.length == 0) {
                throw new EOFException("the body has ended");
            }
            unread.writeBytes(chunk);
        }
    }

    /** Whether the body in chunks ends here, properly. */
    boolean bodyEnds() throws IOException {
        return unread.size() == 0 && chunk().length == 0;
    }

    /** Waits until the server says something more, or closes the connection: whether it is the latter. */
    boolean ended() throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketException reset) {
            return true; // with bytes unread a close is a reset
        }
    }

    private byte[] chunk() throws IOException {
        var chunk = exactly(Integer.parseInt(rawLine(), 16));
        if (!rawLine().isEmpty()) {
            throw new IOException("chunk: longer than it said");
        }
        return chunk;
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("body: " + bytes.length + " bytes (expected: " + length + ")");
        }
        return bytes;
    }

    private String rawLine() throws IOException {
        var line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("closed after '" + line + "'");
            }
            line.append((char) next);
        }
        if (line.isEmpty() || line.charAt(line.length() - 1) != '\r') {
            throw new IOException("line: " + line + " (expected: CRLF)");
        }
        return line.substring(0, line.length() - 1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
