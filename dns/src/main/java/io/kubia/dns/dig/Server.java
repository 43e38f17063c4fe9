package io.kubia.dns.dig;

import io.kubia.dns.model.Address;
import java.net.InetSocketAddress;

/**
 * Who is asked.
 *
 * @param text as it was typed
 * @param isGiven whether it was typed at all
 */
record Server(String text, InetSocketAddress address, boolean isGiven) {
    /** As dig writes an address. */
    String place() {
        return Address.of(address.getAddress()) + "#" + address.getPort();
    }
}
