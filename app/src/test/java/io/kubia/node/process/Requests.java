package io.kubia.node.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** Requests that are right, of every kind there is, and what must come back. */
final class Requests {
    static final int MAX_BODY = 64 * 1024;

    private static final List<String> TARGETS =
            List.of("/data", "/data?x=%20y", "http://kubia/data", "/healthz", "/readyz", "/peers");

    /**
     * One request.
     *
     * @param latin1 its bytes, each character one of them
     * @param statuses of which the answer has one
     * @param head whether the answer has no body
     * @param readsData whether a 200 carries the stored data
     */
    record Request(String latin1, Set<Integer> statuses, boolean head, boolean readsData) {}

    private Requests() {}

    static Request next(SplittableRandom random) {
        return switch (random.nextInt(16)) {
            case 0, 1, 2 -> post(random, "POST");
            case 3 -> post(random, "PUT");
            case 4, 5 -> chunkedPost(random);
            case 6 -> new Request(Wire.head("DELETE", "/data") + "\r\n", Set.of(200), false, false);
            case 7 -> new Request(Wire.head("GET", "/") + "\r\n", Set.of(200), false, false);
            case 8 -> new Request(Wire.head("HEAD", "/data") + "\r\n", Set.of(200), true, false);
            case 9 -> new Request(Wire.head("OPTIONS", "/data") + "\r\n", Set.of(200, 204), false, false);
            case 10 ->
                new Request(Wire.head("GET", "/nowhere/" + random.nextInt()) + "\r\n", Set.of(404), false, false);
            case 11 -> new Request(Wire.head("PATCH", "/") + "\r\n", Set.of(405), false, false);
            case 12 ->
                new Request(
                        Wire.head("GET", "/data", "If-None-Match: \"no-%d\"".formatted(random.nextInt())) + "\r\n",
                        Set.of(200),
                        false,
                        true);
            case 13 ->
                new Request(
                        Wire.head("POST", "/", "If-Match: \"no-%d\"".formatted(random.nextInt()), "Content-Length: 3")
                                + "\r\nold",
                        Set.of(412),
                        false,
                        false);
            default -> get(random);
        };
    }

    private static Request get(SplittableRandom random) {
        var target = TARGETS.get(random.nextInt(TARGETS.size()));
        return new Request(Wire.head("GET", target) + "\r\n", Set.of(200), false, target.contains("/data"));
    }

    private static Request post(SplittableRandom random, String method) {
        var body = value(random);
        return new Request(
                Wire.head(method, "/", "Content-Length: " + body.length()) + "\r\n" + body, Set.of(200), false, false);
    }

    private static Request chunkedPost(SplittableRandom random) {
        var body = value(random);
        var chunks = new StringBuilder();
        for (int at = 0; at < body.length(); ) {
            int size = random.nextInt(1, body.length() - at + 1);
            chunks.append(Integer.toHexString(size))
                    .append(random.nextInt(4) == 0 ? ";a=\"b\"" : "")
                    .append("\r\n");
            chunks.append(body, at, at + size).append("\r\n");
            at += size;
        }
        var trailer = random.nextInt(4) == 0 ? "Trailer: there\r\n" : "";
        return new Request(
                Wire.head("POST", "/", "Transfer-Encoding: chunked") + "\r\n" + chunks + "0\r\n" + trailer + "\r\n",
                Set.of(200),
                false,
                false);
    }

    /** Data that says itself whether it is whole: random letters, and a digest of them at the end. */
    static String value(SplittableRandom random) {
        int size = random.nextInt(16) == 0 ? random.nextInt(MAX_BODY - 100) : random.nextInt(200);
        var letters = new StringBuilder(size + 64);
        for (int i = 0; i < size; i++) {
            letters.append((char) ('a' + random.nextInt(26)));
        }
        return letters.append(Reading.digest(letters.toString().getBytes(ISO_8859_1)))
                .toString();
    }

    static boolean isWhole(String value) {
        int end = value.length() - 64;
        return end >= 0
                && Reading.digest(value.substring(0, end).getBytes(ISO_8859_1)).equals(value.substring(end));
    }
}
