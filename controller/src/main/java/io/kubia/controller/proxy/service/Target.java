package io.kubia.controller.proxy.service;

import io.kubia.controller.endpoint.Service;
import io.kubia.controller.model.ObjectKey;
import java.time.Duration;

/**
 * What a listening socket leads to.
 *
 * @param port the service's, by its name
 * @param affinity how long a client is led to the same pod; zero when it need not be
 */
record Target(ObjectKey service, String port, Duration affinity) {
    private static final long THREE_HOURS = 10_800;

    static Target of(Service service, String port) {
        var spec = service.object().spec();
        boolean isSticky = "ClientIP".equals(spec.text("sessionAffinity"));
        long seconds = spec.object("sessionAffinityConfig").object("clientIP").number("timeoutSeconds", THREE_HOURS);
        return new Target(service.object().key(), port, isSticky ? Duration.ofSeconds(seconds) : Duration.ZERO);
    }
}
