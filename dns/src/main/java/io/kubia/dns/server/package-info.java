/**
 * The sockets: requests by UDP and TCP, answered from the zone at once, or later when another server is asked.
 *
 * <p>Each event loop has a {@code Worker}, and with it an {@code Answerer}, of its own; no loop waits for another, nor
 * for anything but its sockets. Depends on {@code answer}, {@code zone} and Netty; who is asked for names outside of the
 * zone comes in through {@link io.kubia.dns.server.Upstreams}.
 */
@NullMarked
package io.kubia.dns.server;

import org.jspecify.annotations.NullMarked;
