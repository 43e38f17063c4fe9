package io.kubia.node.cluster;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A server on loopback that answers as it is told, byte for byte. */
final class StubPeer implements Closeable {
    private final ServerSocket server;
    private final Thread acceptor;
    private final Behaviour behaviour;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger requests = new AtomicInteger();
    private final List<String> heads = new CopyOnWriteArrayList<>();

    StubPeer(String address, int port, Behaviour behaviour) throws IOException {
        this.behaviour = behaviour;
        server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress(InetAddress.ofLiteral(address), port), 512);
        acceptor = Thread.ofVirtual().start(this::accept);
    }

    /** Answers one request; when it returns false the connection is closed. */
    interface Behaviour {
        boolean answer(OutputStream out, int request) throws IOException, InterruptedException;
    }

    /** Says these bytes, whatever they are, and keeps the connection. */
    static Behaviour says(String bytes) {
        return (out, _) -> {
            out.write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            return true;
        };
    }

    /** Holds this text, as a server that knows nothing of kubia's headers. */
    static Behaviour holds(String text) {
        int length = text.getBytes(StandardCharsets.UTF_8).length;
        return (out, _) -> {
            out.write(("HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n" + text)
                    .getBytes(StandardCharsets.UTF_8));
            out.flush();
            return true;
        };
    }

    /** For a server that is slow on purpose. */
    static void takeTime(Duration duration) throws InterruptedException {
        new CountDownLatch(1).await(duration.toNanos(), TimeUnit.NANOSECONDS);
    }

    InetSocketAddress address() {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    int port() {
        return server.getLocalPort();
    }

    int connections() {
        return connections.get();
    }

    int openConnections() {
        return open.size();
    }

    int requests() {
        return requests.get();
    }

    /** The head of each request. */
    List<String> heads() {
        return heads;
    }

    /** As if the process behind it had been killed, but for the listening socket. */
    void dropConnections() throws IOException {
        for (var socket : open) {
            socket.close();
        }
    }

    private void accept() {
        try {
            while (true) {
                var socket = server.accept();
                connections.incrementAndGet();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException e) {
            if (!server.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            boolean isKept = true;
            while (isKept) {
                var head = new StringBuilder();
                for (var line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                    head.append(line).append('\n');
                }
                if (head.isEmpty()) {
                    return;
                }
                heads.add(head.toString());
                isKept = behaviour.answer(socket.getOutputStream(), requests.incrementAndGet());
            }
        } catch (IOException | InterruptedException e) {
            // The client is done, or this server is.
        } finally {
            open.remove(socket);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        dropConnections();
        try {
            // The port is free when nobody waits for a connection to it any more.
            acceptor.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
