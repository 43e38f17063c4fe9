package io.kubia.controller.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WritingTest {
    private static final String MAPS = "/api/v1/namespaces/default/configmaps";
    private static final String SETS = "/apis/apps/v1/namespaces/default/statefulsets";
    private static final String JSON = "Content-Type: application/json";
    private static final String MERGE = "Content-Type: application/merge-patch+json";
    private static final String SET = """
            {"apiVersion":"apps/v1","kind":"StatefulSet","metadata":{"name":"web"},"spec":{"serviceName":"web",
             "replicas":2,"selector":{"matchLabels":{"app":"web"}},"template":{"metadata":{"labels":{"app":"web"}},
             "spec":{"containers":[{"name":"main","image":"kubia"}]}}}}""";

    private TestApi api;

    @BeforeEach
    void start() throws IOException {
        api = TestApi.start();
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void createdReplacedAndDeleted() throws IOException {
        var created = api.send("POST", MAPS, map("a", "1"), JSON);
        assertThat(created.status()).isEqualTo(201);
        var version = created.json().object("metadata").text("resourceVersion");
        assertThat(api.send("POST", MAPS, map("a", "1"), JSON).reason()).isEqualTo("AlreadyExists");

        var replaced = api.send("PUT", MAPS + "/a", map("a", "2"), JSON);
        assertThat(replaced.status()).isEqualTo(200);
        assertThat(replaced.json().object("data").text("k")).isEqualTo("2");
        var stale = map("a", "3").replace("\"name\"", "\"resourceVersion\":\"" + version + "\",\"name\"");
        var conflict = api.send("PUT", MAPS + "/a", stale, JSON);
        assertThat(conflict.status()).isEqualTo(409);
        assertThat(conflict.message())
                .isEqualTo("Operation cannot be fulfilled on configmaps \"a\": the object has been modified; please"
                        + " apply your changes to the latest version and try again");

        var deleted = api.send("DELETE", MAPS + "/a", "");
        assertThat(deleted.json().text("status")).isEqualTo("Success");
        assertThat(deleted.json().object("details").text("uid"))
                .isEqualTo(created.json().object("metadata").text("uid"));
        assertThat(api.get(MAPS + "/a").status()).isEqualTo(404);
    }

    @Test
    void whatDoesNotFitThePath() throws IOException {
        assertThat(api.send("PUT", MAPS + "/b", map("a", "1"), JSON).message())
                .isEqualTo("the name of the object (a) does not match the name on the URL (b)");
        assertThat(api.send("POST", "/api/v1/namespaces/other/configmaps", inNamespace("default"), JSON)
                        .message())
                .isEqualTo("the namespace of the provided object does not match the namespace sent on the request");
        assertThat(api.send("POST", "/api/v1/configmaps", map("a", "1"), JSON).message())
                .isEqualTo("an empty namespace may not be set during creation");
        assertThat(api.send("POST", MAPS, SET, JSON).message())
                .isEqualTo("the API version in the data (apps/v1) does not match the expected API version (v1)");
        assertThat(api.send("POST", "/api/v1/namespaces/default/secrets", map("a", "1"), JSON)
                        .message())
                .startsWith("ConfigMap in version \"v1\" cannot be handled as a Secret");
        assertThat(api.send("POST", "/api/v1/namespaces/nope/configmaps", map("a", "1"), JSON)
                        .message())
                .isEqualTo("namespaces \"nope\" not found");
    }

    @Test
    void fieldsThatNobodyKnows() throws IOException {
        var wrong = SET.replace("\"replicas\"", "\"foo\":1,\"replicas\"");

        var strict = api.send("POST", SETS + "?fieldValidation=Strict", wrong, JSON);
        assertThat(strict.status()).isEqualTo(400);
        assertThat(strict.message()).contains("strict decoding error: unknown field \"spec.foo\"");
        var twice = SET.replace("\"replicas\":2", "\"replicas\":2,\"replicas\":2");
        assertThat(api.send("POST", SETS + "?fieldValidation=Strict", twice, JSON)
                        .message())
                .contains("duplicate field \"spec.replicas\"");

        var warned = api.send("POST", SETS + "?dryRun=All", wrong, JSON);
        assertThat(warned.status()).isEqualTo(201);
        assertThat(warned.header("warning")).isEqualTo("299 - \"unknown field \\\"spec.foo\\\"\"");
        assertThat(warned.json().object("spec").has("foo")).isFalse();
        var ignored = api.send("POST", SETS + "?fieldValidation=Ignore&dryRun=All", wrong, JSON);
        assertThat(ignored.header("warning")).isNull();
        assertThat(api.get(SETS + "/web").status())
                .as("a dry run stores nothing")
                .isEqualTo(404);
    }

    @Test
    void threeKindsOfPatch() throws IOException {
        api.send("POST", SETS, SET, JSON);

        var strategic = api.send(
                "PATCH",
                SETS + "/web",
                "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"main\",\"image\":\"other\"}]}}}}",
                "Content-Type: application/strategic-merge-patch+json");
        assertThat(strategic.status()).isEqualTo(200);
        assertThat(strategic.body()).contains("\"image\":\"other\"");
        var merge = api.send("PATCH", SETS + "/web", "{\"metadata\":{\"labels\":{\"a\":\"b\"}}}", MERGE);
        assertThat(merge.json().object("metadata").object("labels").text("a")).isEqualTo("b");
        var json = api.send(
                "PATCH",
                SETS + "/web",
                "[{\"op\":\"replace\",\"path\":\"/spec/replicas\",\"value\":7}]",
                "Content-Type: application/json-patch+json");
        assertThat(json.json().object("spec").number("replicas", 0)).isEqualTo(7);

        var other = api.send("PATCH", SETS + "/web", "{}", JSON);
        assertThat(other.status()).isEqualTo(415);
        assertThat(other.message())
                .isEqualTo("the body of the request was in an unknown format - accepted media types include:"
                        + " application/json-patch+json, application/merge-patch+json,"
                        + " application/strategic-merge-patch+json, application/apply-patch+yaml");
        assertThat(api.send("PATCH", SETS + "/web?fieldManager=x", "{}", "Content-Type: application/apply-patch+yaml")
                        .status())
                .isEqualTo(501);
        assertThat(api.send("PATCH", SETS + "/nope", "{}", MERGE).status()).isEqualTo(404);
        assertThat(api.send("PATCH", SETS + "/web", "{\"metadata\":{\"resourceVersion\":\"1\"}}", MERGE)
                        .status())
                .isEqualTo(409);
        assertThat(api.send("PATCH", SETS + "/web", "{\"metadata\":{\"name\":\"else\"}}", MERGE)
                        .status())
                .isEqualTo(400);
    }

    @Test
    void scaleAndStatus() throws IOException {
        api.send("POST", SETS, SET, JSON);

        var scale = api.get(SETS + "/web/scale").json();
        assertThat(scale.text("apiVersion")).isEqualTo("autoscaling/v1");
        assertThat(scale.object("spec").number("replicas", 0)).isEqualTo(2);
        assertThat(scale.object("status").text("selector")).isEqualTo("app=web");
        var put = api.send(
                "PUT",
                SETS + "/web/scale",
                scale.withChanged("spec", spec -> spec.with("replicas", 5)).toString());
        assertThat(put.status()).as("without a content type").isEqualTo(200);
        assertThat(api.send("PUT", SETS + "/web/scale", scale.toString()).status())
                .as("of an old version")
                .isEqualTo(409);
        var patched = api.send("PATCH", SETS + "/web/scale", "{\"spec\":{\"replicas\":3}}", MERGE);
        assertThat(patched.json().text("kind")).isEqualTo("Scale");
        assertThat(api.get(SETS + "/web").json().object("spec").number("replicas", 0))
                .isEqualTo(3);
        assertThat(api.send("PATCH", SETS + "/web/scale", "{\"spec\":{\"replicas\":-1}}", MERGE)
                        .message())
                .isEqualTo("Scale.autoscaling \"web\" is invalid: spec.replicas: Invalid value: -1: must be greater"
                        + " than or equal to 0");

        var status = api.send(
                "PATCH", SETS + "/web/status", "{\"spec\":{\"replicas\":9},\"status\":{\"replicas\":1}}", MERGE);
        assertThat(status.json().object("status").number("replicas", 0)).isEqualTo(1);
        assertThat(status.json().object("spec").number("replicas", 0)).isEqualTo(3);
    }

    @Test
    void collectionsAreDeletedByTheirLabels() throws IOException {
        api.configMap("a", "x");
        api.configMap("b", "y");

        assertThat(api.send("DELETE", MAPS + "?labelSelector=app%3Dx", "").status())
                .isEqualTo(200);

        assertThat(api.get(MAPS + "/a").status()).isEqualTo(404);
        assertThat(api.get(MAPS + "/b").status()).isEqualTo(200);
    }

    @Test
    void deletesWithConditions() throws IOException {
        api.configMap("a", "x");

        var other = "{\"kind\":\"DeleteOptions\",\"apiVersion\":\"v1\",\"preconditions\":{\"uid\":\"other\"}}";
        assertThat(api.send("DELETE", MAPS + "/a", other, JSON).status()).isEqualTo(409);
        assertThat(api.send("DELETE", MAPS + "/a?propagationPolicy=Sideways", "")
                        .status())
                .isEqualTo(422);
        assertThat(api.send("DELETE", MAPS + "/a?dryRun=All", "").status()).isEqualTo(200);
        assertThat(api.get(MAPS + "/a").status()).isEqualTo(200);
        assertThat(api.send("DELETE", MAPS + "/a?gracePeriodSeconds=0&propagationPolicy=Orphan", "")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void yamlBodiesAndOthers() throws IOException {
        var yaml = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: y\ndata:\n  k: v\n";
        assertThat(api.send("POST", MAPS, yaml, "Content-Type: application/yaml")
                        .status())
                .isEqualTo(201);
        var other = api.send("POST", MAPS, map("z", "1"), "Content-Type: text/plain");
        assertThat(other.status()).isEqualTo(415);
        assertThat(other.reason()).isEqualTo("UnsupportedMediaType");
        assertThat(api.send("POST", MAPS, "{\"kind\":", JSON).status()).isEqualTo(400);
        assertThat(api.send("POST", MAPS, "[]", JSON).status()).isEqualTo(400);
        assertThat(api.send("POST", MAPS, "[".repeat(5000), JSON).status()).isEqualTo(400);
        assertThat(api.send("POST", MAPS, "k8s\0garbage", "Content-Type: application/vnd.kubernetes.protobuf")
                        .status())
                .isEqualTo(400);
        assertThat(api.send("PUT", MAPS + "/y", map("y", "1").replace("\"name\"", "\"resourceVersion\":\"x\",\"name\""))
                        .status())
                .isEqualTo(409);
    }

    private static String map(String name, String value) {
        return "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"" + name
                + "\"},\"data\":{\"k\":\"" + value + "\"}}";
    }

    private static String inNamespace(String namespace) {
        return "{\"metadata\":{\"name\":\"a\",\"namespace\":\"" + namespace + "\"}}";
    }
}
