/**
 * The addresses of services where no kernel leads from them to pods: a listening socket for each port of a service at its
 * own loopback address, at the machine's for those that are public, and the relaying of connections to ready pods.
 *
 * <p>One reconciler opens and closes sockets, on its own thread; who is ready is known from the store's changes as they
 * are told; connections live on event loops. What listens where, and who is next, are pure decisions.
 */
@NullMarked
package io.kubia.controller.proxy.service;

import org.jspecify.annotations.NullMarked;
