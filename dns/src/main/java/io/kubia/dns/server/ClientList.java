package io.kubia.dns.server;

import io.kubia.dns.model.Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/** Clients, by their addresses or by what those begin with. */
public record ClientList(List<Network> networks) {
    /** None at all. */
    public static final ClientList NOBODY = new ClientList(List.of());

    public ClientList {
        networks = List.copyOf(networks);
    }

    /**
     * All addresses that begin alike.
     *
     * @param bits how many of them count
     */
    public record Network(Address address, int bits) {
        public Network {
            int all = 8 * address.length();
            if (bits < 0 || bits > all) {
                throw new IllegalArgumentException("network: %s/%d (expected: 0 to %d)".formatted(address, bits, all));
            }
        }

        boolean contains(Address other) {
            if (other.isV6() != address.isV6()) {
                return false;
            }
            int whole = bits / 8;
            for (int i = 0; i < whole; i++) {
                if (address.byteAt(i) != other.byteAt(i)) {
                    return false;
                }
            }
            int rest = bits % 8;
            return rest == 0 || (address.byteAt(whole) ^ other.byteAt(whole)) >>> (8 - rest) << (8 - rest) == 0;
        }
    }

    /**
     * Reads addresses, with or without {@code /BITS}, and commas in between.
     *
     * @throws IllegalArgumentException it is none
     */
    public static ClientList parse(String text) {
        var networks = new ArrayList<Network>();
        for (var part : text.split(",", -1)) {
            var words = part.strip().split("/", -1);
            var address = Address.parse(words[0]);
            networks.add(new Network(address, words.length == 1 ? 8 * address.length() : bits(part, words)));
        }
        return new ClientList(networks);
    }

    boolean contains(InetAddress client) {
        var address = Address.of(client);
        return networks.stream().anyMatch(network -> network.contains(address));
    }

    private static int bits(String part, String[] words) {
        if (words.length == 2 && words[1].matches("\\d{1,3}")) {
            return Integer.parseInt(words[1]);
        }
        throw new IllegalArgumentException("network: " + part + " (expected: ADDRESS or ADDRESS/BITS)");
    }
}
