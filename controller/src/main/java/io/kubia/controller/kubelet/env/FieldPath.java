package io.kubia.controller.kubelet.env;

import io.kubia.controller.json.JsonObject;
import java.util.Map;

/** Fields of a pod that the downward API gives to its containers. */
public final class FieldPath {
    private FieldPath() {}

    /** The value of a {@code fieldRef}. */
    public static String read(PodFacts facts, JsonObject fieldRef) throws MissingException {
        var path = fieldRef.text("fieldPath", "");
        var pod = facts.pod();
        return switch (path) {
            case "metadata.name" -> pod.name();
            case "metadata.namespace" -> pod.namespace();
            case "metadata.uid" -> pod.uid();
            case "metadata.labels" -> lines(pod.labels());
            case "metadata.annotations" -> lines(pod.annotations());
            case "spec.nodeName" -> pod.spec().text("nodeName", "");
            case "spec.serviceAccountName" -> pod.spec().text("serviceAccountName", "default");
            case "status.podIP", "status.podIPs" -> facts.address();
            case "status.hostIP", "status.hostIPs" -> facts.hostAddress();
            default -> subscript(facts, path);
        };
    }

    private static String subscript(PodFacts facts, String path) throws MissingException {
        if (path.endsWith("']")) {
            if (path.startsWith("metadata.labels['")) {
                return facts.pod().labels().getOrDefault(key(path), "");
            }
            if (path.startsWith("metadata.annotations['")) {
                return facts.pod().annotations().getOrDefault(key(path), "");
            }
        }
        throw new MissingException("unsupported fieldPath: " + path);
    }

    private static String key(String path) {
        return path.substring(path.indexOf("['") + 2, path.length() - 2);
    }

    /** As a file of the downward API has it: one {@code key="value"} a line, in order. */
    private static String lines(Map<String, String> texts) {
        var lines = new StringBuilder();
        texts.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(entry -> {
            if (!lines.isEmpty()) {
                lines.append('\n');
            }
            lines.append(entry.getKey()).append('=').append(quoted(entry.getValue()));
        });
        return lines.toString();
    }

    private static String quoted(String text) {
        return '"'
                + text.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r")
                        .replace("\t", "\\t")
                + '"';
    }
}
