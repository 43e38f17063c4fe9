/**
 * Kubernetes' protobuf bodies, which kubectl 1.32 and later send for whatever it makes by itself: decoded into the JSON
 * that the same request would have had.
 *
 * <p>There is no generated code: the schemas know the numbers of all fields. Pure functions; any thread may call. Depends
 * on {@code schema}, {@code model} and {@code json}.
 */
@NullMarked
package io.kubia.controller.protobuf;

import org.jspecify.annotations.NullMarked;
