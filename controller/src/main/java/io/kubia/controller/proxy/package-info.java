/**
 * What leads to pods: here, who is behind a service at the moment; {@code http}, the API's proxies of pods and services;
 * {@code service}, the addresses of services.
 *
 * <p>Nobody depends on this but what puts the control plane together. Depends on {@code endpoint}, {@code registry},
 * {@code event}, {@code loop} and what these stand on, and on the port in {@code api.proxy}.
 */
@NullMarked
package io.kubia.controller.proxy;

import org.jspecify.annotations.NullMarked;
