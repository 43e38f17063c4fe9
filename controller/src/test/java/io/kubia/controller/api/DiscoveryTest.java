package io.kubia.controller.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubia.controller.json.JsonObject;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiscoveryTest {
    private static final String V2 = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
    private static final String V2_BETA = "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList";

    /** What kubectl sends: 1.30 and later, 1.27 to 1.29, older ones, and curl. */
    @ParameterizedTest
    @CsvSource({
        V2 + "|" + V2_BETA + "|application/json, " + V2,
        V2_BETA + "|application/json,             " + V2_BETA,
        "application/json,                        application/json",
        "*/*,                                     application/json",
    })
    void theFormThatIsAskedForFirst(String accept, String answered) throws IOException {
        try (var api = TestApi.start()) {
            for (var path : new String[] {"/api?timeout=32s", "/apis?timeout=32s"}) {
                var answer = api.get(path, "Accept: " + accept.replace('|', ','));
                assertThat(answer.header("content-type")).isEqualTo(answered);
                var isAggregated = answered.contains("as=");
                assertThat(answer.json().text("kind"))
                        .isEqualTo(
                                isAggregated
                                        ? "APIGroupDiscoveryList"
                                        : path.startsWith("/apis") ? "APIGroupList" : "APIVersions");
            }
        }
    }

    @Test
    void allOfAGroupInOneAnswer() throws IOException {
        try (var api = TestApi.start()) {
            var groups = api.get("/apis", "Accept: " + V2).json();
            assertThat(groups.text("apiVersion")).isEqualTo("apidiscovery.k8s.io/v2");
            var apps = groups.array("items").objects().stream()
                    .filter(group -> "apps".equals(group.object("metadata").text("name")))
                    .findFirst()
                    .orElseThrow();
            var version = apps.array("versions").get(0).asObject();
            assertThat(version.text("version")).isEqualTo("v1");
            var sets = named(version, "resource", "statefulsets");
            assertThat(sets.object("responseKind").text("kind")).isEqualTo("StatefulSet");
            assertThat(sets.text("scope")).isEqualTo("Namespaced");
            assertThat(sets.array("shortNames").texts()).containsExactly("sts");
            assertThat(sets.array("categories").texts()).containsExactly("all");
            assertThat(sets.array("verbs").texts())
                    .containsExactly("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");
            assertThat(sets.array("subresources").objects())
                    .filteredOn(part -> "scale".equals(part.text("subresource")))
                    .singleElement()
                    .satisfies(scale -> assertThat(scale.object("responseKind").text("group"))
                            .isEqualTo("autoscaling"));
        }
    }

    @Test
    void kindsByThemselves() throws IOException {
        try (var api = TestApi.start()) {
            var core = api.get("/api/v1").json();
            assertThat(core.text("groupVersion")).isEqualTo("v1");
            assertThat(named(core, "name", "pods/log").text("kind")).isEqualTo("Pod");
            var apps = api.get("/apis/apps/v1").json();
            assertThat(named(apps, "name", "statefulsets/scale").text("group")).isEqualTo("autoscaling");
            assertThat(api.get("/apis/apps").json().object("preferredVersion").text("groupVersion"))
                    .isEqualTo("apps/v1");
        }
    }

    @Test
    void schemasAndHealth() throws IOException {
        var unready = new AtomicReference<Optional<String>>(Optional.of("the store is opening"));
        try (var api = TestApi.withParts(parts -> parts.withUnready(unready::get))) {
            var index = api.get("/openapi/v3").json();
            var url = index.object("paths").object("apis/apps/v1").text("serverRelativeURL", "");
            assertThat(url).startsWith("/openapi/v3/apis/apps/v1?hash=");
            assertThat(api.get(url).body()).contains("fieldValidation");
            assertThat(api.get("/openapi/v3/apis/nope/v1").status()).isEqualTo(404);

            assertThat(api.get("/livez").body()).isEqualTo("ok");
            assertThat(api.get("/readyz").status()).isEqualTo(503);
            unready.set(Optional.empty());
            assertThat(api.get("/readyz").status()).isEqualTo(200);
            assertThat(api.get("/version").json().text("gitVersion")).isEqualTo("v1.32.0+kubia-test");
            assertThat(api.get("/").json().array("paths").texts()).contains("/api/v1");
            assertThat(api.send("POST", "/version", "").status()).isEqualTo(405);
            assertThat(api.get("/metrics").body())
                    .contains("kubia_api_requests_total{verb=\"get\",resource=\"health\",code=\"503\"} 1")
                    .contains("kubia_api_request_seconds_count{verb=\"get\"}")
                    .contains("kubia_api_watches 0");
        }
    }

    private static JsonObject named(JsonObject list, String field, String name) {
        return list.array("resources").objects().stream()
                .filter(resource -> name.equals(resource.text(field)))
                .findFirst()
                .orElseThrow();
    }
}
