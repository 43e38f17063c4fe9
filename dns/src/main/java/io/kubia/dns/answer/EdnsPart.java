package io.kubia.dns.answer;

import io.kubia.dns.zone.RecordType;
import java.net.InetAddress;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** The OPT record of an answer: there is one when there was one in the request (RFC 6891, section 6.1.1). */
final class EdnsPart {
    private static final int LENGTH = 11;
    private static final int COOKIE_OPTION = 10;
    private static final int COOKIE = ServerCookies.CLIENT_LENGTH + ServerCookies.SERVER_LENGTH;
    private static final int DNSSEC_OK = 0x8000;

    private final int udpSize;
    private final InstantSource clock;
    private final @Nullable ServerCookies cookies;

    EdnsPart(AnswerConfig config, InstantSource clock) {
        this.udpSize = config.maxUdpPayload();
        this.clock = clock;
        this.cookies = config.cookies().map(ServerCookies::new).orElse(null);
    }

    /** How many bytes it will have in the answer to a query. */
    int length(Query query) {
        if (!query.hasEdns()) {
            return 0;
        }
        return hasCookie(query) ? LENGTH + 4 + COOKIE : LENGTH;
    }

    /** Writes it, if there is to be one, and returns where it ends. */
    int write(Query query, int rcode, InetAddress client, byte[] message, int at) {
        if (!query.hasEdns()) {
            return at;
        }
        message[at] = 0;
        Bytes.put16(message, at + 1, RecordType.OPT);
        Bytes.put16(message, at + 3, udpSize);
        message[at + 5] = (byte) (rcode >>> 4);
        message[at + 6] = 0;
        Bytes.put16(message, at + 7, query.isDnssecOk() ? DNSSEC_OK : 0);
        Bytes.put16(message, at + 9, hasCookie(query) ? 4 + COOKIE : 0);
        int end = at + LENGTH;
        if (cookies != null && query.hasCookie()) {
            Bytes.put16(message, end, COOKIE_OPTION);
            Bytes.put16(message, end + 2, COOKIE);
            Bytes.putLittle64(message, end + 4, query.clientCookie());
            cookies.write(message, end + 4, clock.millis() / 1000, client);
            end += 4 + COOKIE;
        }
        return end;
    }

    private boolean hasCookie(Query query) {
        return cookies != null && query.hasCookie();
    }
}
