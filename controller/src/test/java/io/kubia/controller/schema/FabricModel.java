package io.kubia.controller.schema;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The names of fields in fabric8's model. */
final class FabricModel {
    private static final String ROOT = "io.fabric8.kubernetes.api.model.";
    private static final Map<String, String> PACKAGES = Map.of(
            "core.v1", "",
            "meta.v1", "",
            "apps.v1", "apps.",
            "storage.v1", "storage.");

    private final Map<String, Optional<Set<String>>> names = new HashMap<>();

    boolean knows(String type) {
        return names(type).isPresent();
    }

    boolean has(String type, String field) {
        return names(type).filter(fields -> fields.contains(field)).isPresent();
    }

    Optional<Set<String>> names(String type) {
        return names.computeIfAbsent(type, FabricModel::read);
    }

    private static Optional<Set<String>> read(String type) {
        var owner = type.substring(0, type.lastIndexOf('.'));
        var name = ROOT + PACKAGES.getOrDefault(owner, owner + ".") + type.substring(type.lastIndexOf('.') + 1);
        try {
            var fields = new HashSet<String>();
            for (var field : Class.forName(name).getDeclaredFields()) {
                var property = field.getAnnotation(JsonProperty.class);
                if (property != null) {
                    fields.add(property.value());
                }
            }
            return Optional.of(fields);
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        }
    }
}
