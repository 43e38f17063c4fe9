/**
 * The one truth: every object at its newest version, durable, and a stream of what changes.
 *
 * <p>Anyone may read and write from any thread. {@code RocksObjectStore} has one thread that writes; watchers are called on
 * it, in the order of the versions. {@code MemoryObjectStore} has none: whoever writes does the work. Both are made of the
 * same parts: {@code ObjectIndex} is everything at one version, {@code Group} decides what becomes of writes,
 * {@code Watches} shows it. Depends on {@code json} and {@code model}.
 */
@NullMarked
package io.kubia.controller.store;

import org.jspecify.annotations.NullMarked;
