/**
 * The ways to change an object without sending it whole: strategic merge, JSON merge (RFC 7386) and JSON patch (RFC
 * 6902), each a pure function over JSON. What cannot be applied fails with the answer that Kubernetes would give.
 *
 * <p>Free of threads and state. Depends on {@code schema}, {@code model} and {@code json}.
 */
@NullMarked
package io.kubia.controller.patch;

import org.jspecify.annotations.NullMarked;
