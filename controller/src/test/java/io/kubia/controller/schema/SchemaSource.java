package io.kubia.controller.schema;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.kubernetes.client.proto.Meta;
import io.kubernetes.client.proto.V1;
import io.kubernetes.client.proto.V1Apps;
import io.kubernetes.client.proto.V1Authentication;
import io.kubernetes.client.proto.V1Authorization;
import io.kubernetes.client.proto.V1Autoscaling;
import io.kubernetes.client.proto.V1Coordination;
import io.kubernetes.client.proto.V1Discovery;
import io.kubernetes.client.proto.V1Networking;
import io.kubernetes.client.proto.V1Policy;
import io.kubernetes.client.proto.V1Storage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes {@code schemas.txt} from published models of Kubernetes' API: fields, types and numbers from the descriptors of
 * its protobuf messages; which of those messages are none in JSON, because their fields stand in the object around them,
 * from fabric8's model; what neither says from {@code facts.txt}.
 */
final class SchemaSource {
    static final String HEAD = """
            # What fields the kinds of the API have. Written by SchemaSource in the tests, from Kubernetes' published models;
            # how to write it anew stands in SchemaResourceTest, how to read it in SchemaText.
            """;

    private static final List<FileDescriptor> FILES = List.of(
            Meta.getDescriptor(),
            V1.getDescriptor(),
            V1Apps.getDescriptor(),
            V1Authentication.getDescriptor(),
            V1Authorization.getDescriptor(),
            V1Autoscaling.getDescriptor(),
            V1Coordination.getDescriptor(),
            V1Discovery.getDescriptor(),
            V1Networking.getDescriptor(),
            V1Policy.getDescriptor(),
            V1Storage.getDescriptor());

    /** Messages that are single values in JSON. */
    private static final Map<String, String> SCALARS = Map.of(
            "meta.v1.Time", "time",
            "meta.v1.MicroTime", "microTime",
            "meta.v1.FieldsV1", "fields",
            "resource.Quantity", "quantity",
            "intstr.IntOrString", "intOrString",
            "runtime.RawExtension", "raw",
            "authentication.v1.ExtraValue", "[]string",
            "authorization.v1.ExtraValue", "[]string");

    private final Map<String, Descriptor> messages = new HashMap<>();
    private final FabricModel fabric = new FabricModel();
    private final Facts facts;
    private final Map<String, String> blocks = new TreeMap<>();

    SchemaSource(Facts facts) {
        this.facts = facts;
        for (var file : FILES) {
            for (var message : file.getMessageTypes()) {
                messages.put(shortName(message), message);
            }
        }
    }

    /** The whole text: the kinds and whatever they are made of, by name. */
    String text() {
        facts.kinds().keySet().forEach(this::add);
        var text = new StringBuilder(HEAD);
        blocks.values().forEach(text::append);
        return text.toString();
    }

    private void add(String name) {
        if (blocks.containsKey(name)) {
            return;
        }
        var message = messages.get(name);
        if (message == null) {
            throw new IllegalStateException(name + ": no such message (expected: one of " + FILES.size() + " files)");
        }
        var block = new StringBuilder("\ntype ").append(name);
        var apiVersion = facts.kinds().get(name);
        if (apiVersion != null) {
            block.append(' ').append(apiVersion);
        }
        if (facts.of(name).contains("atomic")) {
            block.append(" atomic");
        }
        block.append('\n');
        blocks.put(name, "");
        if (apiVersion != null) {
            block.append("  apiVersion 0 string\n  kind 0 string\n");
        }
        for (var line : fields(message, name, "")) {
            block.append("  ").append(line).append('\n');
        }
        blocks.put(name, block.toString());
    }

    private List<String> fields(Descriptor message, String owner, String prefix) {
        var lines = new ArrayList<String>();
        for (var field : message.getFields()) {
            if (isInlined(owner, field)) {
                lines.addAll(fields(field.getMessageType(), owner, field.getNumber() + "."));
            } else {
                lines.add(line(field, owner, prefix + field.getNumber()));
            }
        }
        return lines;
    }

    /** In JSON its fields stand in the object around it: fabric8's model does not have it. */
    private boolean isInlined(String owner, FieldDescriptor field) {
        return field.getType() == FieldDescriptor.Type.MESSAGE
                && !field.isRepeated()
                && !SCALARS.containsKey(shortName(field.getMessageType()))
                && fabric.knows(owner)
                && !fabric.has(owner, field.getName())
                && field.getMessageType().getFields().stream().allMatch(inner -> fabric.has(owner, inner.getName()));
    }

    private String line(FieldDescriptor field, String owner, String number) {
        var line = new StringBuilder(field.getName())
                .append(' ')
                .append(number)
                .append(' ')
                .append(type(field, packageOf(owner)));
        for (var fact : facts.of(shortName(field.getContainingType()) + "." + field.getName())) {
            line.append(' ').append(fact);
        }
        return line.toString();
    }

    private String type(FieldDescriptor field, String user) {
        if (field.isMapField()) {
            return "map[]" + single(field.getMessageType().findFieldByNumber(2), user);
        }
        return (field.isRepeated() ? "[]" : "") + single(field, user);
    }

    private String single(FieldDescriptor field, String user) {
        return switch (field.getType()) {
            case STRING -> "string";
            case BOOL -> "bool";
            case INT32 -> "int32";
            case INT64 -> "int64";
            case DOUBLE -> "double";
            case BYTES -> "bytes";
            case MESSAGE -> message(field.getMessageType(), user);
            case FLOAT, UINT64, FIXED64, FIXED32, GROUP, UINT32, ENUM, SFIXED32, SFIXED64, SINT32, SINT64 ->
                throw new IllegalStateException(field + ": " + field.getType() + " (expected: what Kubernetes uses)");
        };
    }

    private String message(Descriptor message, String user) {
        var name = shortName(message);
        var scalar = SCALARS.get(name);
        if (scalar != null) {
            return scalar;
        }
        add(name);
        return packageOf(name).equals(user) ? message.getName() : name;
    }

    private static String packageOf(String name) {
        return name.substring(0, name.lastIndexOf('.'));
    }

    /** {@code core.v1.Pod}, {@code meta.v1.ObjectMeta}, {@code resource.Quantity}. */
    private static String shortName(Descriptor message) {
        return message.getFullName()
                .replace("k8s.io.apimachinery.pkg.apis.", "")
                .replace("k8s.io.apimachinery.pkg.api.", "")
                .replace("k8s.io.apimachinery.pkg.util.", "")
                .replace("k8s.io.apimachinery.pkg.", "")
                .replace("k8s.io.api.", "");
    }
}
