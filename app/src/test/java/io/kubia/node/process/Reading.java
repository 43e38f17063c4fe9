package io.kubia.node.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.OptionalLong;

/**
 * What a GET /data said: which data (by its digest), and its sequence if it told one.
 *
 * @param data a digest, or {@link #NONE}
 * @param etag as it stood in the answer, empty if there was none
 */
record Reading(String data, OptionalLong sequence, String etag) {
    static final String NONE = "none";
    private static final byte[] NO_DATA = "No data posted yet".getBytes(UTF_8);

    static Reading of(Answer answer) {
        assertThat(answer.status()).as("GET /data: %s", answer).isEqualTo(200);
        String data = Arrays.equals(answer.body(), NO_DATA) ? NONE : digest(answer.body());
        return new Reading(data, answer.sequence(), answer.header("etag").orElse(""));
    }

    static String digest(byte[] data) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(data));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
