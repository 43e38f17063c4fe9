package io.kubia.controller.kubelet.probe;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A GET over a plain socket, of which only the status is looked at. No client library: it would cost start-up time and
 * memory for one line of text. See docs/decisions/0014.
 */
final class HttpCheck {
    private static final int MAX_STATUS_LINE = 1024;
    private static final int MAX_DRAINED = 10 * 1024;

    private HttpCheck() {}

    static ProbeResult ask(Check.Http http, String address, Duration timeout) {
        var host = http.host().isEmpty() ? address : http.host();
        long end = System.nanoTime() + timeout.toNanos();
        var plain = new Socket();
        try (plain) {
            plain.connect(new InetSocketAddress(host, http.port()), millis(end));
            plain.setTcpNoDelay(true);
            plain.setSoTimeout(millis(end));
            try (var socket = http.scheme().equals("HTTPS") ? TlsSockets.over(plain, host, http.port()) : plain) {
                socket.getOutputStream().write(request(http, host));
                socket.getOutputStream().flush();
                return verdict(statusLine(socket, end));
            }
        } catch (SocketTimeoutException e) {
            return ProbeResult.failure("Get \"" + url(http, host)
                    + "\": context deadline exceeded (Client.Timeout exceeded while awaiting headers)");
        } catch (IOException e) {
            var where = plain.isConnected() ? "" : "dial tcp " + host + ":" + http.port() + ": ";
            return ProbeResult.failure("Get \"" + url(http, host) + "\": " + where + Refusals.words(e));
        }
    }

    private static String url(Check.Http http, String host) {
        return (http.scheme().equals("HTTPS") ? "https://" : "http://") + host + ":" + http.port() + http.path();
    }

    private static byte[] request(Check.Http http, String host) {
        var text = new StringBuilder("GET ").append(http.path()).append(" HTTP/1.1\r\n");
        if (!hasHeader(http, "Host")) {
            text.append("Host: ").append(host).append(':').append(http.port()).append("\r\n");
        }
        if (!hasHeader(http, "User-Agent")) {
            text.append("User-Agent: kube-probe/1.33\r\n");
        }
        if (!hasHeader(http, "Accept")) {
            text.append("Accept: */*\r\n");
        }
        http.headers()
                .forEach((name, value) -> text.append(name)
                        .append(": ")
                        .append(value.replace('\r', ' ').replace('\n', ' '))
                        .append("\r\n"));
        return text.append("Connection: close\r\n\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static boolean hasHeader(Check.Http http, String name) {
        return http.headers().keySet().stream().anyMatch(name::equalsIgnoreCase);
    }

    /** Reads up to the end of the first line, and what else is there already, so that closing does not reset. */
    private static String statusLine(Socket socket, long end) throws IOException {
        var in = socket.getInputStream();
        var line = new StringBuilder();
        while (line.length() < MAX_STATUS_LINE) {
            socket.setSoTimeout(millis(end));
            int read = in.read();
            if (read < 0) {
                throw new IOException("EOF");
            }
            if (read == '\n') {
                drain(in);
                return line.toString().strip();
            }
            line.append((char) read);
        }
        throw new IOException("malformed HTTP response");
    }

    private static void drain(InputStream in) throws IOException {
        int available = in.available();
        if (available > 0) {
            in.readNBytes(Math.min(available, MAX_DRAINED));
        }
    }

    private static ProbeResult verdict(String statusLine) {
        var words = statusLine.split(" ", 3);
        if (words.length < 2 || !words[0].startsWith("HTTP/") || !isStatus(words[1])) {
            return ProbeResult.failure("malformed HTTP response \"" + statusLine + "\"");
        }
        int status = Integer.parseInt(words[1]);
        return status >= 200 && status < 400
                ? ProbeResult.SUCCESS
                : ProbeResult.failure("HTTP probe failed with statuscode: " + status);
    }

    private static boolean isStatus(String word) {
        return word.length() == 3 && word.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static int millis(long end) throws SocketTimeoutException {
        long left = (end - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
            throw new SocketTimeoutException("no time is left");
        }
        return (int) Math.min(left, Integer.MAX_VALUE);
    }
}
