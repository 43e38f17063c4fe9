/**
 * The names and values that all of the control plane speaks in: kinds, keys, objects, pods, selectors, conditions.
 *
 * <p>Immutable and free of threads. JSON becomes these values here, once; who decides anything reads them and not JSON.
 * Depends on {@code json} alone.
 */
@NullMarked
package io.kubia.controller.model;

import org.jspecify.annotations.NullMarked;
