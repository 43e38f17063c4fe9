/**
 * {@code kubia dig}: asks a DNS server one question, and prints the answer as BIND's dig does, for places without one.
 *
 * <p>One thread, the process's own, which blocks. What is to be asked and how it is printed are pure; only {@code
 * Exchange} has sockets. Depends on dnsjava and on {@code model}; nothing here depends on it.
 */
@NullMarked
package io.kubia.dns.dig;

import org.jspecify.annotations.NullMarked;
