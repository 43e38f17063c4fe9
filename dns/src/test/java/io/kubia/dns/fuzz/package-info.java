/** Requests as nobody should send them, made of real ones. */
@NullMarked
package io.kubia.dns.fuzz;

import org.jspecify.annotations.NullMarked;
