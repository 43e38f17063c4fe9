package io.kubia.controller.proxy.service;

import io.kubia.controller.endpoint.Service;
import io.kubia.controller.endpoint.ServicePort;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * At which ports of this machine a public service is found: its own where these need no privilege, else those plus 8000,
 * or those that it is annotated with, {@code 8085} for its first one, or {@code http=8085,https=8444} by their names.
 *
 * @param chosen by the ports' names
 * @param problem what is wrong with the annotation; null when nothing is
 */
record LocalPorts(Map<String, Integer> chosen, @Nullable String problem) {
    static final String ANNOTATION = "kubia.dev/local-port";

    private static final int FIRST_UNPRIVILEGED = 1024;
    private static final int OFFSET = 8000;

    LocalPorts {
        chosen = Map.copyOf(chosen);
    }

    static LocalPorts of(Service service) {
        var text = service.object().annotation(ANNOTATION);
        if (text == null || service.ports().isEmpty()) {
            return new LocalPorts(Map.of(), null);
        }
        var chosen = new HashMap<String, Integer>();
        for (var part : text.split(",", -1)) {
            int equals = part.indexOf('=');
            var name = equals < 0
                    ? service.ports().getFirst().name()
                    : part.substring(0, equals).strip();
            int port = number(part.substring(equals + 1).strip());
            boolean isKnown =
                    service.ports().stream().anyMatch(known -> known.name().equals(name));
            if (port == 0 || !isKnown) {
                return new LocalPorts(
                        Map.of(),
                        ANNOTATION + ": " + text + " (expected: a port from 1 to 65535, or PORT-NAME=PORT,...)");
            }
            chosen.put(name, port);
        }
        return new LocalPorts(chosen, null);
    }

    int of(ServicePort port) {
        var wanted = chosen.get(port.name());
        if (wanted != null) {
            return wanted;
        }
        return port.port() < FIRST_UNPRIVILEGED ? port.port() + OFFSET : port.port();
    }

    private static int number(String text) {
        try {
            int number = Integer.parseInt(text);
            return number > 0 && number <= 65_535 ? number : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
