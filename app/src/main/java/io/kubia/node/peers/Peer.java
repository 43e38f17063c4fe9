package io.kubia.node.peers;

import java.net.InetSocketAddress;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * One of the nodes behind the service.
 *
 * <p>Peers are ordered by ordinal; those without one come after, by name.
 *
 * @param name its DNS name without the trailing dot
 * @param addresses where it listens, best first; empty when its name has none
 * @param port where it listens, on each of its addresses
 * @param noAddress why there are no addresses, when there are none
 */
public record Peer(
        String name,
        List<InetSocketAddress> addresses,
        int port,
        @Nullable String noAddress) implements Comparable<Peer> {
    private static final Comparator<Peer> ORDER = Comparator.comparingLong(
                    (Peer peer) -> peer.ordinal().isPresent() ? peer.ordinal().getAsInt() : Long.MAX_VALUE)
            .thenComparing(Peer::name, String.CASE_INSENSITIVE_ORDER)
            .thenComparing(Peer::name)
            .thenComparingInt(Peer::port);

    public Peer {
        addresses = List.copyOf(addresses);
        if (addresses.isEmpty() == (noAddress == null)) {
            throw new IllegalArgumentException(
                    "noAddress: " + noAddress + " (expected: a reason if and only if there are no addresses)");
        }
    }

    /** The first label of its name: a pod's own name. */
    public String label() {
        int dot = name.indexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }

    /** The number at the end of its first label, as a StatefulSet gives it: 12 for {@code kubia-12.kubia.default…}. */
    public OptionalInt ordinal() {
        var label = label();
        var digits = label.substring(label.lastIndexOf('-') + 1);
        if (digits.length() == label.length() || digits.isEmpty() || digits.length() > 9) {
            return OptionalInt.empty();
        }
        for (int i = 0; i < digits.length(); i++) {
            if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
                return OptionalInt.empty();
            }
        }
        return OptionalInt.of(Integer.parseInt(digits));
    }

    @Override
    public int compareTo(Peer other) {
        return ORDER.compare(this, other);
    }
}
