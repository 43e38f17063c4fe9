package io.kubia.controller.kubelet;

import io.kubia.controller.runtime.VolumeSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** What the files of a volume were when they were written: enough to tell whether they are others now. */
record WrittenFiles(Map<String, Integer> hashes, int mode, Map<String, Integer> modes) {
    static WrittenFiles of(VolumeSource.Files files) {
        var hashes = new HashMap<String, Integer>();
        files.files().forEach((path, bytes) -> hashes.put(path, 31 * bytes.length + Arrays.hashCode(bytes)));
        return new WrittenFiles(hashes, files.mode(), files.modes());
    }
}
