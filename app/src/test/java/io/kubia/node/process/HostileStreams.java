package io.kubia.node.process;

import java.util.List;
import java.util.SplittableRandom;

/** Byte streams that are wrong: right requests, mutated a few times over, and some that never were requests. */
final class HostileStreams {
    /** Lines that have broken parsers before, put in after a line of the request or in its place. */
    private static final List<String> LINES = List.of(
            "Content-Length: 5",
            "Content-Length: -1",
            "Content-Length: 99999999999999999999",
            "Content-Length: 9223372036854775807",
            "Content-Length: 1e3",
            "Content-Length : 3",
            "Transfer-Encoding: chunked",
            "Transfer-Encoding: chunked, gzip",
            "Transfer-Encoding:\u000bchunked",
            "Transfer-Encoding: identity",
            "Expect: 100-continue",
            "Expect: 200-ok",
            "Connection: close, keep-alive, upgrade",
            "Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA",
            "Host: b",
            "Host: b:99999999",
            "Host: [::1",
            " folded: line",
            "\tfolded",
            ": no name",
            "no colon",
            "X\0Y: z",
            "Accept: application/json;q=\"",
            "Accept: */*;q=2, ;;;, text/html;level=1",
            "Accept: application/json",
            "Content-Type: " + "text/".repeat(200),
            "Content-Type: \u00e9\u00ff",
            "If-None-Match: " + "\"a\", ".repeat(500),
            "If-None-Match: W/\"",
            "If-Match: \"",
            "If-Match: *, *",
            "Range: bytes=0-18446744073709551615",
            "Content-Encoding: gzip",
            "ffffffff",
            "7fffffffffffffff",
            "-1",
            "0;" + "x".repeat(5000),
            "X: " + "y".repeat(20_000),
            "X: y\r\n".repeat(2000) + "X: y",
            "POST / HTTP/1.1",
            "GET / HTTP/1.0",
            "GET /data HTTP/9.9",
            "GET /data HTTP/1.1.1",
            "GET /%00%ff%zz%2e%2e%2f HTTP/1.1",
            "GET /../../etc/passwd HTTP/1.1",
            "GET http://[::1 HTTP/1.1",
            "GET //// HTTP/1.1",
            "GET /data?" + "&".repeat(3000) + " HTTP/1.1",
            "GET /" + "a".repeat(20_000) + " HTTP/1.1",
            "GET * HTTP/1.1",
            "OPTIONS * HTTP/1.1",
            "CONNECT a:1 HTTP/1.1",
            "PRI * HTTP/2.0");

    private static final String SHARP = "\r\n\0\u0001\u007f\u0080\u00ff \t:;,\"%\\/0123456789aAfF-+";

    private final SplittableRandom random;

    HostileStreams(SplittableRandom random) {
        this.random = random;
    }

    /** One stream, each character a byte. */
    String next() {
        if (random.nextInt(20) == 0) {
            return garbage(random.nextInt(1, 2000));
        }
        var stream = new StringBuilder();
        for (int i = random.nextInt(1, 5); i > 0; i--) {
            stream.append(aRequest());
        }
        for (int i = random.nextInt(1, 5); i > 0 && !stream.isEmpty(); i--) {
            mutate(stream);
        }
        return stream.toString();
    }

    /** Without those to HEAD, whose answers nobody could tell apart who does not know what was understood. */
    private String aRequest() {
        var request = Requests.next(random);
        while (request.head()) {
            request = Requests.next(random);
        }
        return request.latin1();
    }

    private void mutate(StringBuilder stream) {
        int at = random.nextInt(stream.length());
        int end = Math.min(stream.length(), at + random.nextInt(1, 40));
        switch (random.nextInt(11)) {
            case 0 -> stream.setLength(at);
            case 1 -> stream.setCharAt(at, (char) (stream.charAt(at) ^ 1 << random.nextInt(8)));
            case 2 -> stream.insert(at, SHARP.charAt(random.nextInt(SHARP.length())));
            case 3 -> stream.setCharAt(at, SHARP.charAt(random.nextInt(SHARP.length())));
            case 4 -> stream.delete(at, end);
            case 5 -> stream.insert(at, stream.substring(at, end));
            case 6, 7 -> stream.insert(lineAfter(stream, at), aLine() + "\r\n");
            case 8 -> replaceLine(stream, at);
            case 9 -> breakLineEnd(stream, at);
            default -> stream.insert(at, garbage(random.nextInt(1, 30)));
        }
    }

    private String aLine() {
        return LINES.get(random.nextInt(LINES.size()));
    }

    private void replaceLine(StringBuilder stream, int at) {
        int begin = lineAfter(stream, at);
        int end = stream.indexOf("\r\n", begin);
        if (end > begin) {
            stream.replace(begin, end, aLine());
        }
    }

    private void breakLineEnd(StringBuilder stream, int at) {
        int end = stream.indexOf("\r\n", at);
        if (end >= 0) {
            stream.deleteCharAt(random.nextBoolean() ? end : end + 1);
        }
    }

    private static int lineAfter(StringBuilder stream, int at) {
        int end = stream.lastIndexOf("\r\n", at);
        return end < 0 ? 0 : end + 2;
    }

    private String garbage(int length) {
        var bytes = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            bytes.append((char) random.nextInt(256));
        }
        return bytes.toString();
    }
}
