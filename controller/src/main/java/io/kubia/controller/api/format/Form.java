package io.kubia.controller.api.format;

import io.kubia.controller.api.http.Query;
import io.kubia.controller.model.ApiException;
import io.kubia.controller.model.Status;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * How a client wants to see objects.
 *
 * @param version of meta.k8s.io, for tables and metadata
 * @param include what of the object stands in each row, for tables
 */
public record Form(As as, String version, Include include) {
    /** What the objects are turned into. */
    public enum As {
        JSON,
        YAML,
        TABLE,
        METADATA
    }

    /** What of the object stands in each row. */
    public enum Include {
        METADATA,
        OBJECT,
        NONE
    }

    /** As they are. */
    public static final Form JSON = new Form(As.JSON, "", Include.METADATA);

    private static final Form YAML = new Form(As.YAML, "", Include.METADATA);
    private static final String GROUP = "meta.k8s.io";

    private record Clause(String type, List<String> parameters, double quality) {}

    /**
     * The first form among those which a client accepts that we can make.
     *
     * @param accept the values of the Accept field; empty when there is none
     * @throws ApiException there is none: 406
     */
    public static Form of(String accept, Query query) {
        if (accept.isBlank()) {
            return JSON;
        }
        for (var clause : clauses(accept)) {
            var form = form(clause, query);
            if (form != null) {
                return form;
            }
        }
        throw new ApiException(Status.plain(
                406,
                "NotAcceptable",
                "only the following media types are accepted: application/json, application/yaml"));
    }

    /** The content type of an answer in this form. */
    public String contentType() {
        return as == As.YAML ? "application/yaml" : "application/json";
    }

    private static List<Clause> clauses(String accept) {
        var clauses = new ArrayList<Clause>();
        for (var text : accept.split(",", -1)) {
            var parts = text.split(";", -1);
            var parameters = new ArrayList<String>();
            double quality = 1;
            for (int i = 1; i < parts.length; i++) {
                var parameter = parts[i].strip();
                if (parameter.startsWith("q=")) {
                    quality = quality(parameter.substring(2));
                } else {
                    parameters.add(parameter);
                }
            }
            clauses.add(new Clause(parts[0].strip().toLowerCase(Locale.ROOT), parameters, quality));
        }
        clauses.sort(Comparator.comparingDouble(Clause::quality).reversed());
        return clauses;
    }

    private static double quality(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static @org.jspecify.annotations.Nullable Form form(Clause clause, Query query) {
        return switch (clause.type) {
            case "application/json", "application/*", "*/*" -> json(clause, query);
            case "application/yaml" -> parameter(clause, "as").isEmpty() ? YAML : null;
            default -> null;
        };
    }

    private static @org.jspecify.annotations.Nullable Form json(Clause clause, Query query) {
        var version = parameter(clause, "v");
        boolean isKnown = parameter(clause, "g").equals(GROUP) && (version.equals("v1") || version.equals("v1beta1"));
        return switch (parameter(clause, "as")) {
            case "" -> JSON;
            case "Table" -> isKnown ? new Form(As.TABLE, version, include(query)) : null;
            case "PartialObjectMetadata", "PartialObjectMetadataList" ->
                isKnown ? new Form(As.METADATA, version, Include.METADATA) : null;
            default -> null;
        };
    }

    private static Include include(Query query) {
        var wanted = query.text("includeObject");
        return switch (wanted) {
            case "", "Metadata" -> Include.METADATA;
            case "Object" -> Include.OBJECT;
            case "None" -> Include.NONE;
            default -> throw new ApiException(Status.badRequest("unrecognized includeObject value: \"" + wanted + '"'));
        };
    }

    private static String parameter(Clause clause, String name) {
        for (var parameter : clause.parameters) {
            if (parameter.startsWith(name) && parameter.startsWith("=", name.length())) {
                return parameter.substring(name.length() + 1);
            }
        }
        return "";
    }
}
