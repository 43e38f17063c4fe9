package io.kubia.controller.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonArray;
import io.kubia.controller.json.JsonException;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.json.JsonText;
import io.kubia.controller.model.ResourceType;
import io.kubia.controller.model.ResourceTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OpenApiTest {
    private static final OpenApi OPEN_API = OpenApi.instance();

    static List<ResourceType> types() {
        return ResourceTypes.ALL;
    }

    static List<String> paths() throws JsonException {
        return JsonText.parse(OPEN_API.index()).asObject().object("paths").names();
    }

    @Test
    void theIndexNamesEveryGroupAndVersion() throws JsonException {
        assertThat(paths())
                .containsExactly(
                        "api/v1",
                        "apis/apps/v1",
                        "apis/discovery.k8s.io/v1",
                        "apis/storage.k8s.io/v1",
                        "apis/policy/v1",
                        "apis/networking.k8s.io/v1",
                        "apis/coordination.k8s.io/v1");
        assertThat(JsonText.parse(OPEN_API.index())
                        .asObject()
                        .object("paths")
                        .object("apis/apps/v1")
                        .text("serverRelativeURL"))
                .startsWith("/openapi/v3/apis/apps/v1?hash=");
    }

    @Test
    void thereIsNoOther() {
        assertThat(OPEN_API.document("apis/batch/v1")).isEmpty();
    }

    /** That is how kubectl finds out that it need not check fields itself. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("types")
    void everyKindsPatchTakesFieldValidation(ResourceType type) throws JsonException {
        var paths = document(type).object("paths");
        var path = type.path(type.namespaced() ? "{namespace}" : "") + "/{name}";
        var patch = paths.object(path).object("patch");
        assertThat(patch.object("x-kubernetes-group-version-kind").texts())
                .containsEntry("group", type.group())
                .containsEntry("version", type.version())
                .containsEntry("kind", type.kind());
        assertThat(patch.array("parameters").objects())
                .extracting(parameter -> parameter.text("name"))
                .contains("fieldValidation", "dryRun", "fieldManager");
        assertThat(patch.text("x-kubernetes-action")).isEqualTo("patch");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("paths")
    void everyReferenceLeadsToASchema(String path) throws JsonException {
        var document = JsonText.parse(OPEN_API.document(path).orElseThrow()).asObject();
        var schemas = document.object("components").object("schemas");
        var references = new ArrayList<String>();
        collect(document, references);
        assertThat(references)
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(schemas.has(reference.substring("#/components/schemas/".length())))
                        .as(reference)
                        .isTrue());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("paths")
    void operationsHaveNamesOfTheirOwn(String path) throws JsonException {
        var ids = new ArrayList<@Nullable String>();
        JsonText.parse(OPEN_API.document(path).orElseThrow())
                .asObject()
                .object("paths")
                .forEach((each, item) -> item.asObject().forEach((method, operation) -> {
                    if (operation instanceof JsonObject object) {
                        ids.add(object.text("operationId"));
                    }
                }));
        assertThat(ids).doesNotHaveDuplicates().doesNotContainNull();
    }

    @Test
    void fieldsSayHowTheyAreMerged() throws JsonException {
        var schemas = document(ResourceTypes.POD).object("components").object("schemas");
        var containers = schemas.object("io.k8s.api.core.v1.PodSpec")
                .object("properties")
                .object("containers");
        assertThat(containers).isEqualTo(JsonText.parse("""
                        {"type": "array",
                         "items": {"allOf": [{"$ref": "#/components/schemas/io.k8s.api.core.v1.Container"}]},
                         "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["name"],
                         "x-kubernetes-patch-strategy": "merge", "x-kubernetes-patch-merge-key": "name"}"""));
        var ports = schemas.object("io.k8s.api.core.v1.Container")
                .object("properties")
                .object("ports");
        assertThat(ports.array("x-kubernetes-list-map-keys").texts()).containsExactly("containerPort", "protocol");
        assertThat(schemas.object("io.k8s.api.core.v1.PodSpec")
                        .array("required")
                        .texts())
                .containsExactly("containers");
    }

    @Test
    void aDocumentIsMadeOnce() {
        assertThat(OPEN_API.document("apis/apps/v1").orElseThrow())
                .isSameAs(OPEN_API.document("apis/apps/v1").orElseThrow());
    }

    private static JsonObject document(ResourceType type) throws JsonException {
        var path = (type.group().isEmpty() ? "api/" : "apis/") + type.apiVersion();
        return JsonText.parse(OPEN_API.document(path).orElseThrow()).asObject();
    }

    private static void collect(Json value, List<String> references) {
        switch (value) {
            case JsonObject object ->
                object.forEach((name, inner) -> {
                    if (name.equals("$ref")) {
                        references.add(Objects.requireNonNull(inner.asText()));
                    } else {
                        collect(inner, references);
                    }
                });
            case JsonArray array -> array.forEach(inner -> collect(inner, references));
            default -> {}
        }
    }
}
