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
    /** The order of peers by their names. */
    static final Comparator<String> BY_ORDINAL = Comparator.comparingLong(
                    (String name) -> ordinal(name).isPresent() ? ordinal(name).getAsInt() : Long.MAX_VALUE)
            .thenComparing(String.CASE_INSENSITIVE_ORDER)
            .thenComparing(Comparator.naturalOrder());

    /** What fits an int: a label that ends in more digits has no ordinal that a StatefulSet could give. */
    private static final int MAX_DIGITS = 9;

    private static final Comparator<Peer> ORDER =
            Comparator.comparing(Peer::name, BY_ORDINAL).thenComparingInt(Peer::port);

    public Peer {
        addresses = List.copyOf(addresses);
        if (addresses.isEmpty() == (noAddress == null)) {
            throw new IllegalArgumentException(
                    "noAddress: " + noAddress + " (expected: a reason if and only if there are no addresses)");
        }
    }

    /** The first label of its name: a pod's own name. */
    public String label() {
        return HostName.firstLabel(name);
    }

    /** Whether this is its first label; the case of letters means nothing in DNS. */
    public boolean isLabelled(String label) {
        int length = label.length();
        return name.regionMatches(true, 0, label, 0, length) && (name.length() == length || name.charAt(length) == '.');
    }

    /** The number at the end of its first label, as a StatefulSet gives it: 12 for {@code kubia-12.kubia.default…}. */
    public OptionalInt ordinal() {
        return ordinal(name);
    }

    private static OptionalInt ordinal(String name) {
        var label = HostName.firstLabel(name);
        int hyphen = label.lastIndexOf('-');
        var digits = label.substring(hyphen + 1);
        if (hyphen < 0 || digits.isEmpty() || digits.length() > MAX_DIGITS) {
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
