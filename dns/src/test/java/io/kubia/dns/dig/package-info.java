/** {@code kubia dig} beside the real one. */
@NullMarked
package io.kubia.dns.dig;

import org.jspecify.annotations.NullMarked;
