package io.kubia.controller.volume;

import java.io.IOException;

/**
 * Removes what is in volumes. Both methods may be called again after a failure or a crash, and then do what is left to be
 * done; both may wait. One thread at a time calls, and never for a volume that a claim has.
 */
public interface VolumeContents {
    /**
     * Removes all that is in a volume, and leaves it empty.
     *
     * @throws VolumeInUseException something that runs still has it
     * @throws IOException it could not be done; the message says why
     */
    void scrub(Place place) throws IOException;

    /**
     * Removes a volume with all that is in it. One that is not there has been removed.
     *
     * @throws VolumeInUseException something that runs still has it
     * @throws IOException it could not be done; the message says why
     */
    void delete(Place place) throws IOException;

    /**
     * Where the content of a volume is.
     *
     * @param volume the name of the PersistentVolume
     * @param path of the node, as the volume says; empty for one that the runtime keeps by its name
     */
    record Place(String volume, String path) {}
}
