package io.kubia.controller.runtime;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Runs the containers of pods. Calls may wait, for some milliseconds or as long as is said; every one may be made again
 * after a failure or a crash, and then does what is left to be done. Any thread may call; for one pod, one at a time does.
 */
public interface ContainerRuntime extends AutoCloseable {
    /**
     * Begins to tell of containers whose state changes, those included that changed while nobody listened.
     *
     * @param listener called by one thread at a time; it must not wait
     */
    void start(Listener listener) throws IOException;

    /**
     * Gives a pod what its containers share: its address and its name. The address stays with the pod's name, so that a
     * replacement has it again.
     *
     * @return the address
     */
    String prepare(PodSandbox pod) throws IOException;

    /**
     * Finds out what an image name means, and fetches it where it is to be fetched.
     *
     * @throws ImageException there is no such image here; its message says what to do
     */
    Image resolve(String image, PullPolicy policy) throws ImageException, IOException;

    /**
     * Starts a container, and returns when its process lives. The intent is recorded before: whatever happens in between,
     * {@link #containers} knows of it. Starting one that lives already changes nothing.
     *
     * @throws IOException it could not be started; the message says why
     */
    void run(ContainerSpec container) throws IOException;

    /**
     * Asks a container to end, and makes it end when it has not after a time. Returns at once; that it has ended is told to
     * the listener, and only then is it so. A shorter time given later counts.
     */
    void stop(ContainerId container, Duration grace) throws IOException;

    /** Every container that lives, or has ended and has not been removed, as it is now. */
    List<Container> containers() throws IOException;

    /** One container as it is now; nothing when there is none of that id. */
    default Optional<Container> container(ContainerId id) throws IOException {
        for (var container : containers()) {
            if (container.id().equals(id)) {
                return Optional.of(container);
            }
        }
        return Optional.empty();
    }

    /** Writes the files of a volume anew, for a pod whose containers have it already. */
    default void refresh(PodSandbox pod, VolumeSource.Files files) throws IOException {}

    /** What a container can be asked for while it lives: a command, its output. */
    ContainerAccess access(ContainerId container);

    /** Removes an ended container, its output included; when it is the pod's last one, what the pod's shared too. */
    void remove(ContainerId container) throws IOException;

    /** Stops listening. Containers live on. */
    @Override
    void close();

    /** Whoever wants to know of changes. */
    @FunctionalInterface
    interface Listener {
        void changed(Container container);
    }

    /** When an image is fetched. */
    enum PullPolicy {
        ALWAYS,
        IF_NOT_PRESENT,
        NEVER
    }

    /**
     * What an image name means here.
     *
     * @param id the same for the same content
     * @param present whether it was there already
     */
    record Image(String name, String id, boolean present) {}
}
