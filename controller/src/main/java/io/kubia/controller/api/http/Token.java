package io.kubia.controller.api.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** What a client must know. Keeps a digest alone, prints nothing of it, and takes the same time for every wrong guess. */
public final class Token {
    private static final int MIN_LENGTH = 16;

    private final byte[] digest;

    private Token(byte[] digest) {
        this.digest = digest;
    }

    /** One of these characters, which must be too many to be guessed. */
    public static Token of(String secret) {
        if (secret.length() < MIN_LENGTH || !secret.equals(secret.strip())) {
            throw new IllegalArgumentException("token: " + secret.length() + " characters (expected: " + MIN_LENGTH
                    + " or more, no space around)");
        }
        return new Token(digest(secret));
    }

    boolean is(String shown) {
        return MessageDigest.isEqual(digest, digest(shown));
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256: every Java has it", e);
        }
    }

    @Override
    public String toString() {
        return "(hidden)";
    }
}
