package io.kubia.controller.protobuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.kubernetes.client.proto.IntStr;
import io.kubernetes.client.proto.Meta;
import io.kubernetes.client.proto.Resource;
import io.kubernetes.client.proto.Runtime;
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
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.json.JsonText;
import io.kubia.controller.model.ApiException;
import io.kubia.controller.schema.ObjectSchema;
import io.kubia.controller.schema.Problem;
import io.kubia.controller.schema.RandomObjects;
import io.kubia.controller.schema.Schemas;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProtobufBodyTest {
    private static final Map<String, FileDescriptor> GROUPS = Map.ofEntries(
            Map.entry("v1", V1.getDescriptor()),
            Map.entry("apps/v1", V1Apps.getDescriptor()),
            Map.entry("authentication.k8s.io/v1", V1Authentication.getDescriptor()),
            Map.entry("authorization.k8s.io/v1", V1Authorization.getDescriptor()),
            Map.entry("autoscaling/v1", V1Autoscaling.getDescriptor()),
            Map.entry("coordination.k8s.io/v1", V1Coordination.getDescriptor()),
            Map.entry("discovery.k8s.io/v1", V1Discovery.getDescriptor()),
            Map.entry("networking.k8s.io/v1", V1Networking.getDescriptor()),
            Map.entry("policy/v1", V1Policy.getDescriptor()),
            Map.entry("storage.k8s.io/v1", V1Storage.getDescriptor()));

    static List<ObjectSchema> kinds() {
        return Schemas.instance().kinds().stream().toList();
    }

    static IntStream seeds() {
        return IntStream.range(0, 20);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void readsWhatGooglesProtobufWrote(ObjectSchema kind) throws Exception {
        for (int seed = 0; seed < 20; seed++) {
            var object = random(kind, seed);
            assertThat(ProtobufBody.decode(Encoding.body(descriptor(kind), kind.apiVersion(), object)))
                    .as("seed %s", seed)
                    .isEqualTo(new ProtobufBody.Decoded(object, List.of()));
        }
    }

    @Test
    void readsAPodThatAClientBuilt() throws Exception {
        var pod = V1.Pod.newBuilder()
                .setMetadata(Meta.ObjectMeta.newBuilder()
                        .setName("p")
                        .putLabels("a", "b")
                        .setCreationTimestamp(Meta.Time.newBuilder().setSeconds(1_790_000_000)))
                .setSpec(V1.PodSpec.newBuilder()
                        .addContainers(V1.Container.newBuilder()
                                .setName("c")
                                .setTty(false)
                                .setLivenessProbe(V1.Probe.newBuilder()
                                        .setHandler(V1.ProbeHandler.newBuilder()
                                                .setHttpGet(V1.HTTPGetAction.newBuilder()
                                                        .setPath("/")
                                                        .setPort(IntStr.IntOrString.newBuilder()
                                                                .setType(1)
                                                                .setStrVal("http")))))
                                .setResources(V1.ResourceRequirements.newBuilder()
                                        .putLimits(
                                                "cpu",
                                                Resource.Quantity.newBuilder()
                                                        .setString("500m")
                                                        .build())))
                        .addVolumes(V1.Volume.newBuilder()
                                .setName("v")
                                .setVolumeSource(V1.VolumeSource.newBuilder()
                                        .setEmptyDir(V1.EmptyDirVolumeSource.getDefaultInstance())))
                        .setTerminationGracePeriodSeconds(0))
                .build();
        assertThat(ProtobufBody.decode(Encoding.envelope("v1", "Pod", pod.toByteString()))
                        .object())
                .isEqualTo(JsonText.parse("""
                        {"apiVersion": "v1", "kind": "Pod",
                         "metadata": {"name": "p", "labels": {"a": "b"}, "creationTimestamp": "2026-09-21T14:13:20Z"},
                         "spec": {
                           "containers": [{"name": "c",
                             "livenessProbe": {"httpGet": {"path": "/", "port": "http"}},
                             "resources": {"limits": {"cpu": "500m"}}}],
                           "volumes": [{"name": "v", "emptyDir": {}}],
                           "terminationGracePeriodSeconds": 0}}"""));
    }

    @Test
    void readsObjectsInsideOfObjects() throws Exception {
        var inner = Encoding.envelope(
                "v1",
                "Namespace",
                V1.Namespace.newBuilder()
                        .setMetadata(Meta.ObjectMeta.newBuilder().setName("n"))
                        .build()
                        .toByteString());
        var list = V1.List.newBuilder()
                .addItems(Runtime.RawExtension.newBuilder().setRaw(ByteString.copyFromUtf8("{\"a\":1}")))
                .addItems(Runtime.RawExtension.newBuilder().setRaw(ByteString.copyFrom(inner)))
                .build();
        assertThat(ProtobufBody.decode(Encoding.envelope("v1", "List", list.toByteString()))
                        .object()
                        .array("items"))
                .isEqualTo(JsonText.parse(
                        "[{\"a\":1},{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"n\"}}]"));
    }

    @Test
    void aMessageInTwoPartsIsOne() {
        var body = Encoding.envelope(
                "v1",
                "Namespace",
                V1.Namespace.newBuilder()
                        .setMetadata(Meta.ObjectMeta.newBuilder().setName("n").putLabels("a", "b"))
                        .build()
                        .toByteString()
                        .concat(V1.Namespace.newBuilder()
                                .setMetadata(
                                        Meta.ObjectMeta.newBuilder().setUid("u").putLabels("c", "d"))
                                .build()
                                .toByteString()));
        assertThat(ProtobufBody.decode(body).object().object("metadata"))
                .hasToString("{\"name\":\"n\",\"labels\":{\"a\":\"b\",\"c\":\"d\"},\"uid\":\"u\"}");
    }

    /** Clients send these in the version of what they delete. */
    @ParameterizedTest
    @ValueSource(strings = {"v1", "apps/v1", "policy/v1", "meta.k8s.io/v1"})
    void deleteOptionsBelongToEveryVersion(String version) {
        var options = Meta.DeleteOptions.newBuilder().setGracePeriodSeconds(0).setPropagationPolicy("Orphan");
        assertThat(ProtobufBody.decode(Encoding.envelope(
                                version, "DeleteOptions", options.build().toByteString()))
                        .object()
                        .number("gracePeriodSeconds"))
                .hasValue(0);
    }

    @Test
    void tellsOfFieldsThatNobodyKnows() {
        var body = Encoding.envelope(
                "v1", "Namespace", ByteString.copyFrom(HexFormat.of().parseHex("9a1f0161")));
        assertThat(ProtobufBody.decode(body).problems())
                .extracting(Problem::message)
                .containsExactly("unknown protobuf field \"499\"");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                // an empty body, no magic, half of it
                "",
                "7b7d",
                "6b3873",
                // a length that goes beyond the end, by one and by 2^63
                "6b38730012050a",
                "6b38730012ffffffffffffffffff01",
                // a varint without an end, in eleven bytes and cut off
                "6b387300ffffffffffffffffffff01",
                "6b387300ff",
                // field number 0, wire type 7
                "6b38730000",
                "6b3873000f",
                // compressed
                "6b3873001a04677a6970"
            })
    void refusesDamage(String hex) {
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> ProtobufBody.decode(HexFormat.of().parseHex(hex)))
                .satisfies(failure -> assertThat(failure.status().code()).isEqualTo(400))
                .withMessageContaining("the protobuf body cannot be read: at byte ");
    }

    @Test
    void refusesKindsWithoutASchema() {
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> ProtobufBody.decode(
                        Encoding.envelope("autoscaling/v1", "HorizontalPodAutoscaler", ByteString.EMPTY)))
                .withMessage("no kind \"HorizontalPodAutoscaler\" is registered for version \"autoscaling/v1\"");
    }

    @Test
    void refusesAnObjectInAnObjectWithoutEnd() {
        var body = Encoding.envelope("v1", "List", ByteString.EMPTY);
        for (int i = 0; i < 200; i++) {
            var list = V1.List.newBuilder()
                    .addItems(Runtime.RawExtension.newBuilder().setRaw(ByteString.copyFrom(body)));
            body = Encoding.envelope("v1", "List", list.build().toByteString());
        }
        var deep = body;
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> ProtobufBody.decode(deep))
                .withMessageContaining("expected: at most 100 deep");
    }

    @Test
    void refusesTextThatIsNoUtf8AndTimesThatAreNone() {
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> ProtobufBody.decode(Encoding.envelope(
                        "v1", "Namespace", ByteString.copyFrom(HexFormat.of().parseHex("0a030a01ff")))))
                .withMessageContaining("no UTF-8");
        var metadata = Meta.ObjectMeta.newBuilder()
                .setCreationTimestamp(Meta.Time.newBuilder().setSeconds(Long.MAX_VALUE));
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> ProtobufBody.decode(Encoding.envelope(
                        "v1",
                        "Namespace",
                        V1.Namespace.newBuilder().setMetadata(metadata).build().toByteString())))
                .withMessageContaining("expected: one in the years 1 to 9999");
    }

    /** Whatever is changed in a body: it is read, or refused with a sentence. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void damageNeverEndsInAnythingElse(int seed) {
        var random = random(seed);
        var kinds = kinds();
        for (int i = 0; i < 100; i++) {
            var kind = kinds.get(random.nextInt(kinds.size()));
            var body = Encoding.body(descriptor(kind), kind.apiVersion(), random(kind, random.nextInt()));
            for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
                body[random.nextInt(4, body.length)] = (byte) random.nextInt();
            }
            var cut = Arrays.copyOf(body, random.nextBoolean() ? body.length : random.nextInt(body.length));
            try {
                assertThat(ProtobufBody.decode(cut).object().has("kind")).isTrue();
            } catch (ApiException e) {
                assertThat(e.status().code()).isEqualTo(400);
            }
        }
    }

    private static JsonObject random(ObjectSchema kind, int seed) {
        return new RandomObjects(random(seed))
                .object(kind)
                .with("apiVersion", kind.apiVersion())
                .with("kind", kind.simpleName());
    }

    private static RandomGenerator random(int seed) {
        return new SplittableRandom(seed);
    }

    private static Descriptor descriptor(ObjectSchema kind) {
        return kind.name().startsWith("meta.v1.")
                ? Meta.getDescriptor().findMessageTypeByName(kind.simpleName())
                : Objects.requireNonNull(GROUPS.get(kind.apiVersion())).findMessageTypeByName(kind.simpleName());
    }
}
