package io.kubia.controller.kubelet.pod;

import io.kubia.controller.json.JsonObject;
import io.kubia.controller.kubelet.probe.Check;
import java.time.Duration;
import java.util.Optional;

/** What is to be done when a container has been started, or before it is stopped. */
public sealed interface Hook {
    /** A command, or a request. */
    record Ask(Check check) implements Hook {}

    /** Some time passes. */
    record Sleep(Duration duration) implements Hook {}

    /** The hook of a name in a container; nothing when there is none. */
    static Optional<Hook> read(JsonObject container, String name) {
        var json = container.object("lifecycle").object(name);
        if (json.has("sleep")) {
            return Optional.of(new Sleep(Duration.ofSeconds(json.object("sleep").number("seconds", 0))));
        }
        return Check.read(json, container.array("ports")).map(Ask::new);
    }
}
