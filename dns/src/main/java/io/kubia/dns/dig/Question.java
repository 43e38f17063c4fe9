package io.kubia.dns.dig;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.xbill.DNS.CookieOption;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/**
 * What is asked, and how.
 *
 * @param text the name as it was typed
 * @param udpPayload how long an answer by UDP may be; without it there is no EDNS
 * @param ignoresTruncation whether an answer that was cut is taken as it is, and not asked for by TCP
 * @param timeout of one try
 */
record Question(
        String text,
        Name name,
        int type,
        int dnsClass,
        boolean isTcp,
        Optional<Integer> udpPayload,
        boolean wantsRecursion,
        boolean wantsDnssec,
        boolean sendsCookie,
        boolean ignoresTruncation,
        Duration timeout,
        int tries) {
    private static final int COOKIE = 8;
    private static final int IDS = 1 << 16;

    /** The message; {@code random} makes its id and its cookie. */
    Message message(RandomGenerator random) {
        var message = new Message(random.nextInt(IDS));
        if (wantsRecursion) {
            message.getHeader().setFlag(Flags.RD);
        }
        // As dig does: that we know what the flag means in an answer (RFC 6840, section 5.7).
        message.getHeader().setFlag(Flags.AD);
        message.addRecord(Record.newRecord(name, type, dnsClass), Section.QUESTION);
        udpPayload.ifPresent(size -> message.addRecord(options(size, random), Section.ADDITIONAL));
        return message;
    }

    private OPTRecord options(int size, RandomGenerator random) {
        int flags = wantsDnssec ? ExtendedFlags.DO : 0;
        if (!sendsCookie) {
            return new OPTRecord(size, 0, 0, flags);
        }
        var cookie = new byte[COOKIE];
        random.nextBytes(cookie);
        return new OPTRecord(size, 0, 0, flags, new CookieOption(cookie));
    }
}
