package io.kubia.controller.api.discovery;

import io.kubia.controller.api.http.Response;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.ApiException;
import io.kubia.controller.model.Status;
import java.util.List;

/** The answers to {@code /openapi/v3} and below. */
public final class OpenApiAnswers {
    private final OpenApi openApi;
    private final List<String> groupVersions;
    private final String version;

    /** {@code version} is part of the documents' addresses, by which clients keep them. */
    public OpenApiAnswers(OpenApi openApi, List<String> groupVersions, String version) {
        this.openApi = openApi;
        this.groupVersions = List.copyOf(groupVersions);
        this.version = version;
    }

    /** Where the document of each group version is. */
    public Response index() {
        var paths = JsonObject.builder();
        for (var groupVersion : groupVersions) {
            var path = path(groupVersion);
            paths.put(
                    path,
                    JsonObject.builder()
                            .put("serverRelativeURL", "/openapi/v3/" + path + "?hash=" + version)
                            .build());
        }
        return Response.json(200, JsonObject.of("paths", paths.build()));
    }

    /** The document of one group version. */
    public Response document(String groupVersion) {
        var document = openApi.document(groupVersion)
                .orElseThrow(() -> new ApiException(
                        Status.plain(404, "NotFound", "the server could not find the requested resource")));
        return new Response.Whole(200, Response.JSON, List.of(), document);
    }

    private static String path(String groupVersion) {
        return (groupVersion.indexOf('/') < 0 ? "api/" : "apis/") + groupVersion;
    }
}
