package io.kubia.controller.api.discovery;

import io.kubia.controller.api.http.Response;
import io.kubia.controller.json.JsonObject;

/** Which Kubernetes this is like: {@code /version}. kubectl warns when its own is more than one minor version off. */
public final class KubernetesVersion {
    private static final String MINOR = "32";

    private KubernetesVersion() {}

    /** As {@code kubectl version} prints it; {@code kubia} is our own version. */
    public static String text(String kubia) {
        return "v1." + MINOR + ".0+kubia-" + kubia;
    }

    /** The answer. */
    public static Response answer(String kubia) {
        return Response.json(
                200,
                JsonObject.builder()
                        .put("major", "1")
                        .put("minor", MINOR)
                        .put("gitVersion", text(kubia))
                        .put("gitCommit", "")
                        .put("gitTreeState", "clean")
                        .put("buildDate", "1970-01-01T00:00:00Z")
                        .put("goVersion", "none: java" + Runtime.version().feature())
                        .put("compiler", "javac")
                        .put("platform", System.getProperty("os.name") + "/" + System.getProperty("os.arch"))
                        .build());
    }
}
