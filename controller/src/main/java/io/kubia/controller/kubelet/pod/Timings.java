package io.kubia.controller.kubelet.pod;

import java.time.Duration;

/**
 * How long the kubelet waits before it tries something again, and for what; Kubernetes' own numbers by default.
 *
 * @param restart from the second restart on, doubled each time
 * @param restartLongest at most this
 * @param restartForgotten a container that has lived so long is restarted as if for the first time
 * @param image before an image is looked for again, doubled each time
 * @param imageLongest at most this
 * @param problem before anything else that failed is tried again, doubled each time
 * @param problemLongest at most this
 * @param minimumGrace what every container has to end by itself, whatever was asked for
 * @param errorShown how long a status says ErrImagePull before it says ImagePullBackOff
 * @param unknownAsked how long to wait before a runtime that does not know is asked again
 */
public record Timings(
        Duration restart,
        Duration restartLongest,
        Duration restartForgotten,
        Duration image,
        Duration imageLongest,
        Duration problem,
        Duration problemLongest,
        Duration minimumGrace,
        Duration errorShown,
        Duration unknownAsked) {
    public static final Timings DEFAULT = new Timings(
            Duration.ofSeconds(10),
            Duration.ofMinutes(5),
            Duration.ofMinutes(10),
            Duration.ofSeconds(10),
            Duration.ofMinutes(5),
            Duration.ofMillis(500),
            Duration.ofSeconds(122),
            Duration.ofSeconds(2),
            Duration.ofSeconds(2),
            Duration.ofSeconds(5));

    Duration image(int failures) {
        return doubled(image, imageLongest, failures);
    }

    Duration problem(int failures) {
        return doubled(problem, problemLongest, failures);
    }

    static Duration doubled(Duration first, Duration longest, int failures) {
        var wait = first.multipliedBy(1L << Math.clamp(failures - 1L, 0, 20));
        return wait.compareTo(longest) < 0 ? wait : longest;
    }
}
