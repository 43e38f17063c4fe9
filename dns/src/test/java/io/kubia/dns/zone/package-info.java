/** The zone against what it should be. */
@NullMarked
package io.kubia.dns.zone;

import org.jspecify.annotations.NullMarked;
