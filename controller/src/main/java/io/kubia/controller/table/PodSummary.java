package io.kubia.controller.table;

import io.kubia.controller.api.table.Age;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.KubeObject;
import java.time.Instant;
import java.util.Optional;

/**
 * A pod in a few words.
 *
 * @param ready how many of its containers are: {@code 1/2}
 * @param status one word, or two around a colon
 * @param restartCount of those containers that count at the moment
 * @param lastRestart when the newest of these restarts was
 */
record PodSummary(String ready, String status, long restartCount, Optional<Instant> lastRestart) {
    /** The view of a pod's object. */
    static PodSummary of(KubeObject pod) {
        return pod.view(PodSummary.class, object -> new PodSummarizing(object).summary());
    }

    String restarts(Instant now) {
        return restartCount > 0 && lastRestart.isPresent()
                ? restartCount + " (" + Age.since(lastRestart, now) + " ago)"
                : Long.toString(restartCount);
    }

    /** How a container ended, when it does not say why. */
    static String ending(JsonObject terminated) {
        long signal = terminated.number("signal", 0);
        return signal == 0 ? "ExitCode:" + terminated.number("exitCode", 0) : "Signal:" + signal;
    }
}
