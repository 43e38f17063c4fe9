/**
 * Asks other servers for names outside of the zone, and keeps what they say for as long as they allow.
 *
 * <p>Everything happens on one event loop of its own, so that nothing here needs a lock and nobody who asks for a name of
 * the zone waits for it. Implements {@code server}'s port {@code Upstreams} with Netty's sockets and dnsjava's messages.
 */
@NullMarked
package io.kubia.dns.forward;

import org.jspecify.annotations.NullMarked;
