package io.kubia.controller.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The resource says what its sources say. To write it anew after a change of them or of {@code facts.txt}:
 *
 * <pre>mvn verify -pl controller -am -Dtest=SchemaResourceTest -Dsurefire.failIfNoSpecifiedTests=false -Dkubia.schema.write=true</pre>
 */
class SchemaResourceTest {
    private static final Path RESOURCE = Path.of("src/main/resources/io/kubia/controller/schema/schemas.txt");

    /** fabric8's model is one version of Kubernetes ahead: these are its alpha fields, all but one of pods and nodes. */
    private static final List<String> DIFFERENCES = List.of(
            "protobuf has no core.v1.ClusterTrustBundleProjection.user",
            "protobuf has no core.v1.ConfigMapVolumeSource.defaultUser",
            "protobuf has no core.v1.DownwardAPIVolumeFile.user",
            "protobuf has no core.v1.DownwardAPIVolumeSource.defaultUser",
            "protobuf has no core.v1.EmptyDirVolumeSource.mode",
            "protobuf has no core.v1.GRPCAction.mode",
            "protobuf has no core.v1.HTTPGetAction.protocol",
            "protobuf has no core.v1.KeyToPath.user",
            "fabric8 has no core.v1.NodeAllocatableResourceClaimStatus.resources",
            "protobuf has no core.v1.NodeAllocatableResourceClaimStatus.mapping",
            "protobuf has no core.v1.NodeAllocatableResourceClaimStatus.overhead",
            "protobuf has no core.v1.NodeSpec.podPreemptionPolicy",
            "protobuf has no core.v1.NodeSystemInfo.runningInUserNamespace",
            "protobuf has no core.v1.PersistentVolumeClaimStatus.healthStatus",
            "protobuf has no core.v1.PodCertificateProjection.user",
            "protobuf has no core.v1.PodSpec.evictionResponders",
            "protobuf has no core.v1.PodStatus.volumeHealth",
            "protobuf has no core.v1.ProjectedVolumeSource.defaultUser",
            "protobuf has no core.v1.SecretVolumeSource.defaultUser",
            "protobuf has no core.v1.ServiceAccountTokenProjection.user",
            "protobuf has no core.v1.VolumeMount.bindMountOptions");

    @Test
    void theResourceIsWhatItsSourcesSay() throws IOException {
        var text = new SchemaSource(Facts.ofResource()).text();
        if (Boolean.getBoolean("kubia.schema.write")) {
            Files.writeString(RESOURCE, text, StandardCharsets.ISO_8859_1);
        }
        assertThat(Files.readString(RESOURCE, StandardCharsets.ISO_8859_1))
                .as("write it anew: see this class")
                .isEqualTo(text);
    }

    /** A fact that meets no field would be one that is misspelt. */
    @Test
    void everyFactIsUsed() {
        var text = new SchemaSource(Facts.ofResource()).text();
        var schemas = new SchemaText(text).schemas();
        var unused = new ArrayList<String>();
        for (var name : Facts.ofResource().words().keySet()) {
            var owner = schemas.get(name.substring(0, name.lastIndexOf('.')));
            var known = schemas.containsKey(name)
                    || (owner != null && owner.field(name.substring(name.lastIndexOf('.') + 1)) != null);
            if (!known && !name.startsWith("core.v1.EphemeralContainerCommon.")) {
                unused.add(name);
            }
        }
        assertThat(unused).isEmpty();
    }

    @Test
    void bothModelsAgreeOnTheFields() {
        var fabric = new FabricModel();
        var differences = new ArrayList<String>();
        for (var schema : new SchemaText(new SchemaSource(Facts.ofResource()).text())
                .schemas()
                .values()) {
            fabric.names(schema.name()).ifPresent(names -> {
                for (var field : schema.fields().keySet()) {
                    if (!names.contains(field)) {
                        differences.add("fabric8 has no " + schema.name() + "." + field);
                    }
                }
                for (var name : names) {
                    if (schema.field(name) == null) {
                        differences.add("protobuf has no " + schema.name() + "." + name);
                    }
                }
            });
        }
        assertThat(differences).containsExactlyInAnyOrderElementsOf(DIFFERENCES);
    }
}
