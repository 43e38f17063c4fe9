/**
 * PersistentVolumes and PersistentVolumeClaims: which claim gets which volume, volumes made for claims that find none, what
 * becomes of a volume whose claim is gone, and what keeps either from vanishing while it is in use.
 *
 * <p>{@link io.kubia.controller.volume.ClaimPlanner} and {@link io.kubia.controller.volume.VolumePlanner} decide, and are
 * pure; {@link io.kubia.controller.volume.VolumeReconciler} gathers what they decide by and does what they say, on the one
 * thread of its loop. Whoever stores what is in volumes fills the port {@link io.kubia.controller.volume.VolumeContents}.
 *
 * <p>Depends on {@code loop}, {@code registry}, {@code event}, {@code store}, {@code model} and {@code json}.
 */
@NullMarked
package io.kubia.controller.volume;

import org.jspecify.annotations.NullMarked;
