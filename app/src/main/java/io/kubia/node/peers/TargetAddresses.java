package io.kubia.node.peers;

import io.kubia.node.peers.DnsAnswer.Addresses;
import io.kubia.node.peers.SrvTargets.Target;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/** The targets of an SRV answer, and what becomes known of their addresses: at the end, the peers. Asks nobody itself. */
final class TargetAddresses {
    private static final Comparator<InetAddress> IPV4_FIRST = Comparator.comparing(Inet6Address.class::isInstance);

    private final PeersConfig config;
    private final Map<String, Peer> lastGood;
    private final SrvTargets targets;
    private final List<Host> hosts;
    private final long ttl;

    /**
     * Takes the first {@link PeersConfig#maxPeers} targets.
     *
     * @param ttl of the aliases on the way to the SRV records, in seconds
     * @param glue addresses that came with the answer
     * @param lastGood the peers as they were, by name
     */
    TargetAddresses(
            SrvTargets targets, long ttl, Map<Name, Addresses> glue, PeersConfig config, Map<String, Peer> lastGood) {
        this.config = config;
        this.lastGood = lastGood;
        this.targets = targets;
        this.ttl = Math.min(ttl, targets.ttl());
        this.hosts = targets.targets().stream()
                .sorted(Comparator.comparing(Target::host, Peer.BY_ORDINAL))
                .limit(config.maxPeers())
                .map(target -> new Host(target, glue.get(target.name())))
                .toList();
    }

    /** Those that must be asked for, first those that had no address before: when time runs out, others fare better. */
    List<Host> unknown() {
        return hosts.stream()
                .filter(host -> host.questions > 0)
                .sorted(Comparator.comparing(host -> lastGood.containsKey(host.target.host())))
                .toList();
    }

    /** Whether there is nothing to be learned any more but further addresses of peers that have one. */
    boolean everyTargetIsSettled() {
        return hosts.stream()
                .allMatch(host ->
                        host.questions == 0 || !host.addresses.addresses().isEmpty());
    }

    PeerLookup.Result.Found result(InetSocketAddress server, boolean isTruncated) {
        long lowest = hosts.stream().mapToLong(Host::ttl).reduce(ttl, Math::min);
        return new PeerLookup.Result.Found(
                hosts.stream().map(this::peer).sorted().toList(),
                server,
                lowest,
                targets.unusable(),
                targets.targets().size() - hosts.size(),
                isTruncated);
    }

    private Peer peer(Host host) {
        int port = config.peerPort().orElse(host.target.port());
        var name = host.target.host();
        if (port == 0) {
            return new Peer(name, List.of(), port, "its SRV record says port 0");
        }
        var addresses = Stream.concat(
                        host.addresses.addresses().stream(),
                        lastGoodAddresses(host).map(InetSocketAddress::getAddress))
                .sorted(IPV4_FIRST)
                .map(address -> new InetSocketAddress(address, port))
                .toList();
        return new Peer(name, addresses, port, addresses.isEmpty() ? host.noAddress() : null);
    }

    /** Those that it had before, when nobody could say which it has now. */
    private Stream<InetSocketAddress> lastGoodAddresses(Host host) {
        var peer = host.isUnanswered() ? lastGood.get(host.target.host()) : null;
        return peer == null ? Stream.empty() : peer.addresses().stream();
    }

    /** One target, and what is known of its addresses by now. */
    static final class Host {
        private final Target target;
        private Addresses addresses;
        private int questions;
        private @Nullable String failure;

        private Host(Target target, @Nullable Addresses glue) {
            this.target = target;
            this.addresses = glue == null ? Addresses.NONE : glue;
            this.questions = glue == null ? 2 : 0;
        }

        Name name() {
            return target.name();
        }

        void answered(Addresses more) {
            addresses = addresses.with(more);
            questions--;
        }

        void failed(String reason) {
            failure = reason;
            questions--;
        }

        /** Without an address, because servers were silent or failed, and not because there is none. */
        private boolean isUnanswered() {
            return addresses.addresses().isEmpty() && (questions > 0 || failure != null);
        }

        /** What could not be answered is asked again as soon as may be. */
        private long ttl() {
            return isUnanswered() ? 0 : addresses.ttl();
        }

        private String noAddress() {
            if (failure != null) {
                return "its address could not be looked up (" + failure + ")";
            }
            return questions > 0 ? "its address was not answered in time" : "its name has no address";
        }
    }
}
