package io.kubia.controller.api.http;

import io.kubia.controller.model.ApiException;
import io.kubia.controller.model.Status;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What stands after the question mark. */
public final class Query {
    private static final int MAX_PARAMETERS = 256;
    private static final Query NONE = new Query("", Map.of());

    private final String raw;
    private final Map<String, List<String>> parameters;

    private Query(String raw, Map<String, List<String>> parameters) {
        this.raw = raw;
        this.parameters = parameters;
    }

    static Query of(String raw) {
        if (raw.isEmpty()) {
            return NONE;
        }
        try {
            return new Query(
                    raw,
                    new QueryStringDecoder(raw, java.nio.charset.StandardCharsets.UTF_8, false, MAX_PARAMETERS)
                            .parameters());
        } catch (IllegalArgumentException e) {
            throw new ApiException(Status.badRequest("the query cannot be decoded"));
        }
    }

    /** As it was sent. */
    public String raw() {
        return raw;
    }

    /** The first value of a parameter; null when it is not given. */
    public @Nullable String get(String name) {
        var values = parameters.get(name);
        return values == null ? null : values.getFirst();
    }

    /** The first value of a parameter; empty when it is not given. */
    public String text(String name) {
        var value = get(name);
        return value == null ? "" : value;
    }

    /** All values of a parameter, in their order. */
    public List<String> all(String name) {
        return parameters.getOrDefault(name, List.of());
    }

    /** Whether a parameter is there, even an empty one. */
    public boolean has(String name) {
        return parameters.containsKey(name);
    }

    /** Whether a parameter says yes: as in Kubernetes, anything but {@code 0} and {@code false} does. */
    public boolean isTrue(String name) {
        var value = get(name);
        return value != null && !value.equals("0") && !value.equalsIgnoreCase("false");
    }
}
