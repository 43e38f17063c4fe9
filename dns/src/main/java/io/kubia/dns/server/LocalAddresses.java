package io.kubia.dns.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;

/** What an address to listen at stands for. */
final class LocalAddresses {
    private LocalAddresses() {}

    /**
     * The address itself; and behind one that means all of this machine's, each of those. An answer must come from the
     * address that was asked, but one that is sent from a socket for all addresses comes from the one that the kernel
     * chooses. The kernel prefers the more exact socket, so that the one for all is left with addresses that came later.
     */
    static List<InetSocketAddress> of(InetSocketAddress listen, Sockets sockets) throws IOException {
        var addresses = new ArrayList<>(List.of(listen));
        // Only epoll's sockets may share an address.
        if (sockets == Sockets.EPOLL && listen.getAddress().isAnyLocalAddress()) {
            boolean isV6 = listen.getAddress().getAddress().length > 4;
            NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> isV6 || !isV6(address))
                    .distinct()
                    .forEach(address -> addresses.add(new InetSocketAddress(address, listen.getPort())));
        }
        return addresses;
    }

    /** Whether an address is one of this machine's. */
    static boolean isOurs(InetAddress address) {
        try {
            return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return false;
        }
    }

    private static boolean isV6(InetAddress address) {
        return address.getAddress().length > 4;
    }
}
