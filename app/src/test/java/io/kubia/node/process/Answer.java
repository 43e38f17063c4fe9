package io.kubia.node.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One HTTP answer as it stood on the wire; header names in lower case.
 *
 * @param latin1 the body, each character a byte
 */
record Answer(String version, int status, List<Header> headers, String latin1) {
    record Header(String name, String value) {}

    Optional<String> header(String name) {
        return headers.stream()
                .filter(header -> header.name().equals(name.toLowerCase(Locale.ROOT)))
                .map(Header::value)
                .findFirst();
    }

    byte[] body() {
        return latin1.getBytes(ISO_8859_1);
    }

    String text() {
        return new String(body(), UTF_8);
    }

    OptionalLong sequence() {
        return header("kubia-sequence").stream().mapToLong(Long::parseLong).findFirst();
    }

    boolean closes() {
        return header("connection")
                        .filter(value -> value.equalsIgnoreCase("close"))
                        .isPresent()
                || (version.equals("HTTP/1.0")
                        && header("connection")
                                .filter(value -> value.equalsIgnoreCase("keep-alive"))
                                .isEmpty());
    }

    @Override
    public String toString() {
        String shown = text();
        return "%s %d %s %s".formatted(version, status, headers, shown.substring(0, Math.min(200, shown.length())));
    }
}
