/**
 * What lies between a request and the store: defaults, checks, names and ids, generations, and deletion with its grace and
 * finalizers. The API and every loop write through here, so that no object is stored that the API would refuse.
 *
 * <p>Any thread may call; calls wait for the disk. Depends on {@code store}, {@code model} and {@code json}.
 */
@NullMarked
package io.kubia.controller.registry;

import org.jspecify.annotations.NullMarked;
