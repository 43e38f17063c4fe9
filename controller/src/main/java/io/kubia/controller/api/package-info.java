/**
 * The Kubernetes REST API: what kubectl and every other client of Kubernetes talk to.
 *
 * <p>{@code http} takes requests off the wire, {@code resource} reads and writes objects, {@code watch} tells of changes,
 * {@code discovery} says what there is, {@code table}, {@code log} and {@code proxy} are ports that others implement. Here
 * they are put together and each path is led to its place. May depend on {@code registry} and all below it; nothing that
 * decides depends on this.
 */
@NullMarked
package io.kubia.controller.api;

import org.jspecify.annotations.NullMarked;
