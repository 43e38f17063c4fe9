package io.kubia.node.peers;

import io.kubia.node.peers.PeerLookup.Result;
import io.kubia.role.metrics.Metrics;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Ticker;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who the peers are. Asks DNS when a read needs it and never otherwise; however many reads need it, one look-up is
 * under way at most.
 *
 * <p>Used on one event loop; {@link #known} may be called by any thread.
 */
public final class SrvDirectory {
    private static final Logger LOG = LoggerFactory.getLogger(SrvDirectory.class);

    /** Enough to see what is wrong with a zone; a zone that invents new names must not fill the memory or the log. */
    private static final int MAX_REMEMBERED_NAMES = 1_000;

    private final EventLoop loop;
    private final Transport transport;
    private final PeersConfig config;
    private final DnsServers servers;
    private final PeersMetrics metrics;
    private final Ticker ticker;
    private final InstantSource clock;

    private final List<Consumer<Discovery>> waiting = new ArrayList<>();
    private final Set<String> unusableNames = new HashSet<>();
    private volatile DirectoryState state;
    private @Nullable PeerLookup lookup;
    private boolean hadTooMany;
    private boolean closed;

    /** Makes no socket, and asks nobody; {@code loop} is one of the transport's. */
    public SrvDirectory(
            EventLoop loop,
            Transport transport,
            PeersConfig config,
            Metrics metrics,
            Ticker ticker,
            InstantSource clock) {
        this.loop = loop;
        this.transport = transport;
        this.config = config;
        this.servers = new DnsServers(config.dnsServers());
        this.ticker = ticker;
        this.clock = clock;
        this.state = DirectoryState.initial(config.service(), ticker.nanoTime());
        this.metrics = new PeersMetrics(metrics, this::known);
    }

    /** What is known now, without asking anybody. */
    public Discovery known() {
        return state.discovery();
    }

    /** Gives the peers to {@code consumer}: at once, or after a look-up when what is known will not do. */
    public void peers(Consumer<Discovery> consumer) {
        switch (state.need(ticker.nanoTime(), config)) {
            case NOTHING -> consumer.accept(state.discovery());
            case LOOKUP_BESIDE -> {
                lookUp();
                consumer.accept(state.discovery());
            }
            case LOOKUP_FIRST -> {
                waiting.add(consumer);
                lookUp();
            }
        }
    }

    /** A peer could not be connected to. */
    public void suspect() {
        state = state.suspect();
    }

    /** Nobody who still waits is told anything. */
    public void close() {
        closed = true;
        waiting.clear();
        if (lookup != null) {
            lookup.abandon();
        }
    }

    private void lookUp() {
        if (lookup != null || closed) {
            return;
        }
        lookup = new PeerLookup(loop, transport, servers.current(), config, lastGood(), this::lookedUp);
        lookup.start();
    }

    private Map<String, Peer> lastGood() {
        return state.discovery() instanceof Discovery.Known known
                ? known.peers().stream()
                        .filter(peer -> !peer.addresses().isEmpty())
                        .collect(Collectors.toMap(Peer::name, Function.identity(), (one, _) -> one))
                : Map.of();
    }

    private void lookedUp(Result result) {
        lookup = null;
        var before = state;
        long now = ticker.nanoTime();
        var time = clock.instant();
        state = switch (result) {
            case Result.Found found -> {
                warnAbout(found);
                yield before.found(found.peers(), found.server(), found.ttl(), now, time, config);
            }
            case Result.NoSuchName(var reason) -> before.noSuchName(reason, now, time, config);
            case Result.Failed(var reason) -> {
                servers.refresh();
                yield before.failed(reason, now, time, config);
            }
        };
        metrics.lookedUp(result);
        tell(before.discovery(), state.discovery());
        var served = List.copyOf(waiting);
        waiting.clear();
        served.forEach(consumer -> consumer.accept(state.discovery()));
    }

    /** Once for each name, and once for each time that there come to be too many. */
    private void warnAbout(Result.Found found) {
        for (var name : found.unusable()) {
            if (unusableNames.size() < MAX_REMEMBERED_NAMES && unusableNames.add(name)) {
                LOG.warn("An SRV record of {} names {}, which is no host name: left out.", config.service(), name);
            }
        }
        boolean hasTooMany = found.leftOut() > 0 || found.isTruncated();
        if (hasTooMany && !hadTooMany) {
            LOG.warn(
                    "{} has more peers than can be read: {} are, at most {} may be{}.",
                    config.service(),
                    found.peers().size(),
                    config.maxPeers(),
                    found.isTruncated() ? ", and not all fit in a DNS answer" : "");
        }
        hadTooMany = hasTooMany;
    }

    private void tell(Discovery before, Discovery after) {
        switch (after) {
            case Discovery.Unknown(var service, var failure) -> {
                if (failure != null && !Objects.equals(reason(before), failure.reason())) {
                    LOG.warn("Could not look up the peers of {}: {}", service, failure.reason());
                }
            }
            case Discovery.Known known
            when known.stale() != null -> {
                if (reason(before) == null) {
                    LOG.warn(
                            "Could not look up the peers of {}, going on with the {} known: {}",
                            known.service(),
                            known.peers().size(),
                            known.stale().reason());
                }
            }
            case Discovery.Known known -> {
                if (!(before instanceof Discovery.Known then) || !names(then).equals(names(known))) {
                    LOG.info("Peers of {}: {}.", known.service(), known.peers().size());
                } else if (then.stale() != null) {
                    LOG.info("The peers of {} can be looked up again.", known.service());
                }
            }
        }
    }

    /** Why the last look-up failed, if it did. */
    static @Nullable String reason(Discovery discovery) {
        var failure = switch (discovery) {
            case Discovery.Unknown unknown -> unknown.failure();
            case Discovery.Known known -> known.stale();
        };
        return failure == null ? null : failure.reason();
    }

    private static List<String> names(Discovery.Known known) {
        return known.peers().stream().map(Peer::name).toList();
    }
}
