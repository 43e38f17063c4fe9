/**
 * What a source tells the zone: services, endpoint slices, namespaces and pods, less all that DNS does not ask for, and
 * the changes to them. Names and addresses are types of their own.
 *
 * <p>Immutable values that any thread may use. Depends on nothing.
 */
@NullMarked
package io.kubia.dns.model;

import org.jspecify.annotations.NullMarked;
