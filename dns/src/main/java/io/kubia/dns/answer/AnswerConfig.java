package io.kubia.dns.answer;

import java.util.Optional;

/**
 * How questions are answered.
 *
 * @param maxUdpPayload bytes that an answer over UDP has at most, whatever the client would take
 * @param version what {@code version.bind} says; without it that is refused
 * @param cookies the secret that makes server cookies (RFC 7873); without one, clients get none
 * @param rotates whether each answer with several addresses begins with the next one of them, so that clients that take
 *     the first spread over all (CoreDNS' {@code loadbalance})
 */
public record AnswerConfig(
        int maxUdpPayload, Optional<String> version, Optional<CookieSecret> cookies, boolean rotates) {
    /** What passes every network unfragmented (DNS flag day 2020). */
    public static final int SAFE_UDP_PAYLOAD = 1232;

    /** What every client takes, and what one without EDNS gets at most (RFC 1035, section 4.2.1). */
    static final int MIN_UDP_PAYLOAD = 512;

    static final int MAX_UDP_PAYLOAD = 4096;

    /** Of one string in a TXT record. */
    private static final int MAX_VERSION = 255;

    public AnswerConfig {
        if (maxUdpPayload < MIN_UDP_PAYLOAD || maxUdpPayload > MAX_UDP_PAYLOAD) {
            throw new IllegalArgumentException("maxUdpPayload: %d (expected: %d to %d)"
                    .formatted(maxUdpPayload, MIN_UDP_PAYLOAD, MAX_UDP_PAYLOAD));
        }
        version.ifPresent(text -> {
            if (text.length() > MAX_VERSION || text.chars().anyMatch(c -> c < ' ' || c > '~')) {
                throw new IllegalArgumentException(
                        "version: " + text.length() + " characters (expected: at most 255, printable ASCII)");
            }
        });
    }

    /** Without cookies, as their secret must come from somewhere. */
    public static AnswerConfig defaults() {
        return new AnswerConfig(SAFE_UDP_PAYLOAD, Optional.empty(), Optional.empty(), true);
    }
}
