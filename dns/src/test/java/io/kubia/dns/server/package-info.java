/** The server over real sockets on loopback. */
@NullMarked
package io.kubia.dns.server;

import org.jspecify.annotations.NullMarked;
