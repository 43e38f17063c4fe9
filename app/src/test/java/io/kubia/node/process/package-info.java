/**
 * Evidence from outside: a real node in a process of its own is killed, filled, damaged and lied to, and must keep what
 * it promised.
 *
 * <p>These tests know the node by its command line and its HTTP alone, never by its classes. {@code NodeProcess} starts
 * one, {@code Wire} speaks to it byte by byte. How long they run is told by system properties: see each test.
 */
@NullMarked
package io.kubia.node.process;

import org.jspecify.annotations.NullMarked;
