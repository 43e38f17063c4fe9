/**
 * The words in which wrong fields are told: paths, problems with Kubernetes' reasons and texts, and the syntax of names,
 * labels and quantities.
 *
 * <p>Pure functions and values, but for {@link io.kubia.controller.registry.field.Problems}, which one thread fills.
 * Depends on {@code model} and {@code json}.
 */
@NullMarked
package io.kubia.controller.registry.field;

import org.jspecify.annotations.NullMarked;
