/**
 * Watches: lines of JSON that tell a client of every change, the moment it is made.
 *
 * <p>The store's thread puts changes into a bounded backlog of each watcher and never waits; a virtual thread of each
 * watcher writes them. A change is encoded once for all who want to see it in the same form.
 */
@NullMarked
package io.kubia.controller.api.watch;

import org.jspecify.annotations.NullMarked;
