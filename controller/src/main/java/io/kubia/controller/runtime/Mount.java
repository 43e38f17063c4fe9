package io.kubia.controller.runtime;

import org.jspecify.annotations.Nullable;

/**
 * A volume at a place in a container.
 *
 * @param name the volume's name in the pod
 * @param path where the container sees it
 * @param subPath the part of it that is seen there; null for all of it
 */
public record Mount(
        String name,
        VolumeSource source,
        String path,
        @Nullable String subPath,
        boolean readOnly) {}
