package io.kubia.controller.kubelet.pod;

import java.time.Instant;

/** Something that failed and will be tried again. */
record Problem(String reason, String message, int failures, Instant retryAt) {}
