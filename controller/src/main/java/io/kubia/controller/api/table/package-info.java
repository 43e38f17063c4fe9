/**
 * Tables, as kubectl prints them: the port that knows the columns of each kind, and the rendering around it.
 *
 * <p>Pure functions of objects and a time.
 */
@NullMarked
package io.kubia.controller.api.table;

import org.jspecify.annotations.NullMarked;
