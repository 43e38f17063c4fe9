package io.kubia.dns.answer;

import java.net.InetAddress;

/**
 * Makes server cookies as RFC 9018 wants them, so that several servers with one secret understand each other. They are
 * never asked for: a client that brings none, or an old one, is answered like any other, and only gets to know that the
 * answer comes from whom it asked.
 */
final class ServerCookies {
    /** The client's part. */
    static final int CLIENT_LENGTH = 8;

    /** The server's part: version, three reserved bytes, the time, and the hash. */
    static final int SERVER_LENGTH = 16;

    private static final byte VERSION = 1;

    private final CookieSecret secret;
    private final SipHash hash = new SipHash();

    ServerCookies(CookieSecret secret) {
        this.secret = secret;
    }

    /**
     * Puts the server's part behind the client's.
     *
     * @param message where the client's part stands at {@code at}
     * @param seconds since 1970
     */
    void write(byte[] message, int at, long seconds, InetAddress client) {
        int server = at + CLIENT_LENGTH;
        Bytes.put32(message, server, VERSION << 24);
        Bytes.put32(message, server + 4, (int) seconds);
        hash.begin(secret.first(), secret.second());
        hash.add(Bytes.getLittle64(message, at));
        hash.add(Bytes.getLittle64(message, server));
        var address = client.getAddress();
        long value;
        if (address.length == 4) {
            value = hash.end(Bytes.getLittle32(address, 0), 4);
        } else {
            hash.add(Bytes.getLittle64(address, 0));
            hash.add(Bytes.getLittle64(address, 8));
            value = hash.end(0, 0);
        }
        Bytes.putLittle64(message, server + 8, value);
    }
}
