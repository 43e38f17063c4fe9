/**
 * What fields each kind has: their types, their numbers in protobuf, and how lists of them are merged. Checks objects
 * against that, drops what Kubernetes would drop, and tells clients about it as OpenAPI.
 *
 * <p>The facts stand in {@code schemas.txt}, which a test writes from Kubernetes' published models; it is read when the
 * first of them is asked for, and each type when it is. Immutable for who looks from outside; any thread may call.
 * Depends on {@code model} and {@code json}.
 */
@NullMarked
package io.kubia.controller.schema;

import org.jspecify.annotations.NullMarked;
