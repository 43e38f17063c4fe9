package io.kubia.dns.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One page of a list.
 *
 * @param version of the whole list
 * @param next what to ask for the next page with; empty when this is the last
 */
record ObjectList(String version, String next) {
    private static final long MAX_PAGE = 1L << 30;

    private static final JsonMapper JSON = new JsonMapper(JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxDocumentLength(MAX_PAGE).build())
            .build());

    /** Reads it item by item, each of which is gone when the next one comes: lists can be large. */
    static ObjectList read(InputStream in, Consumer<JsonNode> item) throws IOException {
        String version = null;
        var next = "";
        try (var parser = JSON.createParser(in)) {
            require(parser.nextToken() == JsonToken.START_OBJECT, parser);
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                var name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "metadata" -> {
                        JsonNode metadata = parser.readValueAsTree();
                        version = metadata.path("resourceVersion").asString("");
                        next = metadata.path("continue").asString("");
                    }
                    case "items" -> readItems(parser, item);
                    default -> parser.skipChildren();
                }
            }
            require(parser.currentToken() == JsonToken.END_OBJECT && version != null, parser);
        }
        return new ObjectList(version == null ? "" : version, next);
    }

    private static void readItems(JsonParser parser, Consumer<JsonNode> item) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        require(parser.currentToken() == JsonToken.START_ARRAY, parser);
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            item.accept(parser.readValueAsTree());
        }
    }

    private static void require(boolean holds, JsonParser parser) throws IOException {
        if (!holds) {
            throw new IOException("list: %s at %s (expected: a list of objects)"
                    .formatted(parser.currentToken(), parser.currentLocation().offsetDescription()));
        }
    }
}
