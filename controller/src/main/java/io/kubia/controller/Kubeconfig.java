package io.kubia.controller;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonArray;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.json.YamlText;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** The file by which kubectl finds the API. */
final class Kubeconfig {
    private static final String NAME = "kubia";

    private Kubeconfig() {}

    /** Written whole and for its owner alone: it may hold the token. */
    static void write(Path file, URI api, ControlPlaneConfig config) throws IOException {
        var written = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(written);
        Files.createFile(written, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(written, YamlText.print(content(api, config)));
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static JsonObject content(URI api, ControlPlaneConfig config) {
        var cluster = JsonObject.builder().put("server", api.toString());
        config.certificate()
                .ifPresent(path -> cluster.put(
                        "certificate-authority", path.toAbsolutePath().toString()));
        var user = JsonObject.builder();
        config.token()
                .ifPresent(path -> user.put("tokenFile", path.toAbsolutePath().toString()));
        return JsonObject.builder()
                .put("apiVersion", "v1")
                .put("kind", "Config")
                .put("clusters", named("cluster", cluster.build()))
                .put("users", named("user", user.build()))
                .put(
                        "contexts",
                        named(
                                "context",
                                JsonObject.builder()
                                        .put("cluster", NAME)
                                        .put("user", NAME)
                                        .build()))
                .put("current-context", NAME)
                .build();
    }

    private static Json named(String what, JsonObject content) {
        return JsonArray.of(
                JsonObject.builder().put("name", NAME).put(what, content).build());
    }
}
