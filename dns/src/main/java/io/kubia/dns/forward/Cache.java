package io.kubia.dns.forward;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * What other servers said, for as long as it may be believed, each time with the time that is left. The one that was
 * asked for least recently goes first. Used on one thread.
 */
final class Cache {
    private static final int[] SECTIONS = {Section.ANSWER, Section.AUTHORITY, Section.ADDITIONAL};

    private final ForwardConfig config;
    private final LinkedHashMap<Question, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    Cache(ForwardConfig config) {
        this.config = config;
    }

    /** As in a packet, which is smaller than objects, and a copy of which is easily given other TTLs. */
    private static final class Entry {
        private final byte[] message;
        private final long storedAt;
        private final long expiresAt;

        Entry(byte[] message, long storedAt, long expiresAt) {
            this.message = message;
            this.storedAt = storedAt;
            this.expiresAt = expiresAt;
        }
    }

    int size() {
        return entries.size();
    }

    long bytes() {
        return bytes;
    }

    Optional<Message> get(Question question, long nowMillis) {
        var entry = entries.get(question);
        if (entry == null) {
            return Optional.empty();
        }
        if (nowMillis >= entry.expiresAt) {
            remove(question);
            return Optional.empty();
        }
        var message = entry.message.clone();
        age(message, (nowMillis - entry.storedAt) / 1000);
        try {
            return Optional.of(new Message(message));
        } catch (IOException e) {
            throw new IllegalStateException("cache: " + question + " (expected: what was read before)", e);
        }
    }

    /** Keeps an answer, if it may be kept at all. */
    void put(Question question, Message answer, long nowMillis) {
        long ttl = ttl(answer).toMillis();
        var message = answer.toWire();
        if (ttl <= 0 || message.length > config.maxCachedBytes()) {
            return;
        }
        remove(question);
        entries.put(question, new Entry(message, nowMillis, nowMillis + ttl));
        bytes += message.length;
        while (entries.size() > config.maxCached() || bytes > config.maxCachedBytes()) {
            remove(entries.firstEntry().getKey());
        }
    }

    private void remove(Question question) {
        var entry = entries.remove(question);
        bytes -= entry == null ? 0 : entry.message.length;
    }

    /** How long all of it may be believed: the shortest of its records' times, or RFC 2308's for what is not there. */
    private Duration ttl(Message answer) {
        int rcode = answer.getRcode();
        if (answer.getHeader().getFlag(Flags.TC) || (rcode != Rcode.NOERROR && rcode != Rcode.NXDOMAIN)) {
            return Duration.ZERO;
        }
        boolean isNegative = rcode == Rcode.NXDOMAIN
                || answer.getSection(Section.ANSWER).stream()
                        .noneMatch(record ->
                                record.getType() == answer.getQuestion().getType()
                                        || answer.getQuestion().getType() == Type.ANY);
        var max = isNegative ? config.maxNegativeTtl() : config.maxTtl();
        long seconds = isNegative ? negativeTtl(answer) : Long.MAX_VALUE;
        for (int section : SECTIONS) {
            for (var record : answer.getSection(section)) {
                if (record.getType() != Type.OPT) {
                    seconds = Math.min(seconds, record.getTTL());
                }
            }
        }
        return Duration.ofSeconds(Math.min(seconds, max.toSeconds()));
    }

    /** Section 5: without an SOA record it must not be kept. */
    private static long negativeTtl(Message answer) {
        return answer.getSection(Section.AUTHORITY).stream()
                .filter(SOARecord.class::isInstance)
                .mapToLong(soa -> ((SOARecord) soa).getMinimum())
                .min()
                .orElse(0);
    }

    /** Lessens the TTLs of all records but OPT, whose field is none. */
    private static void age(byte[] message, long seconds) {
        var in = ByteBuffer.wrap(message);
        int records = in.getShort(6) + in.getShort(8) + in.getShort(10);
        in.position(12);
        for (int i = in.getShort(4); i > 0; i--) {
            skipName(in);
            in.position(in.position() + 4);
        }
        for (int i = 0; i < records; i++) {
            skipName(in);
            int type = in.getShort() & 0xFFFF;
            int ttlAt = in.position() + 2;
            if (type != Type.OPT) {
                in.putInt(ttlAt, (int) Math.max(0, (in.getInt(ttlAt) & 0xFFFF_FFFFL) - seconds));
            }
            int dataLength = in.getShort(ttlAt + 4) & 0xFFFF;
            in.position(ttlAt + 6 + dataLength);
        }
    }

    private static void skipName(ByteBuffer in) {
        for (int length = in.get(); length != 0; length = in.get()) {
            if (length < 0) {
                // A pointer, of two bytes.
                in.get();
                return;
            }
            in.position(in.position() + length);
        }
    }
}
