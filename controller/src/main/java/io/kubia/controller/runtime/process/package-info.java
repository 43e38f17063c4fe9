/**
 * Containers as plain processes: each pod has a loopback address of its own, each container a folder that says all there is
 * to know of it, and a few lines of shell beside its process that outlive the control plane and note how it ended.
 *
 * <p>One thread watches the folders and tells of changes; whoever calls does the rest itself. Depends on {@code runtime}, and on
 * {@code volume} for its port to what is in volumes.
 */
@NullMarked
package io.kubia.controller.runtime.process;

import org.jspecify.annotations.NullMarked;
