package io.kubia.dns.answer;

import java.util.random.RandomGenerator;

/** What server cookies are made with (RFC 9018): 128 bits that nobody else knows. Never printed. */
public final class CookieSecret {
    private final long first;
    private final long second;

    /** From the first and the last eight bytes of the secret, little-endian as SipHash takes its key. */
    public CookieSecret(long first, long second) {
        this.first = first;
        this.second = second;
    }

    /** A new one: give it a {@code SecureRandom}. */
    public static CookieSecret random(RandomGenerator random) {
        return new CookieSecret(random.nextLong(), random.nextLong());
    }

    long first() {
        return first;
    }

    long second() {
        return second;
    }

    @Override
    public String toString() {
        return "CookieSecret";
    }
}
