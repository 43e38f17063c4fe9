/**
 * The columns that kubectl prints of each kind, as Kubernetes' server fills them.
 *
 * <p>Pure functions of objects and a time, called from any thread. Depends on {@code model}, {@code json} and the port in
 * {@code api.table} alone.
 */
@NullMarked
package io.kubia.controller.table;

import org.jspecify.annotations.NullMarked;
