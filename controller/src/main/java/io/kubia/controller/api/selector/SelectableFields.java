package io.kubia.controller.api.selector;

import io.kubia.controller.json.Json;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ResourceType;
import io.kubia.controller.model.ResourceTypes;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of each kind that a field selector may name: those of Kubernetes. */
final class SelectableFields {
    private static final List<String> POD = List.of(
            "spec.hostNetwork",
            "spec.nodeName",
            "spec.restartPolicy",
            "spec.schedulerName",
            "spec.serviceAccountName",
            "status.nominatedNodeName",
            "status.phase",
            "status.podIP");
    private static final List<String> EVENT = List.of(
            "involvedObject.apiVersion",
            "involvedObject.fieldPath",
            "involvedObject.kind",
            "involvedObject.name",
            "involvedObject.namespace",
            "involvedObject.resourceVersion",
            "involvedObject.uid",
            "reason",
            "reportingComponent",
            "source",
            "type");
    private static final Map<ResourceType, List<String>> FIELDS = Map.of(
            ResourceTypes.POD, POD,
            ResourceTypes.EVENT, EVENT,
            ResourceTypes.NAMESPACE, List.of("status.phase"),
            ResourceTypes.NODE, List.of("spec.unschedulable"),
            ResourceTypes.SECRET, List.of("type"),
            ResourceTypes.SERVICE, List.of("spec.clusterIP", "spec.type"));

    private SelectableFields() {}

    static boolean has(ResourceType type, String field) {
        return field.equals("metadata.name")
                || (field.equals("metadata.namespace") && type.namespaced())
                || FIELDS.getOrDefault(type, List.of()).contains(field);
    }

    /** What a field says, as a selector compares it: nothing is the same as an empty string. */
    static String value(KubeObject object, String field) {
        return switch (field) {
            case "metadata.name" -> object.name();
            case "metadata.namespace" -> object.namespace();
            case "spec.hostNetwork" -> Boolean.toString(object.spec().isTrue("hostNetwork"));
            case "spec.unschedulable" -> Boolean.toString(object.spec().isTrue("unschedulable"));
            case "source" -> source(object);
            default -> text(at(object, field));
        };
    }

    private static @Nullable Json at(KubeObject object, String field) {
        int dot = field.indexOf('.');
        return dot < 0
                ? object.json().get(field)
                : object.json().object(field.substring(0, dot)).get(field.substring(dot + 1));
    }

    private static String source(KubeObject event) {
        var component = event.json().object("source").text("component", "");
        return component.isEmpty() ? event.json().text("reportingComponent", "") : component;
    }

    private static String text(@Nullable Json value) {
        return switch (value) {
            case null -> "";
            case Json.Text(var text) -> text;
            case Json.Null ignored -> "";
            default -> value.toString();
        };
    }
}
