package io.kubia.controller.json;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/** YAML as people write manifests in it: read into the same values as JSON, one for each document. */
public final class YamlText {
    private static final YAMLFactory FACTORY = YAMLFactory.builder()
            .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
            .enable(YAMLWriteFeature.MINIMIZE_QUOTES)
            .enable(YAMLWriteFeature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .build();

    private YamlText() {}

    /**
     * Reads the documents of a file; empty ones are left out.
     *
     * @throws JsonException it is no YAML
     */
    public static List<Json> parseAll(String text) throws JsonException {
        var documents = new ArrayList<Json>();
        for (var document : text.split("(?m)^---(?:[ \\t].*)?$", -1)) {
            if (!isBlank(document)) {
                documents.add(parse(document));
            }
        }
        return documents;
    }

    private static Json parse(String document) throws JsonException {
        try (var parser = FACTORY.createParser(ObjectReadContext.empty(), document)) {
            return JsonText.read(parser).value();
        } catch (JacksonException e) {
            throw new JsonException(e.getOriginalMessage(), e);
        }
    }

    private static boolean isBlank(String document) {
        return document.lines().map(String::strip).allMatch(line -> line.isEmpty() || line.startsWith("#"));
    }

    /** A value as YAML. */
    public static String print(Json value) {
        var out = new StringWriter();
        try (var generator = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
            JsonText.write(value, generator);
        }
        return out.toString();
    }
}
