package io.kubia.controller.model;

import io.kubia.controller.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which labels an object must have. One without requirements takes everything. */
public record LabelSelector(List<Requirement> requirements) {
    /** The one that takes everything. */
    public static final LabelSelector EVERYTHING = new LabelSelector(List.of());

    public LabelSelector {
        requirements = List.copyOf(requirements);
    }

    /** What is asked of one label. */
    public sealed interface Requirement {
        boolean matches(Map<String, String> labels);

        /** It has one of these values. */
        record In(String label, List<String> values) implements Requirement {
            public In {
                values = List.copyOf(values);
            }

            @Override
            public boolean matches(Map<String, String> labels) {
                var value = labels.get(label);
                return value != null && values.contains(value);
            }

            @Override
            public String toString() {
                return values.size() == 1
                        ? label + "=" + values.getFirst()
                        : label + " in (" + String.join(",", values) + ")";
            }
        }

        /** It has none of these values, or is not there at all. */
        record NotIn(String label, List<String> values) implements Requirement {
            public NotIn {
                values = List.copyOf(values);
            }

            @Override
            public boolean matches(Map<String, String> labels) {
                var value = labels.get(label);
                return value == null || !values.contains(value);
            }

            @Override
            public String toString() {
                return values.size() == 1
                        ? label + "!=" + values.getFirst()
                        : label + " notin (" + String.join(",", values) + ")";
            }
        }

        /** It is there. */
        record Exists(String label) implements Requirement {
            @Override
            public boolean matches(Map<String, String> labels) {
                return labels.containsKey(label);
            }

            @Override
            public String toString() {
                return label;
            }
        }

        /** It is not there. */
        record Absent(String label) implements Requirement {
            @Override
            public boolean matches(Map<String, String> labels) {
                return !labels.containsKey(label);
            }

            @Override
            public String toString() {
                return "!" + label;
            }
        }
    }

    /** One for labels that must be exactly these, such as the selector of a service. */
    public static LabelSelector ofLabels(Map<String, String> labels) {
        var requirements = new ArrayList<Requirement>();
        new TreeMap<>(labels).forEach((label, value) -> requirements.add(new Requirement.In(label, List.of(value))));
        return new LabelSelector(requirements);
    }

    /** One as it stands in a StatefulSet: {@code matchLabels} and {@code matchExpressions}. */
    public static LabelSelector of(JsonObject json) {
        var requirements =
                new ArrayList<>(ofLabels(json.object("matchLabels").texts()).requirements());
        for (var expression : json.array("matchExpressions").objects()) {
            var label = expression.text("key", "");
            var values = expression.array("values").texts();
            requirements.add(
                    switch (expression.text("operator", "")) {
                        case "In" -> new Requirement.In(label, values);
                        case "NotIn" -> new Requirement.NotIn(label, values);
                        case "DoesNotExist" -> new Requirement.Absent(label);
                        default -> new Requirement.Exists(label);
                    });
        }
        return new LabelSelector(requirements);
    }

    public boolean matches(Map<String, String> labels) {
        for (var requirement : requirements) {
            if (!requirement.matches(labels)) {
                return false;
            }
        }
        return true;
    }

    public boolean matches(KubeObject object) {
        return requirements.isEmpty() || matches(object.labels());
    }

    public boolean isEmpty() {
        return requirements.isEmpty();
    }

    /** As kubectl writes it after {@code -l}. */
    @Override
    public String toString() {
        return String.join(",", requirements.stream().map(Requirement::toString).toList());
    }
}
