package io.kubia.controller.proxy.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.LinkedBlockingQueue;

/** A pod that does with each connection what it is told to; remembers how they ended. */
final class StreamPod implements AutoCloseable {
    private final ServerSocket listening;
    private final Script script;
    final LinkedBlockingQueue<String> ends = new LinkedBlockingQueue<>();

    /** What a pod does with a connection. */
    @FunctionalInterface
    interface Script {
        void run(InputStream in, OutputStream out) throws IOException;
    }

    private StreamPod(ServerSocket listening, Script script) {
        this.listening = listening;
        this.script = script;
        Thread.ofVirtual().start(this::accept);
    }

    /** One at an address of its own; the port is 0 for any that is free. */
    static StreamPod start(String address, int port, Script script) throws IOException {
        return new StreamPod(new ServerSocket(port, 50, InetAddress.ofLiteral(address)), script);
    }

    /** One that says its name, then repeats all that it hears, and says "end" at the end. */
    static StreamPod echo(String name, String address, int port) throws IOException {
        return start(address, port, (in, out) -> {
            out.write((name + "\n").getBytes(UTF_8));
            byte[] piece = new byte[64 * 1024];
            for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                out.write(piece, 0, n);
            }
            out.write("end".getBytes(UTF_8));
        });
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
            script.run(connection.getInputStream(), connection.getOutputStream());
            ends.add("done");
        } catch (IOException e) {
            ends.add("broken");
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
