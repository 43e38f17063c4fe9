/**
 * The DNS server: the Kubernetes names of services and endpoints, their SRV records, and a forwarder for all else.
 *
 * <p>Knows nothing of the data node and nothing of the controller. Nothing lives here yet.
 */
@NullMarked
package io.kubia.dns;

import org.jspecify.annotations.NullMarked;
