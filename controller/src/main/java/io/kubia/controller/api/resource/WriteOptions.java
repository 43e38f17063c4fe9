package io.kubia.controller.api.resource;

import io.kubia.controller.api.http.Query;
import io.kubia.controller.model.ApiException;
import io.kubia.controller.model.Status;
import io.kubia.controller.model.Status.Cause;
import io.kubia.controller.schema.FieldValidation;
import java.util.List;

/**
 * What a write says in its query.
 *
 * @param dryRun says what would become of it, and stores nothing
 */
record WriteOptions(boolean dryRun, FieldValidation validation) {
    static WriteOptions of(Query query) {
        var wanted = query.text("fieldValidation");
        var validation = FieldValidation.of(wanted)
                .orElseThrow(() -> unsupported("fieldValidation", wanted, "\"Ignore\", \"Strict\", \"Warn\""));
        return new WriteOptions(dryRun(query.all("dryRun")), validation);
    }

    static boolean dryRun(List<String> values) {
        for (var value : values) {
            if (!value.isEmpty() && !value.equals("All")) {
                throw unsupported("dryRun", value, "\"All\"");
            }
        }
        return values.contains("All");
    }

    static ApiException unsupported(String field, String value, String supported) {
        var why = "Unsupported value: \"" + value + "\": supported values: " + supported;
        var message = "Options.meta.k8s.io \"\" is invalid: " + field + ": " + why;
        var cause = new Cause("FieldValueNotSupported", why, field);
        return new ApiException(new Status(422, "Invalid", message, null, "meta.k8s.io", "Options", List.of(cause)));
    }
}
