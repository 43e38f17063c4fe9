/**
 * Where services come from: the controller in the same process, a file, or the API of a Kubernetes.
 *
 * <p>A {@code Source} tells changes to {@code ZoneUpdates}, from threads of its own and one change at a time. Nothing of
 * what it reads is trusted: what is malformed is left out or refused, and said. Depends on {@code model} and
 * {@code zone}; it alone knows Jackson.
 */
@NullMarked
package io.kubia.dns.source;

import org.jspecify.annotations.NullMarked;
