package io.kubia.controller.proxy.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.SSLContext;

/** A pod that answers every connection as it is told, byte by byte, and remembers what it was asked. */
final class TestPod implements AutoCloseable {
    private final ServerSocket listening;
    private final Script script;
    final LinkedBlockingQueue<Asked> asked = new LinkedBlockingQueue<>();

    /** What a pod does with a request whose head has come. */
    @FunctionalInterface
    interface Script {
        void answer(Asked request, InputStream body, OutputStream out) throws IOException;
    }

    /** The head of a request. */
    record Asked(String line, Map<String, String> fields) {
        String path() {
            return line.split(" ", -1)[1];
        }
    }

    private TestPod(ServerSocket listening, Script script) {
        this.listening = listening;
        this.script = script;
        Thread.ofVirtual().start(this::accept);
    }

    static TestPod start(Script script) throws IOException {
        return new TestPod(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), script);
    }

    /** One that speaks TLS, with a certificate of its own. */
    static TestPod tls(SSLContext context, Script script) throws IOException {
        return new TestPod(
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress()), script);
    }

    /** One that says the same to everybody. */
    static TestPod saying(String body) throws IOException {
        return answering(
                "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    static TestPod answering(String bytes) throws IOException {
        return start((request, body, out) -> out.write(bytes.getBytes(ISO_8859_1)));
    }

    InetSocketAddress address() {
        return (InetSocketAddress) listening.getLocalSocketAddress();
    }

    private void accept() {
        while (true) {
            Socket connection;
            try {
                connection = listening.accept();
            } catch (IOException e) {
                return; // closed
            }
            Thread.ofVirtual().start(() -> serve(connection));
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            var in = new BufferedInputStream(connection.getInputStream());
            var request = head(in);
            asked.add(request);
            script.answer(request, in, connection.getOutputStream());
            connection.getOutputStream().flush();
        } catch (IOException e) {
            asked.add(new Asked("broken: " + e.getMessage(), Map.of()));
        }
    }

    private static Asked head(InputStream in) throws IOException {
        var line = line(in);
        var fields = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        for (var next = line(in); !next.isEmpty(); next = line(in)) {
            int colon = next.indexOf(':');
            fields.merge(
                    next.substring(0, colon), next.substring(colon + 1).strip(), (one, other) -> one + ", " + other);
        }
        return new Asked(line, fields);
    }

    static String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("ended after '" + line + "'");
            }
            if (next != '\r') {
                line.write(next);
            }
        }
        return line.toString(ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
