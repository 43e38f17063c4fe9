package io.kubia.controller.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ObjectKey;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.registry.DeleteOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadingTest {
    private static final String MAPS = "/api/v1/namespaces/default/configmaps";
    private static final String TABLE = "Accept: application/json;as=Table;v=v1;g=meta.k8s.io,"
            + "application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json";

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
    void oneObject() throws IOException {
        api.configMap("a", "x");

        var answer = api.get(MAPS + "/a");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("content-type")).isEqualTo("application/json");
        assertThat(answer.json().text("kind")).isEqualTo("ConfigMap");
        assertThat(answer.json().object("metadata").text("name")).isEqualTo("a");
    }

    @Test
    void whatIsNotThere() throws IOException {
        var answer = api.get("/apis/apps/v1/namespaces/default/statefulsets/x");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.body())
                .isEqualTo("{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},\"status\":\"Failure\","
                        + "\"message\":\"statefulsets.apps \\\"x\\\" not found\",\"reason\":\"NotFound\","
                        + "\"details\":{\"name\":\"x\",\"group\":\"apps\",\"kind\":\"statefulsets\"},\"code\":404}");
    }

    @Test
    void thousandsInPagesOfOneMoment() throws IOException {
        for (int i = 0; i < 10_000; i++) {
            api.store(KubeObject.named(ResourceTypes.CONFIG_MAP, "default", "m" + i)
                    .withLabel("app", i % 2 == 0 ? "even" : "odd"));
        }
        var names = new ArrayList<String>();
        var token = "";
        long version = 0;
        int pages = 0;
        do {
            var list = api.get(MAPS + "?limit=500" + (token.isEmpty() ? "" : "&continue=" + token))
                    .json();
            names.addAll(names(list));
            var metadata = list.object("metadata");
            if (pages == 0) {
                version = Long.parseLong(metadata.text("resourceVersion", ""));
                assertThat(metadata.number("remainingItemCount", 0)).isEqualTo(9_500);
                api.registry.delete(ObjectKey.of(ResourceTypes.CONFIG_MAP, "default", "m9999"), DeleteOptions.DEFAULT);
                api.configMap("new", "x");
            }
            assertThat(metadata.text("resourceVersion")).isEqualTo(Long.toString(version));
            token = metadata.text("continue", "");
            pages++;
        } while (!token.isEmpty());

        assertThat(pages).isEqualTo(20);
        assertThat(names)
                .hasSize(10_000)
                .contains("m9999")
                .doesNotContain("new")
                .isSorted();
        assertThat(new HashSet<>(names)).hasSize(10_000);
        assertThat(names(api.get(MAPS + "?labelSelector=app%3Dodd").json())).hasSize(4_999);
    }

    @Test
    void aTokenThatIsNoLongerKnown() throws IOException {
        api.configMap("a", "x");
        api.configMap("b", "x");
        api.configMap("c", "x");
        // a token of another control plane, for version 3, after a
        var token = java.util.Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"v\":\"meta.k8s.io/v1\",\"rv\":3,\"ns\":\"default\",\"start\":\"a\"}"
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8));

        var expired = api.get(MAPS + "?limit=1&continue=" + token);

        assertThat(expired.status()).isEqualTo(410);
        assertThat(expired.reason()).isEqualTo("Expired");
        var instead = expired.json().object("metadata").text("continue", "");
        assertThat(names(api.get(MAPS + "?continue=" + instead).json())).containsExactly("b", "c");
        assertThat(api.get(MAPS + "?continue=nonsense").status()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "labelSelector=app%3Dx             | a b",
                "labelSelector=app%3D%3Dx          | a b",
                "labelSelector=app!%3Dx            | c d",
                "labelSelector=app in (x,y)        | a b c",
                "labelSelector=app notin (x)       | c d",
                "labelSelector=app                 | a b c",
                "labelSelector=!app                | d",
                "labelSelector=app%3Dx,tier%3Dback | b",
                "fieldSelector=metadata.name%3Da   | a",
                "fieldSelector=metadata.name!%3Da  | b c d",
                "fieldSelector=metadata.name%3Da,metadata.namespace%3Dother | ''",
                "limit=2                           | a b",
            })
    void selectors(String query, String expected) throws IOException {
        store("a", "app", "x");
        store("b", "app", "x", "tier", "back");
        store("c", "app", "y");
        store("d");

        var list = api.get(MAPS + "?" + query.replace(" ", "%20")).json();

        assertThat(String.join(" ", names(list))).isEqualTo(expected);
    }

    @Test
    void fieldsOfPodsAndEvents() throws IOException {
        var pod = KubeObject.of(ResourceTypes.POD, TestApi.pod("p", "main"))
                .withMetadata("namespace", io.kubia.controller.json.Json.of("default"));
        api.registry.create(pod, false);

        assertThat(names(api.get("/api/v1/pods?fieldSelector=status.phase%3DPending")
                        .json()))
                .containsExactly("p");
        assertThat(names(api.get("/api/v1/pods?fieldSelector=status.phase!%3DPending")
                        .json()))
                .isEmpty();
        assertThat(names(api.get("/api/v1/pods?fieldSelector=spec.nodeName%3D").json()))
                .containsExactly("p");
        assertThat(api.get("/api/v1/events?fieldSelector=involvedObject.name%3Dp,involvedObject.uid%3D1")
                        .status())
                .isEqualTo(200);
        var unknown = api.get("/api/v1/pods?fieldSelector=spec.foo%3Dx");
        assertThat(unknown.status()).isEqualTo(400);
        assertThat(unknown.message()).isEqualTo("field label not supported: spec.foo");
        assertThat(api.get("/api/v1/pods?labelSelector=a%3Db%3Dc").message())
                .isEqualTo("unable to parse requirement: found '=c', expected: ','");
    }

    @Test
    void tables() throws IOException {
        api.configMap("a", "x");

        var list = api.get(MAPS + "?limit=500", TABLE).json();
        assertThat(list.text("kind")).isEqualTo("Table");
        assertThat(list.text("apiVersion")).isEqualTo("meta.k8s.io/v1");
        assertThat(list.object("metadata").text("resourceVersion")).isNotEmpty();
        assertThat(list.array("columnDefinitions").objects())
                .map(column -> column.text("name"))
                .containsExactly("Name", "Age");
        assertThat(list.array("rows").get(0).asObject().array("cells").texts()).containsExactly("a", "0s");

        var one = api.get(MAPS + "/a?includeObject=Object", TABLE).json();
        assertThat(one.array("rows").get(0).asObject().object("object").text("kind"))
                .isEqualTo("ConfigMap");
        var none = api.get(MAPS + "/a?includeObject=None", TABLE).json();
        assertThat(none.array("rows").get(0).asObject().get("object")).hasToString("null");
    }

    @Test
    void otherForms() throws IOException {
        api.configMap("a", "x");

        var yaml = api.get(MAPS + "/a", "Accept: application/yaml");
        assertThat(yaml.header("content-type")).isEqualTo("application/yaml");
        assertThat(yaml.body()).startsWith("apiVersion: v1\nkind: ConfigMap\n");
        var metadata = api.get(MAPS, "Accept: application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1");
        assertThat(metadata.json().text("kind")).isEqualTo("PartialObjectMetadataList");
        assertThat(api.get(MAPS + "/a", "Accept: application/vnd.kubernetes.protobuf,application/json")
                        .status())
                .isEqualTo(200);
        assertThat(api.get(MAPS + "/a", "Accept: application/vnd.kubernetes.protobuf")
                        .status())
                .isEqualTo(406);
        try (var wire = api.wire().request("HEAD", MAPS + "/a", "")) {
            assertThat(wire.receiveHead().status()).isEqualTo(200);
        }
    }

    @Test
    void versionsThatAreNotYetOrNoMore() throws IOException {
        long version = api.configMap("a", "x");

        assertThat(api.get(MAPS + "?resourceVersion=0").status()).isEqualTo(200);
        assertThat(api.get(MAPS + "?resourceVersion=1&resourceVersionMatch=NotOlderThan")
                        .status())
                .isEqualTo(200);
        assertThat(api.get(MAPS + "?resourceVersionMatch=Exact&resourceVersion=" + version)
                        .status())
                .isEqualTo(200);
        assertThat(api.get(MAPS + "?resourceVersionMatch=Exact&resourceVersion=1")
                        .status())
                .isEqualTo(410);
        assertThat(api.get(MAPS + "?resourceVersion=99999").message())
                .isEqualTo("Timeout: Too large resource version: 99999, current: " + version);
        assertThat(api.get(MAPS + "?resourceVersion=x").status()).isEqualTo(422);
    }

    @Test
    void allNamespacesAndEachByItself() throws IOException {
        store("a");
        api.registry.create(KubeObject.named(ResourceTypes.CONFIG_MAP, "kube-system", "b"), false);

        assertThat(names(api.get("/api/v1/configmaps").json())).containsExactly("a", "b");
        assertThat(names(api.get("/api/v1/namespaces/kube-system/configmaps").json()))
                .containsExactly("b");
        assertThat(names(api.get("/api/v1/configmaps?fieldSelector=metadata.name%3Db")
                        .json()))
                .containsExactly("b");
        assertThat(names(api.get("/api/v1/namespaces").json()))
                .containsExactly("default", "kube-node-lease", "kube-public", "kube-system");
    }

    @Test
    void pathsThatLeadNowhere() throws IOException {
        for (var path : List.of(
                "/nope",
                "/api/v2",
                "/api/v1/widgets",
                "/apis/nope/v1",
                "/apis/apps/v1/namespaces/default/pods",
                "/api/v1/pods/a",
                "/api/v1/namespaces/default/pods/a/nope",
                "/api/v1/namespaces/default/pods/a/log/b")) {
            var answer = api.get(path);
            assertThat(answer.status()).as(path).isEqualTo(404);
            assertThat(answer.message()).isEqualTo("the server could not find the requested resource");
        }
        assertThat(api.send("PUT", MAPS, "{}").status()).isEqualTo(405);
        assertThat(api.send("DELETE", "/api/v1/namespaces", "").reason()).isEqualTo("MethodNotAllowed");
        var coming = api.send("POST", "/api/v1/namespaces/default/pods/a/exec?command=ls", "");
        assertThat(coming.status()).isEqualTo(501);
        assertThat(coming.message()).contains("kubectl exec");
    }

    private void store(String name, String... labels) {
        var map = KubeObject.named(ResourceTypes.CONFIG_MAP, "default", name);
        for (int i = 0; i < labels.length; i += 2) {
            map = map.withLabel(labels[i], labels[i + 1]);
        }
        api.registry.create(map, false);
    }

    private static List<String> names(JsonObject list) {
        return list.array("items").objects().stream()
                .map(item -> item.object("metadata").text("name", ""))
                .toList();
    }
}
