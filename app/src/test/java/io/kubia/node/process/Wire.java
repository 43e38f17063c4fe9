package io.kubia.node.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One connection that sends exactly the bytes it is told to, right or wrong, and reads answers strictly: what it cannot
 * read is an answer that no client could. Not for use by two threads at once.
 */
final class Wire implements Closeable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int MAX_LINE = 64 * 1024;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    private Wire(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
        this.out = socket.getOutputStream();
    }

    static Wire to(InetSocketAddress address) throws IOException {
        return to(address, PATIENCE);
    }

    static Wire to(InetSocketAddress address, Duration patience) throws IOException {
        var socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) patience.toMillis());
            socket.connect(address, (int) patience.toMillis());
            return new Wire(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    Answer get(String path, String... headers) throws IOException {
        return request("GET", path, headers);
    }

    /** A request without a body; its answer has one unless the method is HEAD. */
    Answer request(String method, String path, String... headers) throws IOException {
        send(head(method, path, headers) + "\r\n");
        return method.equals("HEAD") ? receiveHead() : receive();
    }

    Answer post(byte[] body, String... headers) throws IOException {
        send(join(
                (head("POST", "/", headers) + "Content-Length: " + body.length + "\r\n\r\n").getBytes(ISO_8859_1),
                body));
        return receive();
    }

    /** A request line, a Host and the headers given, without the empty line that ends them. */
    static String head(String method, String path, String... headers) {
        var head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: kubia\r\n");
        for (var header : headers) {
            head.append(header).append("\r\n");
        }
        return head.toString();
    }

    static byte[] join(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (var part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    Wire send(String text) throws IOException {
        return send(text.getBytes(ISO_8859_1));
    }

    Wire send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
        return this;
    }

    void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    /** The next answer, of which 100 Continue is one of its own. */
    Answer receive() throws IOException {
        return receive(true);
    }

    /** The next answer, to a HEAD: no body follows whatever its length says. */
    Answer receiveHead() throws IOException {
        return receive(false);
    }

    /** The next answer, if it begins within so many milliseconds. */
    Optional<Answer> receiveWithin(int millis) throws IOException {
        in.mark(1);
        socket.setSoTimeout(millis);
        try {
            if (in.read() < 0) {
                throw new EOFException("closed (expected: an answer)");
            }
            in.reset();
        } catch (SocketTimeoutException notYet) {
            return Optional.empty();
        } finally {
            socket.setSoTimeout((int) PATIENCE.toMillis());
        }
        return Optional.of(receive());
    }

    /** Waits until the node says something more, or closes the connection: whether it is the latter. */
    boolean ended() throws IOException {
        in.mark(1);
        try {
            if (in.read() < 0) {
                return true;
            }
        } catch (SocketException reset) {
            // With bytes unread a close is a reset.
            return true;
        }
        in.reset();
        return false;
    }

    /** Closes with a reset: nothing that is on its way arrives. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    private Answer receive(boolean withBody) throws IOException {
        var status = line().split(" ", 3);
        if (status.length < 2 || !status[0].matches("HTTP/1\\.[01]") || !status[1].matches("[1-5]\\d\\d")) {
            throw new IOException("status line: " + String.join(" ", status) + " (expected: HTTP/1.x and a code)");
        }
        List<Answer.Header> headers = headers();
        var answer = new Answer(status[0], Integer.parseInt(status[1]), headers, "");
        boolean bodiless = !withBody || answer.status() < 200 || answer.status() == 204 || answer.status() == 304;
        return bodiless
                ? answer
                : new Answer(answer.version(), answer.status(), headers, new String(body(answer), ISO_8859_1));
    }

    private List<Answer.Header> headers() throws IOException {
        var headers = new ArrayList<Answer.Header>();
        for (var line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new IOException("header: " + line + " (expected: name: value)");
            }
            headers.add(new Answer.Header(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip()));
        }
        return List.copyOf(headers);
    }

    private byte[] body(Answer head) throws IOException {
        if (head.header("transfer-encoding")
                .filter(value -> value.equalsIgnoreCase("chunked"))
                .isPresent()) {
            return chunks();
        }
        var length = head.header("content-length");
        if (length.isPresent()) {
            return exactly(Integer.parseInt(length.get()));
        }
        if (!head.closes()) {
            throw new IOException("body: without an end (expected: Content-Length, chunks, or close): " + head);
        }
        return in.readAllBytes();
    }

    private byte[] chunks() throws IOException {
        var body = new ByteArrayOutputStream();
        for (int size = chunkSize(); size > 0; size = chunkSize()) {
            body.writeBytes(exactly(size));
            if (!line().isEmpty()) {
                throw new IOException("chunk: longer than it said");
            }
        }
        headers();
        return body.toByteArray();
    }

    private int chunkSize() throws IOException {
        return Integer.parseInt(line().split(";", 2)[0].strip(), 16);
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("body: %d bytes (expected: %d)".formatted(bytes.length, length));
        }
        return bytes;
    }

    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("line: ended after " + line.size() + " bytes (expected: an answer)");
            }
            if (line.size() > MAX_LINE) {
                throw new IOException("line: longer than " + MAX_LINE);
            }
            line.write(next);
        }
        var text = line.toString(ISO_8859_1);
        if (!text.endsWith("\r")) {
            throw new IOException("line: " + text + " (expected: CRLF)");
        }
        return text.substring(0, text.length() - 1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
