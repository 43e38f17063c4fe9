/**
 * Makes a response of a request and the zone: bytes in, bytes out, nothing else. Whoever holds the sockets calls it.
 *
 * <p>An {@link io.kubia.dns.answer.Answerer} belongs to one event loop; all else here is immutable. Depends on
 * {@code zone} and {@code model}, on Netty's buffers, and on dnsjava for what other servers say.
 */
@NullMarked
package io.kubia.dns.answer;

import org.jspecify.annotations.NullMarked;
