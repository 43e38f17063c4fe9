/**
 * Assembles the distribution folder that {@code kubia} runs from, and makes the AOT caches in it by a training run.
 *
 * <p>A program of the build, run by Maven at {@code package}; no part of what users run. It starts the roles as
 * processes, by the launcher that it has put into the folder, and knows none of their classes.
 */
@NullMarked
package io.kubia.dist;

import org.jspecify.annotations.NullMarked;
