package io.kubia.controller.runtime;

import java.util.LinkedHashMap;
import java.util.Map;

/** Where the content of a volume is. */
public sealed interface VolumeSource {
    /**
     * What a claim is bound to.
     *
     * @param claim its name: {@code data-kubia-0}
     * @param volume the persistent volume's name
     * @param path of the node, for a volume made by hand of a host path; empty for one that the runtime keeps by its name
     */
    record Claim(String namespace, String claim, String volume, String path) implements VolumeSource {}

    /** Empty at the pod's start, gone with the pod. */
    record Empty(String podUid, String name) implements VolumeSource {}

    /**
     * A directory or file of the node.
     *
     * @param type Kubernetes' word for what must be there: DirectoryOrCreate and so on, or empty
     */
    record HostPath(String path, String type) implements VolumeSource {}

    /**
     * Files that are given: of a ConfigMap, a Secret, the downward API. They are the pod's own, and are written anew when
     * they change.
     *
     * @param files content by path
     * @param mode permissions of each file that is not named in modes
     * @param modes permissions by path
     */
    record Files(String podUid, String name, Map<String, byte[]> files, int mode, Map<String, Integer> modes)
            implements VolumeSource {
        public Files {
            files = new LinkedHashMap<>(files);
            modes = Map.copyOf(modes);
        }
    }
}
