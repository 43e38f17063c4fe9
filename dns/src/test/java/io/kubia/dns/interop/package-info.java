/** The server as a process of its own, asked by the resolvers that people have: dig, glibc, c-ares, Java, dnsjava. */
@NullMarked
package io.kubia.dns.interop;

import org.jspecify.annotations.NullMarked;
