package io.kubia.controller.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubia.controller.api.watch.WatchConfig;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.ObjectKey;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.registry.DeleteOptions;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WatchTest {
    private static final String MAPS = "/api/v1/namespaces/default/configmaps?watch=true";

    @Test
    void whatThereIsComesFirstThenEveryChange() throws IOException {
        try (var api = TestApi.start()) {
            api.configMap("a", "x");
            try (var watch = api.watch(MAPS + "&resourceVersion=0")) {
                assertThat(event(watch)).isEqualTo("ADDED a");
                api.configMap("b", "x");
                assertThat(event(watch)).isEqualTo("ADDED b");
                api.relabel("b", "y");
                assertThat(event(watch)).isEqualTo("MODIFIED b");
                delete(api, "b");
                assertThat(event(watch)).isEqualTo("DELETED b");
            }
        }
    }

    @Test
    void onlyWhatCameAfterAVersion() throws IOException {
        try (var api = TestApi.start()) {
            long version = api.configMap("a", "x");
            api.configMap("b", "x");
            try (var watch = api.watch(MAPS + "&resourceVersion=" + version)) {
                assertThat(event(watch)).isEqualTo("ADDED b");
                api.configMap("c", "x");
                assertThat(event(watch)).isEqualTo("ADDED c");
            }
        }
    }

    @Test
    void objectsThatBeginOrCeaseToMatchAreAddedOrDeleted() throws IOException {
        try (var api = TestApi.start();
                var watch = api.watch(MAPS + "&labelSelector=app%3Dx")) {
            api.configMap("a", "x");
            api.configMap("b", "y");
            assertThat(event(watch)).isEqualTo("ADDED a");
            api.relabel("b", "x");
            assertThat(event(watch)).isEqualTo("ADDED b");
            long version = api.relabel("a", "z");
            var gone = Answer.parse(watch.line());
            assertThat(gone.text("type")).isEqualTo("DELETED");
            assertThat(gone.object("object").object("metadata").object("labels").text("app"))
                    .as("as it was when it still matched")
                    .isEqualTo("x");
            assertThat(gone.object("object").object("metadata").text("resourceVersion"))
                    .isEqualTo(Long.toString(version));
        }
    }

    @Test
    void theListFirstWithAMarkAtItsEnd() throws IOException {
        try (var api = TestApi.start()) {
            long version = api.configMap("a", "x");
            try (var watch = api.watch(
                    MAPS + "&sendInitialEvents=true&resourceVersionMatch=NotOlderThan" + "&allowWatchBookmarks=true")) {
                assertThat(event(watch)).isEqualTo("ADDED a");
                var mark = Answer.parse(watch.line());
                assertThat(mark.text("type")).isEqualTo("BOOKMARK");
                var object = mark.object("object");
                assertThat(object.text("kind")).isEqualTo("ConfigMap");
                assertThat(object.object("metadata").text("resourceVersion")).isEqualTo(Long.toString(version));
                assertThat(object.object("metadata").object("annotations").text("k8s.io/initial-events-end"))
                        .isEqualTo("true");
                api.configMap("b", "x");
                assertThat(event(watch)).isEqualTo("ADDED b");
            }
        }
    }

    @Test
    void bookmarksTellHowFarItHasCome() throws IOException {
        var often = new WatchConfig(10, 100, Duration.ofMillis(20), Duration.ofMinutes(1));
        try (var api = TestApi.with(config -> config.withWatch(often));
                var watch = api.watch(MAPS + "&allowWatchBookmarks=true&labelSelector=app%3Dx")) {
            long version = api.configMap("unseen", "y");
            var mark = Answer.parse(watch.line());
            assertThat(mark.text("type")).isEqualTo("BOOKMARK");
            assertThat(Long.parseLong(mark.object("object").object("metadata").text("resourceVersion", "")))
                    .isEqualTo(version);
        }
    }

    @Test
    void itEndsAtItsTime() throws IOException {
        try (var api = TestApi.start();
                var watch = api.watch(MAPS + "&timeoutSeconds=1")) {
            assertThat(watch.bodyEnds()).isTrue();
            assertThat(watch.request("GET", "/healthz", "").receive().body())
                    .as("and the connection serves on")
                    .isEqualTo("ok");
        }
    }

    @Test
    void aVersionTooOldHasExpired() throws IOException {
        try (var api = TestApi.remembering(100)) {
            long version = 1;
            for (int i = 0; i < 100; i++) {
                api.configMap("m" + i, "x");
                delete(api, "m" + i);
            }
            try (var watch = api.watch(MAPS + "&resourceVersion=" + version)) {
                var event = Answer.parse(watch.line());
                assertThat(event.text("type")).isEqualTo("ERROR");
                assertThat(event.object("object").text("reason")).isEqualTo("Expired");
                assertThat(event.object("object").number("code", 0)).isEqualTo(410);
                assertThat(event.object("object").text("message")).startsWith("too old resource version: 1 (");
                assertThat(watch.bodyEnds()).isTrue();
            }
        }
    }

    @Test
    void aVersionOfAnotherStoreHasExpired() throws IOException {
        try (var api = TestApi.start();
                var watch = api.watch(MAPS + "&resourceVersion=123456")) {
            assertThat(Answer.parse(watch.line()).object("object").text("reason"))
                    .isEqualTo("Expired");
        }
    }

    @Test
    void rowsOfTablesWhenTheyAreAskedFor() throws IOException {
        try (var api = TestApi.start();
                var watch = api.watch(MAPS, "Accept: application/json;as=Table;v=v1;g=meta.k8s.io,application/json")) {
            api.configMap("a", "x");
            var table = Answer.parse(watch.line()).object("object");
            assertThat(table.text("kind")).isEqualTo("Table");
            assertThat(table.array("rows").objects()).singleElement().satisfies(row -> {
                assertThat(row.array("cells").texts()).containsExactly("a", "0s");
                assertThat(row.object("object").text("kind")).isEqualTo("PartialObjectMetadata");
            });
        }
    }

    @Test
    void whoIsTooSlowIsCutOffAndNobodyWaitsForIt() throws IOException {
        var small = new WatchConfig(10, 200, Duration.ofMinutes(1), Duration.ofMinutes(1));
        try (var api = TestApi.with(config -> config.withWatch(small));
                var slow = Wire.slowlyTo(api.server.address());
                var quick = api.watch(MAPS)) {
            slow.request("GET", MAPS, "").receiveHead();
            int changes = 0;
            while (!api.metrics.render().contains("kubia_api_watchers_cut_total 1")) {
                api.largeConfigMap("m" + changes);
                assertThat(event(quick)).isEqualTo("ADDED m" + changes);
                changes++;
                assertThat(changes).as("changes until it is cut off").isLessThan(2_000);
            }
            api.configMap("last", "x");
            assertThat(event(quick)).isEqualTo("ADDED last");
        }
    }

    @Test
    void thereIsALimit() throws IOException {
        var one = new WatchConfig(1, 100, Duration.ofMinutes(1), Duration.ofMinutes(1));
        try (var api = TestApi.with(config -> config.withWatch(one));
                var first = api.watch(MAPS)) {
            var second = api.get(MAPS);
            assertThat(second.status()).isEqualTo(429);
            assertThat(second.header("retry-after")).isEqualTo("1");
            api.configMap("a", "x");
            assertThat(event(first)).isEqualTo("ADDED a");
        }
    }

    @Test
    void theServersEndIsTheWatchsEnd() throws IOException {
        var api = TestApi.start();
        try (var watch = api.watch(MAPS)) {
            api.close();
            assertThat(watch.bodyEnds()).isTrue();
        }
    }

    private static String event(Wire watch) throws IOException {
        JsonObject event = Answer.parse(watch.line());
        return event.text("type") + " "
                + event.object("object").object("metadata").text("name");
    }

    private static void delete(TestApi api, String name) {
        api.registry.delete(ObjectKey.of(ResourceTypes.CONFIG_MAP, "default", name), DeleteOptions.DEFAULT);
    }
}
