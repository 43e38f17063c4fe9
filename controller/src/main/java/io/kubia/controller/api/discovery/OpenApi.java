package io.kubia.controller.api.discovery;

import java.util.Optional;

/** The schemas of the kinds, as clients check manifests against them: OpenAPI v3, one document for each group version. */
@FunctionalInterface
public interface OpenApi {
    /** None of them. */
    OpenApi NONE = _ -> Optional.empty();

    /** The document of a group version ({@code v1}, {@code apps/v1}) as JSON; nothing when there is none. */
    Optional<byte[]> document(String groupVersion);
}
