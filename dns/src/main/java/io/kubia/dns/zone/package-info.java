/**
 * The zone as an immutable tree of names, built change by change from what sources tell.
 *
 * <p>One thread at a time applies changes to a {@link io.kubia.dns.zone.LiveZone}; any thread takes the
 * {@link io.kubia.dns.zone.Zone} of the moment, which never changes, and reads it without locks. Depends on
 * {@code model} alone.
 */
@NullMarked
package io.kubia.dns.zone;

import org.jspecify.annotations.NullMarked;
