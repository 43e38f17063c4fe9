/**
 * The port to the HTTP proxies of pods and services, {@code /api/v1/namespaces/NS/pods/NAME:PORT/proxy/...}.
 *
 * <p>The API takes the path apart and keeps the client's connection in order; whoever implements it finds the pod and
 * speaks to it. All calls in both directions are made on the event loop of the client's connection.
 */
@NullMarked
package io.kubia.controller.api.proxy;

import org.jspecify.annotations.NullMarked;
