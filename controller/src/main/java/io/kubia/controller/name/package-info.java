/**
 * Names: tells the DNS zone of services and of what is behind them, the moment that the store commits it.
 *
 * <p>Called on the store's thread, before whoever watches later: a pod's name resolves before its readiness is seen. Depends
 * on {@code endpoint}, {@code store} and on the model of {@code io.kubia.dns}.
 */
@NullMarked
package io.kubia.controller.name;

import org.jspecify.annotations.NullMarked;
