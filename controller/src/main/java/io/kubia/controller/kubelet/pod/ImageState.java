package io.kubia.controller.kubelet.pod;

import io.kubia.controller.runtime.ContainerRuntime.Image;
import java.time.Instant;

/** Whether the image of a container's next run is there. */
sealed interface ImageState {
    ImageState NOT_ASKED = new NotAsked();

    record NotAsked() implements ImageState {}

    /** Being looked for; {@code failures} so often in vain before. */
    record Pulling(int failures) implements ImageState {}

    record Present(Image image) implements ImageState {}

    /** Not there. {@code isToldOfWaiting}: that it will be tried again later has been said. */
    record Failed(
            String reason, String message, int failures, Instant failedAt, Instant retryAt, boolean isToldOfWaiting)
            implements ImageState {}
}
