/**
 * Which pods are behind a service: a pure planner of its Endpoints and EndpointSlices, and the reconciler that applies it.
 * Who wants to know the same sooner or for one pod alone (names, proxies) asks {@link io.kubia.controller.endpoint.PodEndpoint}.
 *
 * <p>Depends on {@code loop}, {@code registry}, {@code model} and {@code json}.
 */
@NullMarked
package io.kubia.controller.endpoint;

import org.jspecify.annotations.NullMarked;
