/**
 * The control plane and the command line: StatefulSets, their pods and volumes, and the API that kubectl talks to.
 *
 * <p>Uses {@code io.kubia.dns}; starts the data node only as a process or a container. Nothing lives here yet.
 */
@NullMarked
package io.kubia.controller;

import org.jspecify.annotations.NullMarked;
