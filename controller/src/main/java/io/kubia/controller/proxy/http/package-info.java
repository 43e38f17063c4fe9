/**
 * The API's HTTP proxies: a request to {@code /api/v1/namespaces/NS/pods/NAME:PORT/proxy/PATH} goes on to the pod, and its
 * answer back, both as they come.
 *
 * <p>Everything about one request happens on the event loop of the client's connection; where a request goes and how its
 * fields change are pure functions.
 */
@NullMarked
package io.kubia.controller.proxy.http;

import org.jspecify.annotations.NullMarked;
