package io.kubia.node.peers;

import io.kubia.node.peers.Discovery.Failure;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What the directory knows, and when it should ask again. Immutable and pure; nanoseconds are those of a clock that
 * never jumps, instants are for people.
 *
 * <table>
 * <caption>What a read does</caption>
 * <tr><th>known</th><th>and</th><th>the read</th></tr>
 * <tr><td>peers</td><td>fresh, none suspected</td><td>uses them</td></tr>
 * <tr><td>peers</td><td>fresh, one suspected, the floor has not passed</td><td>uses them</td></tr>
 * <tr><td>peers</td><td>one suspected and the floor has passed, or expired</td><td>looks up first</td></tr>
 * <tr><td>peers, stale</td><td>the floor has passed since the last failure</td><td>uses them; looks up beside</td></tr>
 * <tr><td>peers, stale</td><td>the ceiling has passed since the last failure</td><td>looks up first</td></tr>
 * <tr><td>nothing</td><td>the floor has passed since the last failure, or none yet</td><td>looks up first</td></tr>
 * <tr><td>nothing</td><td>otherwise</td><td>fails for the same reason</td></tr>
 * </table>
 *
 * @param discovery what is known
 * @param ended when the last look-up ended, in nanoseconds
 * @param expires when to ask again at the latest, in nanoseconds
 * @param isSuspect whether a peer could not be connected to, so that its address may have changed
 */
record DirectoryState(Discovery discovery, long ended, long expires, boolean isSuspect) {

    /** What a read needs before it can go on. */
    enum Need {
        NOTHING,
        /** A look-up, which the read need not wait for. */
        LOOKUP_BESIDE,
        /** A look-up that the read waits for. */
        LOOKUP_FIRST
    }

    /** Nobody has been asked yet. */
    static DirectoryState initial(String service, long now) {
        return new DirectoryState(new Discovery.Unknown(service, null), now, now, false);
    }

    Need need(long now, PeersConfig config) {
        if (now - expires < 0 && !(isSuspect && now - ended >= config.minTtl().toNanos())) {
            return Need.NOTHING;
        }
        // To wait for servers that have just failed would slow every read down for as long as they do; but when
        // nobody has asked for long, the peers of long ago deserve a try first.
        boolean failedLately = now - ended < config.maxTtl().toNanos();
        return discovery instanceof Discovery.Known known && known.stale() != null && failedLately
                ? Need.LOOKUP_BESIDE
                : Need.LOOKUP_FIRST;
    }

    /** A peer could not be connected to: perhaps it has another address by now. */
    DirectoryState suspect() {
        // A failed look-up will be repeated soon in any case.
        return discovery instanceof Discovery.Known known && known.stale() == null
                ? new DirectoryState(discovery, ended, expires, true)
                : this;
    }

    /**
     * These are the peers. Nothing is believed for longer than the floor: a server's word that a service has no pods
     * is outdated by the first of them, which is the very one that asks.
     */
    DirectoryState found(
            List<Peer> peers, InetSocketAddress server, long ttlSeconds, long now, Instant time, PeersConfig config) {
        var ttl = peers.isEmpty() ? config.minTtl() : within(ttlSeconds, config);
        var known = new Discovery.Known(discovery.service(), peers, time, server, time.plus(ttl), null);
        return new DirectoryState(known, now, now + ttl.toNanos(), false);
    }

    /** There are none, as there is no such name. */
    DirectoryState noSuchName(String reason, long now, Instant time, PeersConfig config) {
        var unknown = new Discovery.Unknown(discovery.service(), new Failure(reason, time));
        return new DirectoryState(unknown, now, now + config.minTtl().toNanos(), false);
    }

    /** Nobody could say: what was known stays. */
    DirectoryState failed(String reason, long now, Instant time, PeersConfig config) {
        var failure = new Failure(reason, time);
        var kept = switch (discovery) {
            case Discovery.Unknown unknown -> new Discovery.Unknown(unknown.service(), failure);
            case Discovery.Known k ->
                new Discovery.Known(k.service(), k.peers(), k.learned(), k.server(), k.freshUntil(), failure);
        };
        return new DirectoryState(kept, now, now + config.minTtl().toNanos(), false);
    }

    private static Duration within(long ttlSeconds, PeersConfig config) {
        long seconds = Math.min(ttlSeconds, config.maxTtl().toSeconds() + 1);
        var ttl = Duration.ofSeconds(seconds);
        if (ttl.compareTo(config.minTtl()) < 0) {
            return config.minTtl();
        }
        return ttl.compareTo(config.maxTtl()) > 0 ? config.maxTtl() : ttl;
    }
}
