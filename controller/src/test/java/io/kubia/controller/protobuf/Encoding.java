package io.kubia.controller.protobuf;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import io.kubernetes.client.proto.Runtime;
import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.json.JsonText;
import io.kubia.controller.model.Timestamps;
import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.Objects;

/** Makes bodies of JSON, by Google's protobuf and the descriptors of Kubernetes' messages, and nothing of ours. */
final class Encoding {
    private Encoding() {}

    static byte[] body(Descriptor descriptor, String apiVersion, JsonObject object) {
        return envelope(
                apiVersion, descriptor.getName(), message(descriptor, object).toByteString());
    }

    static byte[] envelope(String apiVersion, String kind, ByteString raw) {
        var unknown = Runtime.Unknown.newBuilder()
                .setTypeMeta(
                        Runtime.TypeMeta.newBuilder().setApiVersion(apiVersion).setKind(kind))
                .setRaw(raw)
                .setContentEncoding("")
                .setContentType("")
                .build();
        var body = new ByteArrayOutputStream();
        body.writeBytes(new byte[] {'k', '8', 's', 0});
        body.writeBytes(unknown.toByteArray());
        return body.toByteArray();
    }

    private static DynamicMessage message(Descriptor descriptor, JsonObject object) {
        var message = DynamicMessage.newBuilder(descriptor);
        for (var field : descriptor.getFields()) {
            var value = object.get(field.getName());
            if (value != null) {
                put(message, field, value);
            } else if (field.getType() == FieldDescriptor.Type.MESSAGE && !field.isRepeated()) {
                // Its fields may stand in this object itself: then none of it is empty.
                var inner = inlined(field, object);
                if (!inner.getAllFields().isEmpty()) {
                    message.setField(field, inner);
                }
            }
        }
        return message.build();
    }

    private static DynamicMessage inlined(FieldDescriptor field, JsonObject object) {
        return switch (field.getName()) {
            case "volumeSource",
                    "persistentVolumeSource",
                    "handler",
                    "ephemeralContainerCommon",
                    "localObjectReference" -> message(field.getMessageType(), object);
            default -> DynamicMessage.getDefaultInstance(field.getMessageType());
        };
    }

    private static void put(DynamicMessage.Builder message, FieldDescriptor field, Json value) {
        if (field.isMapField()) {
            var key = field.getMessageType().findFieldByNumber(1);
            var inner = field.getMessageType().findFieldByNumber(2);
            value.asObject()
                    .forEach((name, each) -> message.addRepeatedField(
                            field,
                            DynamicMessage.newBuilder(field.getMessageType())
                                    .setField(key, name)
                                    .setField(inner, single(inner, each))
                                    .build()));
        } else if (field.isRepeated()) {
            value.asArray().forEach(each -> message.addRepeatedField(field, single(field, each)));
        } else {
            message.setField(field, single(field, value));
        }
    }

    private static Object single(FieldDescriptor field, Json value) {
        return switch (field.getType()) {
            case STRING -> text(value);
            case BOOL -> value == Json.Bool.TRUE;
            case INT32 -> (int) whole(value);
            case INT64 -> whole(value);
            case DOUBLE -> (double) whole(value);
            case BYTES -> ByteString.copyFrom(Base64.getDecoder().decode(text(value)));
            default -> special(field.getMessageType(), value);
        };
    }

    private static DynamicMessage special(Descriptor type, Json value) {
        return switch (type.getName()) {
            case "Quantity" -> with(type, "string", text(value));
            case "Time", "MicroTime" -> {
                var time = Timestamps.parse(text(value)).orElseThrow();
                yield DynamicMessage.newBuilder(type)
                        .setField(type.findFieldByName("seconds"), time.getEpochSecond())
                        .setField(type.findFieldByName("nanos"), time.getNano())
                        .build();
            }
            case "IntOrString" ->
                value instanceof Json.Text(var text)
                        ? DynamicMessage.newBuilder(type)
                                .setField(type.findFieldByName("type"), 1L)
                                .setField(type.findFieldByName("strVal"), text)
                                .build()
                        : with(type, "intVal", (int) whole(value));
            case "RawExtension" -> with(type, "raw", ByteString.copyFrom(JsonText.bytes(value)));
            case "FieldsV1" -> with(type, "Raw", ByteString.copyFrom(JsonText.bytes(value)));
            case "ExtraValue" -> {
                var wrapper = DynamicMessage.newBuilder(type);
                value.asArray().forEach(each -> wrapper.addRepeatedField(type.findFieldByName("items"), text(each)));
                yield wrapper.build();
            }
            default -> message(type, value.asObject());
        };
    }

    private static DynamicMessage with(Descriptor type, String field, Object value) {
        return DynamicMessage.newBuilder(type)
                .setField(type.findFieldByName(field), value)
                .build();
    }

    private static String text(Json value) {
        return Objects.requireNonNull(value.asText());
    }

    private static long whole(Json value) {
        return ((Json.Whole) value).value();
    }
}
