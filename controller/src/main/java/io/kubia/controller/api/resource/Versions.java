package io.kubia.controller.api.resource;

import io.kubia.controller.api.http.Query;
import io.kubia.controller.model.ApiException;
import io.kubia.controller.model.Status;
import io.kubia.controller.model.Status.Cause;
import java.util.List;
import java.util.OptionalLong;

/** What a request says of versions and times, read and checked. */
final class Versions {
    private Versions() {}

    /** The version that a request names; nothing when it names none. */
    static OptionalLong of(Query query) {
        var text = query.text("resourceVersion");
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        long version = number(text);
        if (version < 0) {
            throw invalid(
                    "resourceVersion",
                    "Invalid value: \"" + text + "\": strconv.ParseUint: parsing \"" + text + "\": invalid syntax");
        }
        return OptionalLong.of(version);
    }

    /** A parameter that is a whole number; nothing when it is not given. */
    static OptionalLong number(Query query, String name) {
        var text = query.text(name);
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        long value = number(text);
        if (value < 0) {
            throw new ApiException(
                    Status.badRequest("strconv.ParseInt: parsing \"" + text + "\": invalid syntax (" + name + ")"));
        }
        return OptionalLong.of(value);
    }

    /** There can be no version like this yet. */
    static ApiException tooLarge(long wanted, long current) {
        var cause = new Cause("ResourceVersionTooLarge", "Too large resource version", "");
        var message = "Timeout: Too large resource version: " + wanted + ", current: " + current;
        return new ApiException(new Status(504, "Timeout", message, null, "", null, List.of(cause)));
    }

    static ApiException expired(long wanted) {
        return new ApiException(
                Status.plain(410, "Expired", "The resourceVersion for the provided list is too old: " + wanted));
    }

    static ApiException invalid(String field, String why) {
        var message = "ListOptions.meta.k8s.io \"\" is invalid: " + field + ": " + why;
        var cause = new Cause("FieldValueInvalid", why, field);
        return new ApiException(
                new Status(422, "Invalid", message, null, "meta.k8s.io", "ListOptions", List.of(cause)));
    }

    /** -1 for what is no whole number of 0 or more. */
    private static long number(String text) {
        try {
            return Math.max(-1, Long.parseLong(text));
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
