package io.kubia.controller.registry.field;

import io.kubia.controller.json.Json;
import io.kubia.controller.model.Status;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is wrong with an object, in Kubernetes' reasons and words, in the order in which it was found. */
public final class Problems {
    /** More would help nobody, and would make the answer long. */
    private static final int MOST = 100;

    private final List<Status.Cause> causes = new ArrayList<>();

    public boolean isEmpty() {
        return causes.isEmpty();
    }

    public List<Status.Cause> causes() {
        return List.copyOf(causes);
    }

    /** It must be there. */
    public void required(Path path, String detail) {
        add("FieldValueRequired", path, detailed("Required value", detail));
    }

    public void required(Path path) {
        required(path, "");
    }

    /** It must be another; a null value is told as such. */
    public void invalid(Path path, @Nullable Json value, String detail) {
        add("FieldValueInvalid", path, detailed("Invalid value: " + (value == null ? "null" : value), detail));
    }

    public void invalid(Path path, String value, String detail) {
        invalid(path, Json.of(value), detail);
    }

    public void invalid(Path path, long value, String detail) {
        invalid(path, Json.of(value), detail);
    }

    /** All that is wrong with the syntax of a value. */
    public void invalid(Path path, String value, List<String> details) {
        for (var detail : details) {
            invalid(path, value, detail);
        }
    }

    /** It must be one of a few. */
    public void unsupported(Path path, String value, List<String> supported) {
        unsupported(path, Json.of(value), supported);
    }

    /** It must be one of a few. */
    public void unsupported(Path path, Json value, List<String> supported) {
        var text = new StringBuilder("Unsupported value: ").append(value).append(": supported values: ");
        for (int i = 0; i < supported.size(); i++) {
            text.append(i == 0 ? "" : ", ").append(Json.of(supported.get(i)));
        }
        add("FieldValueNotSupported", path, text.toString());
    }

    /** It must not be there, or not change. */
    public void forbidden(Path path, String detail) {
        add("FieldValueForbidden", path, detailed("Forbidden", detail));
    }

    /** There is one already. */
    public void duplicate(Path path, Json value) {
        add("FieldValueDuplicate", path, "Duplicate value: " + value);
    }

    public void duplicate(Path path, String value) {
        duplicate(path, Json.of(value));
    }

    /** It refers to what is not there. */
    public void notFound(Path path, String value) {
        add("FieldValueNotFound", path, "Not found: " + Json.of(value));
    }

    public void tooLong(Path path, int most) {
        add("FieldValueTooLong", path, "Too long: may not be more than " + most + " bytes");
    }

    public void tooMany(Path path, int count, int most) {
        add("FieldValueTooMany", path, "Too many: " + count + ": must have at most " + most + " items");
    }

    private void add(String reason, Path path, String message) {
        if (causes.size() < MOST) {
            causes.add(new Status.Cause(reason, message, path.toString()));
        }
    }

    private static String detailed(String message, String detail) {
        return detail.isEmpty() ? message : message + ": " + detail;
    }
}
