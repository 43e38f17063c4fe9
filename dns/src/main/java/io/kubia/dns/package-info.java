/**
 * The DNS server: the Kubernetes names of services and endpoints, their SRV records, and a forwarder for all else.
 *
 * <p>{@code model} is what a source tells; {@code zone} makes of it an immutable tree of names; {@code answer} makes a
 * response of a question and the zone. Those three are pure: no thread, no socket, no clock of their own. Knows nothing
 * of the data node and nothing of the controller.
 */
@NullMarked
package io.kubia.dns;

import org.jspecify.annotations.NullMarked;
