/**
 * HTTP/1.1 on Netty: connections, limits, who may ask, and answers that are made on virtual threads.
 *
 * <p>Each connection belongs to one event loop, which never waits; what answers a request runs on a virtual thread of the
 * request's own and may. Knows statuses, but nothing else of Kubernetes; where a request leads is the {@link Router}'s
 * affair.
 */
@NullMarked
package io.kubia.controller.api.http;

import org.jspecify.annotations.NullMarked;
