/**
 * Says what there is: groups, versions, kinds, what may be done with them, and which Kubernetes this wants to be taken for.
 *
 * <p>Pure; made from {@code ResourceTypes} when it is first asked for.
 */
@NullMarked
package io.kubia.controller.api.discovery;

import org.jspecify.annotations.NullMarked;
